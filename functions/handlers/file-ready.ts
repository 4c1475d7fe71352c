import { type HandlerContext, NotFoundError, RetryLater, type WebhookEvent } from '../../lib/index.ts';
import { describeFile } from './describe-file.ts';

type FileReady = HandlerContext<WebhookEvent<'file.ready'>>;

/** So long a file that is ready may still not be found, in ms: Frame.io's servers need not all know of it at once. */
const SETTLED_AFTER_MS = 120_000;

/** Notes on a file that it has been processed. */
export async function fileReady(context: FileReady) {
  const { event, client, logger, signal, isRepeat } = context;
  const { accountId, resourceId: fileId } = event;
  try {
    const { data: file } = await client.files.show(accountId, fileId, {}, { abortSignal: signal });
    const text = `${file.name} is ready: ${describeFile(file)}.`;
    if (isRepeat && (await hasOwnComment(context, text))) {
      logger.info('comment is there from an earlier attempt');
      return;
    }
    // Not sent again in here: a comment whose fate is not known is looked for by the next attempt.
    const options = { abortSignal: signal, maxRetries: 0 };
    const { data: comment } = await client.comments.create(accountId, fileId, { data: { text } }, options);
    logger.info('comment posted', { comment_id: comment.id });
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    if (Date.now() - context.receivedAt < SETTLED_AFTER_MS) throw new RetryLater(30_000, 'The file is not found yet.');
    logger.info('file was deleted meanwhile, nothing to note');
  }
}

/** Whether the comment has been posted before: Frame.io takes no key that would tell it so. */
async function hasOwnComment({ event, client, signal }: FileReady, text: string): Promise<boolean> {
  const options = { abortSignal: signal };
  const { data: self } = await client.users.show(options);
  const query = { include: 'owner', page_size: 100 } as const;
  for await (const comment of client.comments.index(event.accountId, event.resourceId, query, options)) {
    if (comment.text === text && comment.owner?.id === self.id) return true;
  }
  return false;
}
