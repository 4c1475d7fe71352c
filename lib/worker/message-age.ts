import type { QueuedDelivery } from '../queue/queued-delivery.ts';
import type { QueuedMessage } from './worker.ts';

/** SQS deletes a message after 14 days. The worker dead-letters it a day earlier, with a reason. */
const MAX_AGE_MS = 13 * 24 * 60 * 60 * 1_000;

/** Error code and reason of a message that is dead-lettered because of its age. */
export const TOO_OLD = {
  errorCode: 'too_old',
  reason: 'The delivery is 13 days old, and SQS deletes a message after 14 days.',
} as const;

/** Returns the time since the endpoint received the delivery, in ms. */
export function ageMsOf({ receivedAt }: Pick<QueuedDelivery, 'receivedAt'>): number {
  return Date.now() - receivedAt;
}

/** Returns when the delivery first entered the queue, in ms since 1970. A copy of a message keeps this time. */
export function queuedSinceOf({ record, delivery }: Pick<QueuedMessage, 'record' | 'delivery'>): number {
  return Math.min(record.sentAt, delivery.queuedSince ?? record.sentAt);
}

/** Returns the time until the message is too old to wait in the queue, in ms. Returns 0 if it is too old. */
export function remainingAgeMs(message: Pick<QueuedMessage, 'record' | 'delivery'>): number {
  return Math.max(0, queuedSinceOf(message) + MAX_AGE_MS - Date.now());
}
