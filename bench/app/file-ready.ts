import type { HandlerContext, WebhookEvent } from '../../lib/index.ts';

/** Words that only this handler's comments contain. A file's name can change between two attempts. */
const COMMENT_WORDS = ' is ready: ';

/** Posts a comment on a file that is ready. An earlier attempt may have posted it, so a repeated attempt looks first. */
export async function fileReady(context: HandlerContext<WebhookEvent<'file.ready'>>): Promise<void> {
  const { event, client, logger, signal, isRetry } = context;
  const { accountId, resourceId: fileId } = event;
  const { data: file } = await client.files.show(accountId, fileId, {}, { abortSignal: signal });
  if (isRetry && (await hasComment(context))) return;
  const text = `${file.name}${COMMENT_WORDS}${file.media_type}, ${file.file_size} bytes.`;
  await client.comments.create(accountId, fileId, { data: { text } }, { abortSignal: signal, maxRetries: 0 });
  logger.info('comment posted');
}

async function hasComment({ event, client, signal }: HandlerContext<WebhookEvent<'file.ready'>>): Promise<boolean> {
  const comments = client.comments.index(event.accountId, event.resourceId, {}, { abortSignal: signal });
  for await (const { text } of comments) {
    if (text?.includes(COMMENT_WORDS)) return true;
  }
  return false;
}
