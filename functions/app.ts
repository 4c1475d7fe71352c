import { App, EmfMetrics } from '../lib/index.ts';
import { fileReady } from './handlers/file-ready.ts';
import { apiCredentials } from './resources/api-credentials.ts';
import { idempotencyStore } from './resources/idempotency-store.ts';
import { signingSecrets } from './resources/signing-secrets.ts';

/** Which handler hears which event. */
export const app = new App({
  token: apiCredentials,
  signingSecrets,
  idempotencyStore,
  metrics: new EmfMetrics(),
  maxRetries: 0, // what may go better in a moment is tried again from the queue, and nobody pays for the wait
});

app.onWebhook('file.ready', fileReady, { name: 'file-ready' });
