import { App, PowertoolsMetrics } from '../lib/index.ts';
import { fileReady } from './handlers/file-ready.ts';
import { apiCredentials } from './resources/api-credentials.ts';
import { ledger } from './resources/ledger.ts';
import { signingSecrets } from './resources/signing-secrets.ts';

/** Which handler hears which event. */
export const app = new App({
  token: apiCredentials,
  signingSecrets,
  ledger,
  metrics: new PowertoolsMetrics(),
  maxRetries: 0, // what Frame.io refuses waits in the queue, not in a function that is paid meanwhile
});

app.onWebhook('file.ready', fileReady, { name: 'file-ready' });
