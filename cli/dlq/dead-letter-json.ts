import type { DeadLetter } from './dead-letter.ts';

/** The JSON of a dead letter, for scripts. Fields are `null` if this version cannot read them. */
export interface DeadLetterJson {
  readonly id: string;
  /** Name of the event, or `null` for a job. */
  readonly type: string | null;
  readonly resourceId: string | null;
  /** Name of the job, or `null` for an event. */
  readonly job: string | null;
  readonly reason: string;
  readonly errorCode: string;
  /** Names of the unfinished handlers; `null` for all handlers of the event. */
  readonly handlers: readonly string[] | null;
  readonly attempts: number | null;
  readonly receivedAt: string | null;
  readonly deadLetteredAt: string | null;
  readonly correlationId: string | null;
  /** Body that Frame.io sent, or payload of the job. */
  readonly body: string;
}

/** Returns the JSON of a dead letter. */
export function toDeadLetterJson(letter: DeadLetter): DeadLetterJson {
  const { messageId: id, event, delivery, reason, errorCode, handlers, attempts, deadLetteredAt, text } = letter;
  return {
    id,
    type: event?.type ?? null,
    resourceId: event?.resourceId ?? null,
    job: delivery?.job ?? null,
    reason,
    errorCode,
    handlers: handlers ?? null,
    attempts: attempts ?? null,
    receivedAt: toIso(delivery?.receivedAt),
    deadLetteredAt: toIso(deadLetteredAt),
    correlationId: delivery?.correlationId ?? null,
    body: delivery?.body ?? text,
  };
}

/** A message may hold any number. */
function toIso(ms: number | undefined): string | null {
  const date = new Date(ms ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
