import { App, EmfMetrics } from 'frameio-lambda';
import { fileReady } from './handlers/file-ready.ts';
import { apiCredentials } from './resources/api-credentials.ts';
import { idempotencyStore } from './resources/idempotency-store.ts';
import { signingSecrets } from './resources/signing-secrets.ts';

/** The app and its handlers. */
export const app = new App({
  token: apiCredentials,
  signingSecrets,
  idempotencyStore,
  metrics: new EmfMetrics(),
  maxRetries: 0, // the queue retries instead, so that no invocation spends time waiting
});

app.onWebhook('file.ready', fileReady, { name: 'file-ready' });
