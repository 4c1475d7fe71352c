import { App, DynamoDbIdempotencyStore, EmfMetrics, ENV, requireEnv, type SecretReference } from '../../lib/index.ts';
import { checklist } from './checklist.ts';
import { fileReady } from './file-ready.ts';
import { HANDLER_STARTED } from './log-messages.ts';
import { updateLog } from './update-log.ts';

/** Secrets of the app. A worker verifies nothing and needs no signing secrets. */
export interface AppSecrets {
  readonly apiCredentials: SecretReference;
  readonly signingSecrets?: SecretReference;
}

/** Creates the simulated app: two handlers of one event, one of which fails by itself, and a handler of a repeating event. */
export function createApp({ apiCredentials, signingSecrets }: AppSecrets): App {
  const app = new App({
    token: apiCredentials,
    signingSecrets,
    idempotencyStore: new DynamoDbIdempotencyStore(requireEnv(ENV.idempotencyTable)),
    metrics: new EmfMetrics(),
    maxRetries: 0, // the queue retries
  });
  app.use(async ({ logger }, next) => {
    logger.info(HANDLER_STARTED);
    await next();
  });
  app.onWebhook('file.ready', fileReady, { name: 'file-ready' });
  app.onWebhook('file.ready', checklist, { name: 'checklist' });
  app.onWebhook('file.updated', updateLog, { name: 'update-log' });
  return app;
}
