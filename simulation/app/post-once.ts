import type { HandlerContext } from 'frameio-lambda';

/** Posts a comment, unless an earlier attempt has posted it. Ignores the abort signal: the client stops by itself. */
export async function postOnce(
  { event, client, isRetry }: Pick<HandlerContext, 'event' | 'client' | 'isRetry'>,
  text: string,
): Promise<void> {
  const { accountId, resourceId: fileId } = event;
  if (isRetry) {
    for await (const comment of client.comments.index(accountId, fileId)) {
      if (comment.text === text) return;
    }
  }
  await client.comments.create(accountId, fileId, { data: { text } });
}
