import type { HandlerContext } from '../../../lib/index.ts';

/** Posts a comment, unless an earlier attempt has. */
export async function postOnce(
  { event, client, signal, isRepeat }: Pick<HandlerContext, 'event' | 'client' | 'signal' | 'isRepeat'>,
  text: string,
): Promise<void> {
  const { accountId, resourceId: fileId } = event;
  if (isRepeat) {
    for await (const comment of client.comments.index(accountId, fileId, {}, { abortSignal: signal })) {
      if (comment.text === text) return;
    }
  }
  await client.comments.create(accountId, fileId, { data: { text } }, { abortSignal: signal, maxRetries: 0 });
}
