// An app whose handlers do what a delivery asks of them: bundled into the deployed entry points in place of the user's app.

import { apiCredentials } from '../../functions/resources/api-credentials.ts';
import { idempotencyStore } from '../../functions/resources/idempotency-store.ts';
import { signingSecrets } from '../../functions/resources/signing-secrets.ts';
import { App, EmfMetrics, type HandlerContext } from '../../lib/index.ts';

/** Leaves a comment, which says who has left it: one effect of one handler. */
async function comment({ event, client, handlerName }: HandlerContext): Promise<void> {
  await client.comments.create(event.accountId, event.resourceId, { data: { text: handlerName } });
}

/** A handler of its own each time: an app takes none twice for one event. */
const commentUnlessAskedToFail = () => async (context: HandlerContext) => {
  const { event, handlerName } = context;
  if (event.payload.failing === handlerName) throw new Error(`${handlerName} was asked to fail.`);
  await comment(context);
};

/** Does not hear that its time is up, and never ends; only when it is run again it does its work. */
async function commentWhenRunAgain(context: HandlerContext): Promise<void> {
  if (!context.isRetry) await new Promise(() => undefined);
  await comment(context);
}

/** Counts on the file to be there. */
async function lookAtFile({ event, client }: HandlerContext): Promise<void> {
  await client.files.show(event.accountId, event.resourceId);
}

export const app = new App({
  token: apiCredentials,
  signingSecrets,
  idempotencyStore,
  metrics: new EmfMetrics(),
  maxRetries: 0,
});

app
  .onWebhook('file.updated', commentUnlessAskedToFail(), { name: 'first' })
  .onWebhook('file.updated', commentUnlessAskedToFail(), { name: 'second' })
  .onWebhook('file.versioned', commentWhenRunAgain, { name: 'deaf' })
  .onWebhook('file.upload.completed', lookAtFile, { name: 'trusting' });
