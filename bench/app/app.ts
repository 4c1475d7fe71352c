import { App, DynamoDbIdempotencyStore, EmfMetrics, ENV, requireEnv, type SecretReference } from '../../lib/index.ts';
import { fileReady } from './file-ready.ts';

/** Secrets of the app. A worker verifies nothing and needs no signing secrets. */
export interface AppSecrets {
  readonly apiCredentials: SecretReference;
  readonly signingSecrets?: SecretReference;
}

/** Creates the app that the bench measures: one handler, with everything that a deployed app has. */
export function createApp({ apiCredentials, signingSecrets }: AppSecrets): App {
  const app = new App({
    token: apiCredentials,
    signingSecrets,
    idempotencyStore: new DynamoDbIdempotencyStore(requireEnv(ENV.idempotencyTable)),
    metrics: new EmfMetrics(),
    maxRetries: 0, // the queue retries
  });
  return app.onWebhook('file.ready', fileReady, { name: 'file-ready' });
}
