import type { Delivery } from '../../../sandbox-api.ts';
import { formatDuration, Until } from '../components/time.tsx';

interface Bar {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly tone: 'good' | 'bad' | 'busy';
  readonly text: string;
}

/** The attempts of a delivery and the waits between them, on one time axis. */
export function Waterfall({ delivery }: { readonly delivery: Delivery }) {
  const bars = barsOf(delivery);
  const start = Date.parse(delivery.startedAt);
  const end = Math.max(start + 1, ...bars.map(({ to }) => to));
  const percent = (time: number) => (100 * (time - start)) / (end - start);
  return (
    <section>
      <h3>Attempts</h3>
      <ol class="waterfall">
        {bars.map(({ label, from, to, tone, text }) => (
          <li key={label}>
            <span class="label">{label}</span>
            <span class="track">
              <span
                class={`bar ${tone}`}
                style={{ left: `${percent(from)}%`, width: `max(3px, ${percent(to) - percent(from)}%)` }}
              />
            </span>
            <span class="text">{text}</span>
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

function barsOf({ attempts }: Delivery): readonly Bar[] {
  return attempts.flatMap(({ number, sentAt, status, durationMs, error, isCold }, index) => {
    const from = Date.parse(sentAt);
    const to = from + (durationMs ?? 0);
    const isGood = status !== null && status < 300;
    const outcome = status ?? error ?? 'waiting for the response';
    const details = [outcome, durationMs === null ? '' : formatDuration(durationMs), isCold ? 'cold start' : ''];
    const attempt: Bar = {
      label: `Attempt ${number}`,
      from,
      to,
      tone: durationMs === null ? 'busy' : isGood ? 'good' : 'bad',
      text: details.filter((text) => text !== '').join(' · '),
    };
    const next = attempts[index + 1];
    if (!next) return [attempt];
    const until = Date.parse(next.sentAt);
    const wait: Bar = { label: 'Wait', from: to, to: until, tone: 'busy', text: formatDuration(until - to) };
    return [attempt, wait];
  });
}
