import { App, endpointHandler, form, job, message, select, text } from '../../lib/index.ts';
import { fileReady } from '../app/file-ready.ts';

/** The app of the bench, with a custom action that asks and enqueues a job. */
const app = new App();

app.onWebhook('file.ready', fileReady, { name: 'file-ready' });

const archive = job('archive', { accountId: 'string', fileId: 'string', tier: 'string' });

app.onJob(archive, async ({ payload, client }) => {
  await client.comments.create(payload.accountId, payload.fileId, { data: { text: `Archived as ${payload.tier}` } });
});

app.onAction(
  'studio.archive',
  {
    name: 'Archive',
    description: 'Moves the file to cold storage',
    resourceTypes: ['file'],
    form: form({
      title: 'Archive',
      description: 'Where should it go?',
      fields: {
        tier: select({ label: 'Tier', options: { cold: 'Cold', deep: 'Deep' } }),
        note: text({ label: 'Note' }),
      },
    }),
  },
  async ({ action, data, enqueue }) => {
    await enqueue(archive, { accountId: action.accountId, fileId: action.resourceId, tier: data.tier });
    return message('Archiving', 'You will find a comment on the file when it is done.');
  },
);

export const handler = await endpointHandler(app);
