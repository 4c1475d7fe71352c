import { randomUUID } from 'node:crypto';
import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import { ENV, requireEnv } from '../core/env.ts';
import { deliveryKey } from '../idempotency/delivery-key.ts';
import { defaultMetrics } from '../observability/default-metrics.ts';
import { type Logger, withSerializedErrors } from '../observability/logger.ts';
import { type MetricsRecorder, neverThrowing } from '../observability/metrics.ts';
import { toPlainError } from '../observability/plain-error.ts';
import { type DeliveryQueue, SqsDeliveryQueue } from '../queue/delivery-queue.ts';
import { resolveSigningSecrets, type SigningSecretsOption } from '../secrets/signing-secrets.ts';
import type { EndpointHandler, VerifiedDelivery } from './endpoint.ts';
import { enqueue } from './enqueue.ts';
import type { DeliveryOutcome } from './http-response.ts';
import { lambdaHandler } from './lambda-handler.ts';

/** Settings of `queuedEndpointHandler`. */
export interface QueuedEndpointOptions {
  /**
   * Queue that stores every verified event.
   * @default the queue that the environment variable QUEUE_URL names
   */
  readonly queue?: DeliveryQueue | undefined;
  /**
   * Signing secrets to verify deliveries with, as for an `App`.
   * @default the stored secret that the environment variable SIGNING_SECRETS_SECRET_ID names
   */
  readonly signingSecrets?: SigningSecretsOption | undefined;
  /**
   * Logger for the endpoint's own lines. No handler logs here.
   * @default Powertools' logger, which reads its level and service name from the environment
   */
  readonly logger?: Logger | undefined;
  /**
   * Recorder of metrics.
   * @default `new EmfMetrics()` on Lambda, none elsewhere
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
 *
 * ```ts
 * export const handler = await queuedEndpointHandler();
 * ```
 *
 * @returns A promise, because it loads the signing secrets first. Without `await`, an entry point exports the promise, which
 *   Lambda cannot call. It does not reject if the secrets are unavailable.
 * @throws ConfigError if neither the option `queue` nor QUEUE_URL is set.
 */
export async function queuedEndpointHandler(options: QueuedEndpointOptions = {}): Promise<EndpointHandler> {
  const { maxBodyBytes = 262_144 } = options;
  const logger = withSerializedErrors(options.logger ?? new PowertoolsLogger(), toPlainError);
  const { queue = new SqsDeliveryQueue(requireEnv(ENV.queueUrl)) } = options;
  const metrics = neverThrowing(options.metrics ?? defaultMetrics(options.logger), logger);
  const signingSecrets = resolveSigningSecrets(options.signingSecrets, logger, metrics);
  await signingSecrets.preload();
  const process = (delivery: VerifiedDelivery) => processQueued(delivery, queue, logger);
  return lambdaHandler({ signingSecrets, logger, metrics, maxBodyBytes, process, serializeError: toPlainError });
}

async function processQueued(
  { event, body, timestamp, requestId, receivedAt }: VerifiedDelivery,
  queue: DeliveryQueue,
  logger: Logger,
): Promise<DeliveryOutcome> {
  const correlationId = requestId ?? randomUUID();
  const key = deliveryKey({ body, timestamp });
  const { accountId } = event;
  const delivery = { body: body.toString(), timestamp, deliveryKey: key, receivedAt, correlationId, accountId };
  const attributes = { event_type: event.type, resource_id: event.resourceId, correlation_id: correlationId };
  const isQueued = await enqueue(delivery, { queue, logger, attributes });
  return isQueued ? 'queued' : 'queue_unavailable';
}
