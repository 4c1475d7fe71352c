import { App } from 'frameio-lambda';
import { fileReady } from './handlers/file-ready.ts';

/**
 * The app and its handlers. Declare here what the handlers need, for example `env: { CHANNEL: 'string' }` and
 * `secrets: { slack: {} }`. Handlers read `env.CHANNEL` and `await secrets.get('slack')`.
 */
export const app = new App();

app.onWebhook('file.ready', fileReady, { name: 'file-ready' });
