import { App } from 'frameio-lambda';
import { fileReady } from './handlers/file-ready.ts';

/** The app and its handlers. */
export const app = new App();

app.onWebhook('file.ready', fileReady, { name: 'file-ready' });
