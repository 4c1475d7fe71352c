import type { Delivery, DeliveryAttemptRecord, DeliveryCall } from '../../../sandbox-api.ts';
import { formatDuration } from '../components/time.tsx';
import type { Span } from './time-axis.ts';

/** A row of the waterfall. */
export interface Bar extends Span {
  readonly key: string;
  readonly kind: 'attempt' | 'call' | 'wait';
  readonly label: string;
  readonly tone: 'good' | 'bad' | 'busy';
  readonly text: string;
}

/** Returns what happened to a delivery in the order of time: attempts, API calls, and the waits between them. */
export function barsOf({ attempts, calls, handlers }: Delivery): readonly Bar[] {
  const bars = [...attempts.map(barOfAttempt), ...calls.map(barOfCall)];
  const waits = [
    ...waitsBetween(attempts.map(barOfAttempt), () => 'Wait'),
    ...handlers.flatMap(({ name }) => waitsOfHandler(name, calls)),
  ];
  return [...bars, ...waits].sort((one, other) => one.from - other.from);
}

function barOfAttempt({ number, sentAt, status, durationMs, error, isCold }: DeliveryAttemptRecord): Bar {
  const from = Date.parse(sentAt);
  const isGood = status !== null && status < 300;
  const outcome = String(status ?? error ?? 'waiting for the response');
  return {
    key: `attempt ${number}`,
    kind: 'attempt',
    label: `Attempt ${number}`,
    from,
    to: from + (durationMs ?? 0),
    tone: durationMs === null ? 'busy' : isGood ? 'good' : 'bad',
    text: join([outcome, durationMs === null ? '' : formatDuration(durationMs), isCold ? 'cold start' : '']),
  };
}

function barOfCall(call: DeliveryCall, index: number): Bar {
  const from = Date.parse(call.startedAt);
  return {
    key: `call ${index}`,
    kind: 'call',
    label: nameOf(call),
    from,
    to: from + call.durationMs,
    tone: call.status < 400 ? 'good' : 'bad',
    text: join([String(call.status), formatDuration(call.durationMs), call.handler ?? '']),
  };
}

/** Returns the waits between the attempts of a handler, as far as its calls show them. */
function waitsOfHandler(name: string, calls: readonly DeliveryCall[]): readonly Bar[] {
  const own = Object.values(Object.groupBy(calls, (call) => (call.handler === name ? String(call.attempt) : '')));
  const spans = own.flatMap((group = []): readonly Span[] => {
    if (group[0]?.handler !== name) return [];
    const bars = group.map(barOfCall);
    return [{ from: Math.min(...bars.map(({ from }) => from)), to: Math.max(...bars.map(({ to }) => to)) }];
  });
  return waitsBetween(spans, () => `Queue: ${name}`);
}

function waitsBetween(spans: readonly Span[], labelOf: () => string): readonly Bar[] {
  return spans.slice(1).flatMap(({ from: to }, index): readonly Bar[] => {
    const from = spans[index]?.to ?? to;
    if (to <= from) return [];
    const label = labelOf();
    return [{ key: `${label} ${index}`, kind: 'wait', label, from, to, tone: 'busy', text: formatDuration(to - from) }];
  });
}

/** Returns the operation of a call, or else the method and the path. */
export function nameOf({ operation, method, path }: DeliveryCall): string {
  return operation ?? `${method} ${path}`;
}

function join(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(' · ');
}
