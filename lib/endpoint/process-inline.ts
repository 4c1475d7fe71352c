import { randomUUID } from 'node:crypto';
import type { AppRuntime } from '../app/app-runtime.ts';
import type { DeliveryDetails } from '../dispatch/delivery-details.ts';
import { type HandlerResult, isUnfinished } from '../dispatch/handler-result.ts';
import { lockMsFor } from '../dispatch/run-handlers.ts';
import { deliveryKey } from '../idempotency/delivery-key.ts';
import type { DeliveryQueue } from '../queue/delivery-queue.ts';
import { decideRetry, minDelayMs } from '../retry/decide-retry.ts';
import type { VerifiedDelivery } from './endpoint.ts';
import { enqueue } from './enqueue.ts';
import type { DeliveryOutcome } from './http-response.ts';

/** Settings of the inline delivery mode. */
export interface InlineOptions {
  readonly budgetMs: number;
  readonly queue: DeliveryQueue | undefined;
}

/** Returns a function that runs a delivery's handlers, and puts those that did not complete on the queue. */
export function processInline(
  app: AppRuntime,
  { budgetMs, queue }: InlineOptions,
): (delivery: VerifiedDelivery) => Promise<DeliveryOutcome> {
  const { logger } = app;
  const isTracked = queue !== undefined || app.hasIdempotencyStore;

  return async (delivery) => {
    const { event, receivedAt } = delivery;
    const details = isTracked ? firstAttemptOf(delivery) : undefined;
    const attributes = {
      event_type: event.type,
      resource_id: event.resourceId,
      correlation_id: details?.correlationId,
    };
    const results = await app.dispatch(event, receivedAt + budgetMs - Date.now(), details);
    if (results.length === 0) {
      logger.info('event without handler', attributes);
      return 'unhandled';
    }
    const unfinished = results.filter(isUnfinished);
    if (unfinished.length === 0) {
      logger.info('event completed', attributes);
      return 'completed';
    }
    if (!queue || !details) return outcomeOf(unfinished);
    const stored = await Promise.all(
      unfinished.map((result) => {
        const context = { queue, logger, attributes: { ...attributes, handler: result.handlerName } };
        return enqueue(retryOf(delivery, details, result), context, retryDelayMs(result, budgetMs));
      }),
    );
    return stored.includes(false) ? outcomeOf(unfinished) : 'queued';
  };
}

function outcomeOf(unfinished: readonly HandlerResult[]): DeliveryOutcome {
  if (unfinished.some(({ outcome }) => outcome === 'failed')) return 'failed';
  return unfinished.every(({ outcome }) => outcome === 'postponed') ? 'postponed' : 'timed_out';
}

function firstAttemptOf({ body, timestamp, requestId, receivedAt }: VerifiedDelivery): DeliveryDetails {
  const signed = { body, timestamp };
  return { deliveryKey: deliveryKey(signed), signed, correlationId: requestId ?? randomUUID(), attempt: 1, receivedAt };
}

/** Returns a message for the worker that names one handler. */
function retryOf(
  { event: { accountId }, body, timestamp, receivedAt }: VerifiedDelivery,
  { deliveryKey: key, correlationId }: DeliveryDetails,
  { handlerName }: HandlerResult,
) {
  const handlers = [handlerName];
  const message = { body: body.toString(), timestamp, deliveryKey: key, receivedAt, correlationId, accountId };
  return { ...message, handlers, attemptsBefore: 1 };
}

/**
 * Returns the delay of the queued retry in ms: the delay that the worker would choose. A request of the handler may still
 * take effect, and a retry at once would not see that effect. After a timeout, the delay also outlasts the handler's lock.
 */
function retryDelayMs(result: HandlerResult, budgetMs: number): number {
  const context = { attempt: 1, maxAttempts: Number.POSITIVE_INFINITY, random: Math.random() };
  const delayMs = minDelayMs(decideRetry(result, context));
  return result.outcome === 'timed_out' ? Math.max(lockMsFor(budgetMs), delayMs) : delayMs;
}
