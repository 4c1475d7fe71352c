import type { AppRuntime } from '../app/app-runtime.ts';
import { ConfigError } from '../core/errors.ts';
import { serializeError } from '../observability/serialize-error.ts';
import { answerAction } from './action-route.ts';
import type { EndpointHandler } from './endpoint.ts';
import type { EndpointOptions } from './inline-endpoint.ts';
import { lambdaHandler } from './lambda-handler.ts';

/** Settings of `actionsHandler`. */
export type ActionsOptions = Pick<EndpointOptions, 'maxBodyBytes'>;

/**
 * Makes the Lambda handler that answers custom actions, beside `queuedEndpointHandler`, which receives events only.
 * `endpointHandler` answers custom actions itself.
 *
 * ```ts
 * export const handler = await actionsHandler(app);
 * ```
 *
 * @returns A promise, because it loads the app's secrets first. Without `await`, an entry point exports the promise, which
 *   Lambda cannot call. It does not reject if a secret is unavailable.
 * @throws ConfigError if the app has no custom action.
 */
export async function actionsHandler(
  app: AppRuntime,
  { maxBodyBytes = 262_144 }: ActionsOptions = {},
): Promise<EndpointHandler> {
  const { actions, logger, metrics } = app;
  if (!actions) {
    throw new ConfigError('The app has no custom action. Register one with app.onAction, or remove this entry point.');
  }
  const handler = lambdaHandler({
    signingSecrets: actions.signingSecrets,
    logger,
    metrics,
    maxBodyBytes,
    serializeError,
    actionRoute: {
      actionsFor: () => actions,
      process: (request, body) => answerAction(request, body, actions, logger),
    },
    process: async () => 'unhandled', // every request is one of a custom action
  });
  await app.preload();
  return handler;
}
