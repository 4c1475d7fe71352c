import type { HandlerRecord } from '../../../sandbox-api.ts';
import { openPage } from '../address.ts';
import { callApi } from '../api.ts';
import { ErrorMessage } from '../components/error-message.tsx';
import { StatusOfHandler } from '../components/status.tsx';
import { Until } from '../components/time.tsx';
import { useCall } from '../components/use-call.ts';
import { now } from '../now.ts';

/** What happened to each handler, and when the waiting ones run again. */
export function HandlerList({ handlers }: { readonly handlers: readonly HandlerRecord[] }) {
  const { run, error, isRunning } = useCall();
  if (handlers.length === 0) return null;
  const nextRunAt = handlers.flatMap((handler) => handler.nextRunAt ?? []).sort()[0];
  const runNow = () => {
    const seconds = Math.max(0, Math.ceil((Date.parse(nextRunAt ?? '') - now.peek()) / 1_000));
    return run(() => callApi('POST', '/sandbox/clock/advance', { seconds }));
  };
  return (
    <section>
      <h3>Handlers</h3>
      <ul class="handlers">
        {handlers.map((handler) => (
          <li key={handler.name}>
            <strong>{handler.name}</strong> <StatusOfHandler handler={handler} />
            {handler.nextRunAt !== null && (
              <span>
                {' '}
                runs again <Until iso={handler.nextRunAt} />
                {handler.failures !== null && `, attempt ${handler.failures + 1}`}
                {handler.failures !== null && handler.maxAttempts !== null && ` of ${handler.maxAttempts}`}
              </span>
            )}
            <Failure handler={handler} />
          </li>
        ))}
      </ul>
      {nextRunAt !== undefined && (
        <button type="button" disabled={isRunning} onClick={runNow} title="Advances the sandbox's clock to this time">
          Run now
        </button>
      )}
      <ErrorMessage text={error} />
    </section>
  );
}

function Failure({ handler: { error, location, deadLetterId } }: { readonly handler: HandlerRecord }) {
  if (error === null) return null;
  return (
    <>
      <pre>
        {error}
        {location && `\n\nat ${location.file}:${location.line}:${location.column}`}
      </pre>
      {location && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys scroll long lines
        <pre class="frame" tabIndex={0}>
          {location.frame}
        </pre>
      )}
      {deadLetterId !== null && (
        <button type="button" class="link" onClick={() => openPage('/queue')}>
          Show its dead letter
        </button>
      )}
    </>
  );
}
