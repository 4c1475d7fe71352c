import type { HandlerContext } from 'frameio-lambda';

/** The file that a handler comments on. */
export interface CommentedFile {
  readonly accountId: string;
  readonly resourceId: string;
}

/** Posts a comment, unless an earlier attempt has posted it. Ignores the abort signal: the client stops by itself. */
export async function postOnce(
  { accountId, resourceId: fileId }: CommentedFile,
  { client, isRetry }: Pick<HandlerContext, 'client' | 'isRetry'>,
  text: string,
): Promise<void> {
  if (isRetry) {
    for await (const comment of client.comments.index(accountId, fileId)) {
      if (comment.text === text) return;
    }
  }
  await client.comments.create(accountId, fileId, { data: { text } });
}
