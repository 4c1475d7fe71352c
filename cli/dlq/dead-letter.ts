import type { ReceivedMessage } from '../../lib/aws/received-message.ts';
import type { AnyWebhookEvent } from '../../lib/events/event-map.ts';
import { parseDelivery } from '../../lib/events/parse-delivery.ts';
import { decodeDelivery, type QueuedDelivery } from '../../lib/queue/queued-delivery.ts';

/** A message of the dead-letter queue. Fields are `undefined` if this version cannot read them. */
export interface DeadLetter {
  readonly messageId: string;
  /** The message's body in SQS. */
  readonly text: string;
  /** Why the message was dead-lettered, for people. */
  readonly reason: string;
  /** A stable name of the reason, such as `not_found`. */
  readonly errorCode: string;
  /** Number of attempts before dead-lettering. */
  readonly attempts: number | undefined;
  /** Names of the unfinished handlers; `undefined` for all handlers of the event. */
  readonly handlers: readonly string[] | undefined;
  /** When the worker dead-lettered the message, in ms since 1970. */
  readonly deadLetteredAt: number | undefined;
  readonly delivery: QueuedDelivery | undefined;
  /** The event of a delivery; `undefined` for a job. */
  readonly event: AnyWebhookEvent | undefined;
}

/** The worker attaches a reason. SQS attaches none to a message that it moves itself (see `DeliveryQueue` in `cdk/`). */
const MOVED_BY_SQS = {
  reason: 'SQS moved the message: it was received the maximum number of times, and the worker never settled it.',
  errorCode: 'moved_by_sqs',
};

/** Reads a message in the format of the worker's `DeadLetterQueue`. */
export function readDeadLetter({ messageId, body, attributes }: ReceivedMessage): DeadLetter {
  const { reason, errorCode, attempts, failedAt } = attributes;
  const delivery = decodeDelivery(body);
  const parsed = delivery && delivery.job === undefined ? parseDelivery(delivery.body) : undefined;
  return {
    messageId,
    text: body,
    reason: reason ?? MOVED_BY_SQS.reason,
    errorCode: errorCode ?? (reason === undefined ? MOVED_BY_SQS.errorCode : 'unknown'),
    attempts: finite(Number(attempts)),
    handlers: delivery?.handlers,
    deadLetteredAt: finite(Date.parse(failedAt ?? '')),
    delivery,
    event: parsed?.kind === 'webhook' ? parsed.event : undefined,
  };
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
