import type { HandlerContext, WebhookEvent } from 'frameio-lambda';

/** Posts a comment that no other handler of this repository posts. */
export async function reviewFile({ event, client }: HandlerContext<WebhookEvent<'file.ready'>>): Promise<void> {
  const { data: file } = await client.files.show(event.accountId, event.resourceId);
  const text = `Please review ${file.name}, says the installed package.`;
  await client.comments.create(event.accountId, file.id, { data: { text } });
}
