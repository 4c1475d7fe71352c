import type { AppRuntime } from '../app/app-runtime.ts';
import type { EndpointHandler } from './endpoint.ts';
import { type EndpointOptions, inlineEndpoint } from './inline-endpoint.ts';
import { lambdaHandler } from './lambda-handler.ts';

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
  const handler = lambdaHandler(inlineEndpoint(app, options));
  await app.preload();
  return handler;
}
