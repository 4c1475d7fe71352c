import { escapeControls, escapeControlsInLines, toPrintableJson } from '../../sandbox/terminal/escape-controls.ts';
import type { DeadLetter } from './dead-letter.ts';

/** Formats a dead letter as one line. */
export function formatBriefly({ messageId, delivery, event, handlers }: DeadLetter): string {
  if (delivery?.job !== undefined) return escapeControls(`${messageId}  job ${delivery.job}`);
  if (!event) return `${messageId}  unreadable`;
  return escapeControls(`${messageId}  ${event.type}  ${event.resourceId}  ${handlers?.join(', ') ?? 'all handlers'}`);
}

/** Formats a dead letter as a few lines. */
export function formatDeadLetter(letter: DeadLetter, now: number): string {
  const { messageId, reason, errorCode, attempts, handlers, deadLetteredAt, delivery, event } = letter;
  const job = delivery?.job;
  const rows = [
    ['job', job],
    ['event', job === undefined ? formatEvent(event) : undefined],
    ['reason', `${errorCode}  ${reason}`],
    ['handlers', delivery && job === undefined ? (handlers?.join(', ') ?? 'all handlers') : undefined],
    ['attempts', attempts === undefined ? undefined : String(attempts)],
    ['received', delivery && `${formatAge(now - delivery.receivedAt)} ago`],
    ['dead-lettered', deadLetteredAt === undefined ? undefined : `${formatAge(now - deadLetteredAt)} ago`],
  ] as const;
  return [messageId, ...formatRows(rows)].join('\n');
}

function formatEvent(event: DeadLetter['event']): string {
  return event ? `${event.type}  ${event.resourceId}` : 'unreadable';
}

/** Formats a dead letter with all its fields and its body. */
export function formatInFull(letter: DeadLetter, now: number): string {
  const { deadLetteredAt, delivery, text } = letter;
  const rows = [
    ['correlation id', delivery?.correlationId],
    ['delivery key', delivery?.deliveryKey],
    ['received at', delivery && formatTime(delivery.receivedAt)],
    ['dead-lettered at', deadLetteredAt === undefined ? undefined : formatTime(deadLetteredAt)],
  ] as const;
  return [formatDeadLetter(letter, now), ...formatRows(rows), '', formatBody(delivery?.body ?? text)].join('\n');
}

/** Counts dead letters by error code: `3 messages: 2 not_found, 1 handler_failed`. */
export function summarize(letters: readonly DeadLetter[]): string {
  const counts = new Map<string, number>();
  for (const { errorCode } of letters) counts.set(errorCode, (counts.get(errorCode) ?? 0) + 1);
  const byCount = [...counts].sort(([, one], [, other]) => other - one);
  const parts = byCount.map(([code, count]) => `${count} ${escapeControls(code)}`);
  return `${formatCount(letters.length)}: ${parts.join(', ')}`;
}

/** Formats a number of messages: `1 message`, `2 messages`. */
export function formatCount(messages: number): string {
  return `${messages} ${messages === 1 ? 'message' : 'messages'}`;
}

/** Formats an age in its largest unit: `12 s`, `5 min`, `3 h`, `2 days`. */
function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  const hours = Math.floor(seconds / 3_600);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}

/** Formats a time. Returns the number itself if it is out of the range of dates: a message may hold any number. */
function formatTime(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString();
}

const LABEL_WIDTH = 16;

function formatRows(rows: readonly (readonly [label: string, text: string | undefined])[]): readonly string[] {
  return rows.flatMap(([label, text]) =>
    text === undefined ? [] : [`  ${label.padEnd(LABEL_WIDTH)}  ${escapeControls(text)}`],
  );
}

function formatBody(text: string): string {
  try {
    return toPrintableJson(JSON.parse(text));
  } catch {
    return escapeControlsInLines(text);
  }
}
