import type { AppRuntime } from '../app/app.ts';
import type { DeliveryQueue } from '../queue/delivery-queue.ts';
import { queueFromEnv } from '../queue/queue-from-env.ts';
import type { EndpointHandler } from './endpoint.ts';
import { createEndpointHandler } from './handle-request.ts';
import { processInline } from './process-inline.ts';

/** Settings of `endpointHandler`. */
export interface EndpointOptions {
  /**
   * Time in ms for all handlers of one delivery, counted from when API Gateway received it: a cold start uses part of it.
   * Frame.io stops waiting after 5,000 ms (guide, Webhooks).
   * @default 3000
   */
  readonly budgetMs?: number;
  /**
   * Maximum body size in bytes. Webhook bodies are below 1 KiB; the form of a custom action may be longer.
   * @default 262144
   */
  readonly maxBodyBytes?: number;
  /**
   * Queue for handlers that failed or did not end in time. Frame.io gets 202, and a worker runs them again.
   * @default the queue that the environment variable QUEUE_URL names. Without one, Frame.io gets 5xx and sends the delivery
   *   again
   */
  readonly queue?: DeliveryQueue | undefined;
}

/**
 * Makes the Lambda handler that receives Frame.io's deliveries and runs their handlers, behind API Gateway (payload v1 or
 * v2), a function URL or a load balancer. After a 2xx response, the event is handled or stored in the queue.
 *
 * ```ts
 * export const handler = await endpointHandler(app);
 * ```
 *
 * @returns A promise, because it loads the app's secrets first. Without `await`, an entry point exports the promise, which
 *   Lambda cannot call. It does not reject if a secret is unavailable.
 */
export async function endpointHandler(app: AppRuntime, options: EndpointOptions = {}): Promise<EndpointHandler> {
  const { budgetMs = 3_000, maxBodyBytes = 262_144, queue = queueFromEnv() } = options;
  const { signingSecrets, logger, metrics } = app;
  await app.preload();
  const processDelivery = processInline(app, { budgetMs, queue });
  return createEndpointHandler({ signingSecrets, logger, metrics, maxBodyBytes, process: processDelivery });
}
