import type { LogAttributes, Logger } from '../observability/logger.ts';
import type { DeliveryQueue } from '../queue/delivery-queue.ts';
import type { QueuedDelivery } from '../queue/queued-delivery.ts';

/** Where a delivery goes, and what its log lines have in common. */
export interface EnqueueContext {
  readonly queue: DeliveryQueue;
  readonly logger: Logger;
  readonly attributes: LogAttributes;
}

/**
 * Time in ms from receiving a request to the latest response. Frame.io waits 5,000 ms (guide, Webhooks). The
 * difference leaves time for the response to arrive.
 */
const RESPONSE_DEADLINE_MS = 4_500;

/** Minimum and maximum time for SQS to accept a message, in ms. A quick 503 lets Frame.io retry sooner. */
const MIN_TIMEOUT_MS = 500;
const MAX_TIMEOUT_MS = 2_500;

/**
 * Puts a delivery on the queue and logs the result.
 *
 * @returns Whether the queue stored it. If not, Frame.io has to send the delivery again.
 */
export async function enqueue(
  delivery: QueuedDelivery,
  { queue, logger, attributes }: EnqueueContext,
  delayMs?: number,
): Promise<boolean> {
  const remainingMs = delivery.receivedAt + RESPONSE_DEADLINE_MS - Date.now();
  const timeoutMs = Math.min(MAX_TIMEOUT_MS, Math.max(MIN_TIMEOUT_MS, remainingMs));
  try {
    await queue.send(delivery, { delayMs, timeoutMs });
  } catch (error) {
    logger.error('event not queued', { ...attributes, error });
    return false;
  }
  if (delayMs === undefined) logger.info('event queued', attributes);
  else logger.warn('event queued for retry', { ...attributes, delay_ms: Math.round(delayMs) });
  return true;
}
