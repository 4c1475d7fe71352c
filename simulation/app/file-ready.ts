import type { HandlerContext, WebhookEvent } from 'frameio-lambda';

type FileReadyContext = HandlerContext<WebhookEvent<'file.ready'>>;

/** Words that only this handler's comments contain. A file's name can change between two attempts. */
const COMMENT_WORDS = ' is ready: ';

/** Posts a comment on a file that is ready. An earlier attempt may have posted it, so a repeated attempt looks first. */
export async function fileReady(context: FileReadyContext): Promise<void> {
  const { event, client, signal, isRetry } = context;
  const { accountId, resourceId: fileId } = event;
  const { data: file } = await client.files.show(accountId, fileId, {}, { abortSignal: signal });
  if (isRetry && (await hasComment(context))) return;
  const text = `${file.name}${COMMENT_WORDS}${file.file_size} bytes.`;
  // The client does not repeat this call. After a lost response, the next attempt looks for the comment.
  await client.comments.create(accountId, fileId, { data: { text } }, { abortSignal: signal, maxRetries: 0 });
}

async function hasComment({ event, client, signal }: FileReadyContext): Promise<boolean> {
  const comments = client.comments.index(event.accountId, event.resourceId, {}, { abortSignal: signal });
  for await (const { text } of comments) {
    if (text?.includes(COMMENT_WORDS)) return true;
  }
  return false;
}
