import type { DeliveryCall } from '../../../sandbox-api.ts';
import { escapeControlsInLines } from '../../../terminal/escape-controls.ts';
import { formatJson } from '../components/format-json.ts';
import { formatDuration, Time } from '../components/time.tsx';
import { nameOf } from './waterfall-bars.ts';

/** The calls to Frame.io that the functions made for a delivery. Each one opens to its path and its answer. */
export function CallList({ calls }: { readonly calls: readonly DeliveryCall[] }) {
  return (
    <details>
      <summary>API calls ({calls.length})</summary>
      {calls.length === 0 && <p class="empty">The handlers called no operation of Frame.io.</p>}
      <ol class="calls">
        {calls.map((call, index) => (
          <li key={index}>
            <Call call={call} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function Call({ call }: { readonly call: DeliveryCall }) {
  const { startedAt, method, path, status, durationMs, response, handler, attempt } = call;
  const isGood = status < 400;
  return (
    <details>
      <summary>
        <Time iso={startedAt} /> <code>{method}</code> {nameOf(call)}{' '}
        <span class={isGood ? 'good' : 'bad'}>
          {isGood ? '✓' : '✕'} {status}
        </span>{' '}
        <span class="details">
          {formatDuration(durationMs)}
          {handler !== null && `, ${handler}, attempt ${attempt}`}
        </span>
      </summary>
      <code>
        {method} {path}
      </code>
      <pre>{response === null ? 'The answer has no text to show.' : formatJson(response)}</pre>
    </details>
  );
}

/** The comments that the handlers posted. */
export function PostedComments({ calls }: { readonly calls: readonly DeliveryCall[] }) {
  const posted = calls.filter(({ comment }) => comment !== null);
  if (posted.length === 0) return null;
  return (
    <section>
      <h3>{posted.length === 1 ? 'Comment' : 'Comments'} in Frame.io</h3>
      <ul class="posted">
        {posted.map(({ comment, handler, startedAt }, index) => (
          <li key={index}>
            <q>{escapeControlsInLines(comment ?? '')}</q>{' '}
            <span class="details">{handler !== null && `by ${handler}, `}</span>
            <Time iso={startedAt} />
          </li>
        ))}
      </ul>
    </section>
  );
}
