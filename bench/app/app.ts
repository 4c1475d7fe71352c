import { App } from '../../lib/index.ts';
import { fileReady } from './file-ready.ts';

/** The app that the bench measures: one handler, with everything that a deployed app has. */
export const app = new App();

app.onWebhook('file.ready', fileReady, { name: 'file-ready' });
