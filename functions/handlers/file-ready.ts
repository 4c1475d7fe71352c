import { type HandlerContext, NotFoundError, RetryLater, type WebhookEvent } from '../../lib/index.ts';
import { describeFile } from './describe-file.ts';

type FileReady = HandlerContext<WebhookEvent<'file.ready'>>;

/** So long a file that is ready may still not be found, in ms: Frame.io's servers need not all know of it at once. */
const SETTLED_AFTER_MS = 120_000;

/**
 * What tells this handler's comment from the app's others: they must not have these words. The rest of the text cannot, as
 * a file may be given another name between two attempts.
 */
const OUR_WORDS = ' is ready: ';

/** Notes on a file that it has been processed. */
export async function fileReady(context: FileReady) {
  const { event, client, logger, signal, isRetry } = context;
  const { accountId, resourceId: fileId } = event;
  try {
    const { data: file } = await client.files.show(accountId, fileId, {}, { abortSignal: signal });
    if (isRetry && (await hasOwnComment(context))) {
      logger.info('comment is there from an earlier attempt');
      return;
    }
    const text = `${file.name}${OUR_WORDS}${describeFile(file)}.`;
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
async function hasOwnComment({ event, client, signal }: FileReady): Promise<boolean> {
  const options = { abortSignal: signal };
  const query = { include: 'owner', page_size: 100 } as const;
  const authors = new Set<string>();
  for await (const comment of client.comments.index(event.accountId, event.resourceId, query, options)) {
    const author = comment.owner?.id;
    if (author && comment.text?.includes(OUR_WORDS)) authors.add(author);
  }
  if (authors.size === 0) return false;
  if (ownUserId !== undefined && authors.has(ownUserId)) return true;
  // By another token than before the app may be another user.
  const { data: self } = await client.users.show(options);
  ownUserId = self.id;
  return authors.has(self.id);
}

/** Who the app was last known to be. */
let ownUserId: string | undefined;
