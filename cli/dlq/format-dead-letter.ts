import type { DeadLetter } from './dead-letter.ts';

/** A dead letter in a line. */
export function describeBriefly({ messageId, event, handlers }: DeadLetter): string {
  if (!event) return `${messageId}  unreadable`;
  return printable(`${messageId}  ${event.type}  ${event.resourceId}  ${handlers?.join(', ') ?? 'all handlers'}`);
}

/** A dead letter in a few lines, for people. */
export function describeDeadLetter(letter: DeadLetter, now: number): string {
  const { messageId, reason, errorCode, attempts, handlers, diedAt, delivery, event } = letter;
  const rows = [
    ['event', event ? `${event.type}  ${event.resourceId}` : 'unreadable'],
    ['reason', `${errorCode}  ${reason}`],
    ['handlers', delivery ? (handlers?.join(', ') ?? 'all that listen') : undefined],
    ['attempts', attempts === undefined ? undefined : String(attempts)],
    ['received', delivery && `${describeAge(now - delivery.receivedAt)} ago`],
    ['died', diedAt === undefined ? undefined : `${describeAge(now - diedAt)} ago`],
  ] as const;
  return [messageId, ...linesOf(rows)].join('\n');
}

/** A dead letter with everything that is in it. */
export function describeInFull(letter: DeadLetter, now: number): string {
  const { diedAt, delivery, text } = letter;
  const rows = [
    ['correlation', delivery?.correlationId],
    ['key', delivery?.deliveryKey],
    ['received at', delivery && isoTime(delivery.receivedAt)],
    ['died at', diedAt === undefined ? undefined : isoTime(diedAt)],
  ] as const;
  return [describeDeadLetter(letter, now), ...linesOf(rows), '', prettyPrinted(delivery?.body ?? text)].join('\n');
}

/** How many there are, and of what: `3 messages: 2 not_found, 1 handler_failed`. */
export function summarize(letters: readonly DeadLetter[]): string {
  const counts = new Map<string, number>();
  for (const { errorCode } of letters) counts.set(errorCode, (counts.get(errorCode) ?? 0) + 1);
  const byCount = [...counts].sort(([, one], [, other]) => other - one);
  return `${countOf(letters.length)}: ${byCount.map(([code, count]) => `${count} ${printable(code)}`).join(', ')}`;
}

/** `1 message`, `2 messages`. */
export function countOf(messages: number): string {
  return `${messages} ${messages === 1 ? 'message' : 'messages'}`;
}

/** The largest unit says enough: `12 s`, `5 min`, `3 h`, `2 days`. */
function describeAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  const hours = Math.floor(seconds / 3_600);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}

/** A number that somebody wrote into a message need not be a time. */
function isoTime(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString();
}

function linesOf(rows: readonly (readonly [topic: string, text: string | undefined])[]): readonly string[] {
  return rows.flatMap(([topic, text]) => (text === undefined ? [] : [`  ${topic.padEnd(11)}  ${printable(text)}`]));
}

function prettyPrinted(text: string): string {
  try {
    return printable(JSON.stringify(JSON.parse(text), null, 2), CONTROL_BUT_LINES);
  } catch {
    return printable(text, CONTROL_BUT_LINES);
  }
}

/** What a terminal takes for a command, or for a reason to write backwards. */
const CONTROL = /[\p{Cc}\p{Bidi_Control}]/gu;

const CONTROL_BUT_LINES = /[^\P{Cc}\n]|\p{Bidi_Control}/gu;

function printable(text: string, control = CONTROL): string {
  return text.replace(control, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
