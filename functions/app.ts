import { App } from 'frameio-lambda';
import { fileReady } from './handlers/file-ready.ts';

/** The app and its handlers. */
export const app = new App();

// Frame.io may report a file more than once, for example after a new transcode. One comment is enough.
app.onWebhook('file.ready', fileReady, { name: 'file-ready', sameEvent: ({ resourceId }) => resourceId });
