import type { AppRuntime } from '../app/app-runtime.ts';
import { serializeError } from '../observability/serialize-error.ts';
import type { DeliveryQueue } from '../queue/delivery-queue.ts';
import { queueFromEnv } from '../queue/queue-from-env.ts';
import { actionRoute } from './action-route.ts';
import type { Endpoint } from './endpoint.ts';
import { processInline } from './process-inline.ts';

/** Settings of an endpoint that runs the handlers. */
export interface EndpointOptions {
  /**
   * Time in ms for all handlers of one delivery, counted from when the request was received: on Lambda, a cold start uses part
   * of it. Frame.io stops waiting after 5,000 ms (guide, Webhooks).
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

/** Returns the endpoint that runs the handlers of an app. */
export function inlineEndpoint(app: AppRuntime, options: EndpointOptions): Endpoint {
  const { budgetMs = 3_000, maxBodyBytes = 262_144, queue = queueFromEnv() } = options;
  const { signingSecrets, logger, metrics } = app;
  const process = processInline(app, { budgetMs, queue });
  return { signingSecrets, logger, metrics, maxBodyBytes, process, actionRoute: actionRoute(app), serializeError };
}
