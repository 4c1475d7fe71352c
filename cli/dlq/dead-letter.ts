import type { ReceivedMessage } from '../../lib/aws/received-message.ts';
import { parseDelivery } from '../../lib/events/parse-delivery.ts';
import type { AnyWebhookEvent } from '../../lib/index.ts';
import { decodeDelivery, type QueuedDelivery } from '../../lib/queue/queued-delivery.ts';

/** A message of the dead-letter queue, as far as it can be read. */
export interface DeadLetter {
  readonly messageId: string;
  /** As it lies in the queue. */
  readonly text: string;
  /** In words. */
  readonly reason: string;
  /** A stable name, such as `not_found`. */
  readonly errorCode: string;
  /** How often it was tried; `undefined` where nobody counted. */
  readonly attempts: number | undefined;
  /** The handlers left to run; `undefined` for all that listen. */
  readonly handlers: readonly string[] | undefined;
  /** When the worker gave it up, in ms since 1970; `undefined` where nobody noted it. */
  readonly diedAt: number | undefined;
  /** `undefined` for what this version cannot read. */
  readonly delivery: QueuedDelivery | undefined;
  /** `undefined` for what this version cannot read. */
  readonly event: AnyWebhookEvent | undefined;
}

/** What the worker gives up has a reason along; what SQS itself moves here has none (see `DeliveryQueue` in `cdk/`). */
const MOVED_BY_SQS = {
  reason:
    'SQS moved it here: it was received as often as the queue allows, and the worker settled it none of these times.',
  errorCode: 'moved_by_sqs',
};

/** Reads a message as the worker's `DeadLetterQueue` writes it. */
export function readDeadLetter({ messageId, body, attributes }: ReceivedMessage): DeadLetter {
  const { reason, errorCode, attempts, failedAt } = attributes;
  const delivery = decodeDelivery(body);
  const parsed = delivery && parseDelivery(delivery.body);
  return {
    messageId,
    text: body,
    reason: reason ?? MOVED_BY_SQS.reason,
    errorCode: errorCode ?? (reason === undefined ? MOVED_BY_SQS.errorCode : 'unknown'),
    attempts: finite(Number(attempts)),
    handlers: delivery?.handlers,
    diedAt: finite(Date.parse(failedAt ?? '')),
    delivery,
    event: parsed?.kind === 'webhook' ? parsed.event : undefined,
  };
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
