import { describeFault, describeRemaining } from '../../../faults/describe-fault.ts';
import { FAULT_PRESETS, type FaultPreset } from '../../../faults/fault-presets.ts';
import type { FaultState } from '../../../sandbox-api.ts';
import { callApi } from '../api.ts';
import { ErrorMessage } from '../components/error-message.tsx';
import { Until } from '../components/time.tsx';
import { useCall } from '../components/use-call.ts';
import { faults } from '../live.ts';

/** Switches that make services fail for a while. */
export function FailuresPage() {
  return (
    <div class="failures">
      <section>
        <h2>Active failures ({faults.value.length})</h2>
        {faults.value.length === 0 && (
          <p class="empty">Everything works. Start a failure to see what your handlers do.</p>
        )}
        <ul>
          {faults.value.map((fault) => (
            <ActiveFault key={fault.id} fault={fault} />
          ))}
        </ul>
      </section>
      <section>
        <h2>Start a failure</h2>
        <ul class="choices">
          {FAULT_PRESETS.map((preset) => (
            <Preset key={preset.word} preset={preset} />
          ))}
        </ul>
      </section>
    </div>
  );
}

function ActiveFault({ fault }: { readonly fault: FaultState }) {
  const { run, error, isRunning } = useCall();
  const { id, endsAt } = fault;
  return (
    <li>
      <span aria-hidden="true">⚠</span> <strong>{describeFault(fault)}</strong> {describeRemaining(fault)}{' '}
      {endsAt !== null && (
        <span>
          ends <Until iso={endsAt} />
        </span>
      )}
      <button
        type="button"
        class="quiet"
        disabled={isRunning}
        onClick={() => run(() => callApi('DELETE', `/sandbox/faults/${id}`))}
      >
        End
      </button>
      <ErrorMessage text={error} />
    </li>
  );
}

function Preset({ preset: { title, effect, reaction, word, request } }: { readonly preset: FaultPreset }) {
  const { run, error, isRunning } = useCall();
  return (
    <li>
      <button type="button" disabled={isRunning} onClick={() => run(() => callApi('POST', '/sandbox/faults', request))}>
        {title}
      </button>
      <p>{effect}</p>
      <p>{reaction}</p>
      <p>
        <code>npx frameio-lambda fault {word}</code>
      </p>
      <ErrorMessage text={error} />
    </li>
  );
}
