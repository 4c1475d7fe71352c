import { queuedSinceOf, remainingAgeMs } from './message-age.ts';
import type { MessageDisposition, QueuedMessage, Worker } from './worker.ts';

/**
 * Maximum time to hide a message, in ms. SQS hides a message for at most 12 hours from its receipt (SQS API reference,
 * ChangeMessageVisibility); a Lambda invocation uses up to 15 minutes of that.
 */
const MAX_VISIBILITY_MS = (43_200 - 900) * 1_000;

/**
 * Delays a message: hides it, or replaces it with a new message if SQS cannot hide it that long or is about to move it to the
 * dead-letter queue without a reason. A delay ends when the message is 13 days old: it then has its last attempt.
 */
export async function delayMessage(
  message: QueuedMessage,
  requestedDelayMs: number,
  { queue, messages, maxReceiveCount }: Worker,
): Promise<MessageDisposition> {
  const { record, delivery, attempt } = message;
  const delayMs = Math.min(requestedDelayMs, remainingAgeMs(message));
  if (record.receiveCount >= maxReceiveCount || delayMs > MAX_VISIBILITY_MS) {
    await queue.send({ ...delivery, attemptsBefore: attempt, queuedSince: queuedSinceOf(message) }, { delayMs });
    return 'delete';
  }
  await messages.changeVisibility(record.receiptHandle, Math.ceil(delayMs / 1_000));
  return 'retain';
}
