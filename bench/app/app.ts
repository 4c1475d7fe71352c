import { App, DynamoDbIdempotencyStore, EmfMetrics, ENV, requireEnv } from '../../lib/index.ts';
import { fileReady } from './file-ready.ts';
import { apiCredentials, signingSecrets } from './secrets.ts';

/** The app that the bench measures: one handler, with everything that a deployed app has. */
export const app = new App({
  token: apiCredentials,
  signingSecrets,
  idempotencyStore: new DynamoDbIdempotencyStore(requireEnv(ENV.idempotencyTable)),
  metrics: new EmfMetrics(),
  maxRetries: 0, // the queue retries
});

app.onWebhook('file.ready', fileReady, { name: 'file-ready' });
