import { type HandlerContext, NotFoundError, type WebhookEvent } from '../../lib/index.ts';
import { describeFile } from './describe-file.ts';

/** Notes on a file that it has been processed. */
export async function fileReady({ event, client, logger, signal }: HandlerContext<WebhookEvent<'file.ready'>>) {
  const { accountId, resourceId: fileId } = event;
  try {
    const { data: file } = await client.files.show(accountId, fileId, {}, { abortSignal: signal });
    const text = `${file.name} is ready: ${describeFile(file)}.`;
    const { data: comment } = await client.comments.create(
      accountId,
      fileId,
      { data: { text } },
      { abortSignal: signal },
    );
    logger.info('comment posted', { comment_id: comment.id });
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    logger.info('file was deleted meanwhile, nothing to note');
  }
}
