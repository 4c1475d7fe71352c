// An app whose handlers follow the delivery. Tests bundle it into the deployed entry points in place of the user's app.

import { App, type HandlerContext } from '../../lib/index.ts';

/** Posts a comment with the handler's name, the effect of the handler. */
async function comment({ event, client, handlerName }: HandlerContext): Promise<void> {
  await client.comments.create(event.accountId, event.resourceId, { data: { text: handlerName } });
}

/** Returns a new handler, because an app accepts a handler only once per event. It fails if the delivery names it. */
const commentOrFail = () => async (context: HandlerContext) => {
  const { event, handlerName } = context;
  if (event.payload.failing === handlerName) throw new Error(`The delivery makes ${handlerName} fail.`);
  await comment(context);
};

/** Ignores its signal and never ends at the first attempt. Comments at a retry. */
async function commentAtRetry(context: HandlerContext): Promise<void> {
  if (!context.isRetry) await new Promise(() => undefined);
  await comment(context);
}

/** Fails when the file does not exist. */
async function requireFile({ event, client }: HandlerContext): Promise<void> {
  await client.files.show(event.accountId, event.resourceId);
}

export const app = new App();

app
  .onWebhook('file.updated', commentOrFail(), { name: 'first' })
  .onWebhook('file.updated', commentOrFail(), { name: 'second' })
  .onWebhook('file.versioned', commentAtRetry, { name: 'ignores-signal' })
  .onWebhook('file.upload.completed', requireFile, { name: 'requires-file' });
