import type { Delivery } from '../../../sandbox-api.ts';
import { Until } from '../components/time.tsx';
import { timeAxis } from './time-axis.ts';
import { barsOf } from './waterfall-bars.ts';

/** The attempts of a delivery, the API calls of its handlers and the waits between them, on one time axis. */
export function Waterfall({ delivery }: { readonly delivery: Delivery }) {
  const bars = barsOf(delivery);
  const position = timeAxis(bars.filter(({ kind }) => kind !== 'wait'));
  const waiting = delivery.handlers.filter(({ nextRunAt }) => nextRunAt !== null);
  return (
    <section>
      <h3>Timeline</h3>
      <ol class="waterfall">
        {bars.map(({ key, kind, label, from, to, tone, text }) => (
          <li key={key} class={kind}>
            <span class="label" title={label}>
              {label}
            </span>
            <span class="track">
              <span
                class={`bar ${tone}`}
                style={{ left: `${position(from)}%`, width: `max(3px, ${position(to) - position(from)}%)` }}
              />
            </span>
            <span class="text">{text}</span>
          </li>
        ))}
        {waiting.map(({ name, nextRunAt }) => (
          <li key={`next ${name}`} class="wait">
            <span class="label">Queue: {name}</span>
            <span class="track" />
            <span class="text">runs again {nextRunAt !== null && <Until iso={nextRunAt} />}</span>
          </li>
        ))}
      </ol>
      {delivery.nextAttemptAt !== null && (
        <p>
          Frame.io sends the next attempt <Until iso={delivery.nextAttemptAt} />.
        </p>
      )}
    </section>
  );
}
