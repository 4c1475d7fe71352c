import { callApi } from '../api.ts';
import { ErrorMessage } from '../components/error-message.tsx';
import { Until } from '../components/time.tsx';
import { useCall } from '../components/use-call.ts';
import { faults } from '../live.ts';
import { FAILURES } from './failures.ts';

/** Switches that make services fail for a while. */
export function FailuresPage() {
  const { run, error, isRunning } = useCall();
  return (
    <div class="failures">
      <section>
        <h2>Active failures ({faults.value.length})</h2>
        {faults.value.length === 0 && (
          <p class="empty">Everything works. Start a failure to see what your handlers do.</p>
        )}
        <ul>
          {faults.value.map(({ id, calls, status, remaining, endsAt }) => (
            <li key={id}>
              <strong>
                {status} to {calls}
              </strong>{' '}
              {remaining !== null && `${remaining} more calls`}{' '}
              {endsAt !== null && (
                <>
                  ends <Until iso={endsAt} />
                </>
              )}
              <button type="button" onClick={() => run(() => callApi('DELETE', `/sandbox/faults/${id}`))}>
                End
              </button>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2>Start a failure</h2>
        <ul class="choices">
          {FAILURES.map(({ name, effect, request }) => (
            <li key={name}>
              <button
                type="button"
                disabled={isRunning}
                onClick={() => run(() => callApi('POST', '/sandbox/faults', request))}
              >
                {name}
              </button>
              <p>{effect}</p>
            </li>
          ))}
        </ul>
        <ErrorMessage text={error} />
      </section>
    </div>
  );
}
