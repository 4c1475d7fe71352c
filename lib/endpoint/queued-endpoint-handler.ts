import { randomUUID } from 'node:crypto';
import { deliveryKey } from '../idempotency/delivery-key.ts';
import type { Logger } from '../observability/logger.ts';
import { type MetricsRecorder, NO_METRICS, neverThrowing } from '../observability/metrics.ts';
import type { DeliveryQueue } from '../queue/delivery-queue.ts';
import { resolveSigningSecrets, type SigningSecretsOption } from '../secrets/signing-secrets.ts';
import type { DeliveryOutcome } from './http-response.ts';
import { type EndpointHandler, receiver, timeToEnqueueMs, type VerifiedDelivery } from './receive-delivery.ts';

/** Settings of `queuedEndpointHandler`. */
export interface QueuedEndpointOptions {
  /** Takes every genuine event. */
  readonly queue: DeliveryQueue;
  /** What deliveries may be signed with: as for an `App`. */
  readonly signingSecrets: SigningSecretsOption;
  /** Where log lines go. They hold what this endpoint has made itself: no handler, and nobody's HTTP client, logs here. */
  readonly logger: Logger;
  /**
   * Where measurements go.
   * @default nowhere
   */
  readonly metrics?: MetricsRecorder | undefined;
  /**
   * Longest body that is read.
   * @default 262144 (bytes)
   */
  readonly maxBodyBytes?: number;
}

/**
 * Makes the Lambda handler that verifies Frame.io's deliveries and puts them into the queue, for a worker to run the
 * handlers: for bursts, and for work that takes longer than Frame.io waits. It needs no `App`: what does not run here need
 * not be loaded here.
 */
export function queuedEndpointHandler(options: QueuedEndpointOptions): EndpointHandler {
  const { queue, logger, maxBodyBytes = 262_144 } = options;
  const metrics = neverThrowing(options.metrics ?? NO_METRICS, logger);
  const signingSecrets = resolveSigningSecrets(options.signingSecrets, logger, metrics);

  async function enqueue({
    event,
    body,
    timestamp,
    requestId,
    receivedAt,
  }: VerifiedDelivery): Promise<DeliveryOutcome> {
    const correlationId = requestId ?? randomUUID();
    const about = { event_type: event.type, resource_id: event.resourceId, correlation_id: correlationId };
    const key = deliveryKey({ eventType: event.type, body, timestamp });
    try {
      const delivery = { body: body.toString(), deliveryKey: key, receivedAt, correlationId };
      await queue.send(delivery, { timeoutMs: timeToEnqueueMs(receivedAt) });
      logger.info('event queued', about);
      return 'queued';
    } catch (error) {
      logger.error('event not queued', { ...about, error });
      return 'queue_unavailable';
    }
  }

  return receiver({ signingSecrets, logger, metrics, maxBodyBytes }, enqueue);
}
