import { randomUUID } from 'node:crypto';
import { deliveryKey } from '../idempotency/delivery-key.ts';
import type { Logger } from '../observability/logger.ts';
import { type MetricsRecorder, NO_METRICS, neverThrowing } from '../observability/metrics.ts';
import type { DeliveryQueue } from '../queue/delivery-queue.ts';
import { resolveSigningSecrets, type SigningSecretsOption } from '../secrets/signing-secrets.ts';
import type { EndpointHandler, VerifiedDelivery } from './endpoint.ts';
import { enqueue } from './enqueue.ts';
import { createEndpointHandler } from './handle-request.ts';
import type { DeliveryOutcome } from './http-response.ts';

/** Settings of `queuedEndpointHandler`. */
export interface QueuedEndpointOptions {
  /** Queue that stores every verified event. */
  readonly queue: DeliveryQueue;
  /** Signing secrets to verify deliveries with, as for an `App`. */
  readonly signingSecrets: SigningSecretsOption;
  /** Logger for the endpoint's own lines. No handler logs here. */
  readonly logger: Logger;
  /**
   * Recorder of metrics.
   * @default none
   */
  readonly metrics?: MetricsRecorder | undefined;
  /**
   * Maximum body size in bytes. A longer body gets 413.
   * @default 262144
   */
  readonly maxBodyBytes?: number;
}

/**
 * Makes the Lambda handler that verifies Frame.io's deliveries and puts them on the queue, where a worker runs the handlers.
 * Use it for bursts, and for work that takes longer than Frame.io waits. It loads no `App`, so it starts fast.
 */
export function queuedEndpointHandler(options: QueuedEndpointOptions): EndpointHandler {
  const { queue, logger, maxBodyBytes = 262_144 } = options;
  const metrics = neverThrowing(options.metrics ?? NO_METRICS, logger);
  const signingSecrets = resolveSigningSecrets(options.signingSecrets, logger, metrics);
  const process = (delivery: VerifiedDelivery) => processQueued(delivery, queue, logger);
  return createEndpointHandler({ signingSecrets, logger, metrics, maxBodyBytes, process });
}

async function processQueued(
  { event, body, timestamp, requestId, receivedAt }: VerifiedDelivery,
  queue: DeliveryQueue,
  logger: Logger,
): Promise<DeliveryOutcome> {
  const correlationId = requestId ?? randomUUID();
  const key = deliveryKey({ eventType: event.type, body, timestamp });
  const delivery = { body: body.toString(), deliveryKey: key, receivedAt, correlationId };
  const attributes = { event_type: event.type, resource_id: event.resourceId, correlation_id: correlationId };
  const isQueued = await enqueue(delivery, { queue, logger, attributes });
  return isQueued ? 'queued' : 'queue_unavailable';
}
