import { App } from 'frameio-lambda';
import { checklist } from './checklist.ts';
import { fileReady } from './file-ready.ts';
import { HANDLER_STARTED } from './log-messages.ts';
import { clickNote, note, postNote } from './note.ts';
import { updateLog } from './update-log.ts';

/**
 * The simulated app: two handlers of one event, one of which fails by itself, handlers of repeating events, and a custom
 * action with a job.
 */
export const app = new App();

app.use(async ({ logger }, next) => {
  logger.info(HANDLER_STARTED);
  await next();
});
app.onWebhook('file.ready', fileReady, { name: 'file-ready' });
app.onWebhook('file.ready', checklist, { name: 'checklist' });
app.onWebhook('file.upload.completed', updateLog, { name: 'upload-log' });
app.onWebhook('file.updated', updateLog, { name: 'update-log' });
app.onAction('note', { name: 'Note', description: 'Comments on the file' }, clickNote);
app.onJob(note, postNote);
