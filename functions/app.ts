import { App } from '../lib/index.ts';
import { fileReady } from './handlers/file-ready.ts';
import { apiCredentials, signingSecrets } from './secrets.ts';

/** Which handler hears which event. */
export const app = new App({ token: apiCredentials, signingSecrets });

app.onWebhook('file.ready', fileReady, { name: 'file-ready' });
