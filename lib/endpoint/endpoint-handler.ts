import { randomUUID } from 'node:crypto';
import type { App } from '../app/app.ts';
import type { FrameioClientLike } from '../client/client-like.ts';
import type { DeliveryDetails } from '../dispatch/handler-context.ts';
import { type HandlerResult, isUnfinished } from '../dispatch/handler-result.ts';
import { lockMsFor } from '../dispatch/run-handlers.ts';
import { deliveryKey } from '../idempotency/delivery-key.ts';
import type { LogAttributes } from '../observability/logger.ts';
import type { DeliveryQueue } from '../queue/delivery-queue.ts';
import type { QueuedDelivery } from '../queue/queued-delivery.ts';
import { decideRetry, minDelayMs } from '../retry/decide-retry.ts';
import type { DeliveryOutcome } from './http-response.ts';
import { type EndpointHandler, receiver, timeToEnqueueMs, type VerifiedDelivery } from './receive-delivery.ts';

/** Settings of `endpointHandler`. */
export interface EndpointOptions {
  /**
   * How long the handlers of one delivery may take together, from the moment API Gateway had it: a cold start is taken off.
   * Frame.io gives up after 5,000 ms (guide, Webhooks).
   * @default 3000 (ms)
   */
  readonly budgetMs?: number;
  /**
   * Longest body that is read. Frame.io's are below 1 KiB; a form of a custom action may be longer.
   * @default 262144 (bytes)
   */
  readonly maxBodyBytes?: number;
  /**
   * Takes what failed or did not finish in time, so that Frame.io is told 202 and a worker tries again.
   * @default none: Frame.io is told 5xx, and sends it again
   */
  readonly queue?: DeliveryQueue | undefined;
}

/**
 * Makes the Lambda handler that receives Frame.io's deliveries and runs their handlers, behind API Gateway (payload v1 or
 * v2), a function URL or a load balancer. An event that is answered with 2xx is done, or safely in the queue.
 */
export function endpointHandler<Client extends FrameioClientLike>(
  app: App<Client>,
  options: EndpointOptions = {},
): EndpointHandler {
  const { budgetMs = 3_000, maxBodyBytes = 262_144, queue } = options;
  const { signingSecrets, logger, metrics } = app;
  const isTracked = queue !== undefined || app.hasIdempotencyStore;

  async function runHandlers(delivery: VerifiedDelivery): Promise<DeliveryOutcome> {
    const { event } = delivery;
    const details = isTracked ? detailsOf(delivery) : undefined;
    const leftMs = delivery.receivedAt + budgetMs - Date.now();
    const results = await app.dispatch(event, leftMs, details);
    const about = { event_type: event.type, resource_id: event.resourceId, correlation_id: details?.correlationId };
    if (results.length === 0) {
      logger.info('event without handler', about);
      return 'unhandled';
    }
    const left = results.filter(isUnfinished);
    if (left.length === 0) {
      logger.info('event done', about);
      return 'completed';
    }
    if (queue && details) {
      const safe = await Promise.all(
        left.map((result) => enqueue(queue, queued(delivery, details, result), result, about)),
      );
      if (!safe.includes(false)) return 'queued';
    }
    if (left.some(({ outcome }) => outcome === 'failed')) return 'failed';
    return left.every(({ outcome }) => outcome === 'postponed') ? 'postponed' : 'timed_out';
  }

  /** @returns Whether what is left to a handler is safe. If not, Frame.io has to send the delivery again. */
  async function enqueue(
    to: DeliveryQueue,
    delivery: QueuedDelivery,
    result: HandlerResult,
    event: LogAttributes,
  ): Promise<boolean> {
    const about = { ...event, handler: result.handlerName };
    const delayMs = delayMsAfter(result);
    try {
      await to.send(delivery, { delayMs, timeoutMs: timeToEnqueueMs(delivery.receivedAt) });
      logger.warn('event queued, to be tried again', { ...about, delay_ms: Math.round(delayMs) });
      return true;
    } catch (error) {
      logger.error('event not queued', { ...about, error });
      return false;
    }
  }

  /**
   * The queued copy waits as long as the worker would have it wait: what a failed or aborted handler has sent may still be
   * on its way, and who looks at once does not see it. The lock of an aborted one has ended by then.
   */
  function delayMsAfter(result: HandlerResult): number {
    const circumstances = { attempt: 1, maxAttempts: Number.POSITIVE_INFINITY, random: Math.random() };
    const delayMs = minDelayMs(decideRetry(result, circumstances));
    return result.outcome === 'timed_out' ? Math.max(lockMsFor(budgetMs), delayMs) : delayMs;
  }

  return receiver({ signingSecrets, logger, metrics, maxBodyBytes }, runHandlers);
}

/** What is known of a delivery at its first attempt. */
function detailsOf({ event, body, timestamp, requestId, receivedAt }: VerifiedDelivery): DeliveryDetails {
  const key = deliveryKey({ eventType: event.type, body, timestamp });
  return { deliveryKey: key, correlationId: requestId ?? randomUUID(), attempt: 1, receivedAt };
}

function queued(
  { body }: VerifiedDelivery,
  { deliveryKey: key, correlationId, receivedAt }: DeliveryDetails,
  { handlerName }: HandlerResult,
): QueuedDelivery {
  const handlers = [handlerName];
  return { body: body.toString(), deliveryKey: key, receivedAt, correlationId, handlers, attemptsBefore: 1 };
}
