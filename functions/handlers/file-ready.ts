import { type Frameio, type HandlerContext, NotFoundError, RetryLater, type WebhookEvent } from 'frameio-lambda';

type FileReady = HandlerContext<WebhookEvent<'file.ready'>>;

/** Time in milliseconds during which Frame.io may return 404 for a ready file, until all its servers know the file. */
const NOT_FOUND_GRACE_MS = 120_000;

/**
 * Text by which this handler recognizes its comment. The app's other comments must not contain it. The file's name is not
 * suitable, because it can change between two attempts.
 */
const COMMENT_MARKER = ' is ready: ';

/** Posts a comment on a file when Frame.io has processed it. */
export async function fileReady(context: FileReady) {
  const { event, client, logger, signal, isRetry } = context;
  const { accountId, resourceId: fileId } = event;
  try {
    const { data: file } = await client.files.show(accountId, fileId, {}, { abortSignal: signal });
    if (isRetry && (await hasOwnComment(context))) {
      logger.info('comment exists from an earlier attempt');
      return;
    }
    const text = `${file.name}${COMMENT_MARKER}${describeFile(file)}.`;
    // No retry here: if the outcome is unknown, the next attempt looks for the comment.
    const options = { abortSignal: signal, maxRetries: 0 };
    const { data: comment } = await client.comments.create(accountId, fileId, { data: { text } }, options);
    logger.info('comment posted', { comment_id: comment.id });
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    if (Date.now() - context.receivedAt < NOT_FOUND_GRACE_MS)
      throw new RetryLater(30_000, 'Frame.io does not find the file yet.');
    logger.info('file deleted, no comment posted');
  }
}

/** Whether an earlier attempt posted the comment. Frame.io accepts no idempotency key. */
async function hasOwnComment({ event, client, signal }: FileReady): Promise<boolean> {
  const options = { abortSignal: signal };
  const query = { include: 'owner', page_size: 100 } as const;
  const authors = new Set<string>();
  for await (const comment of client.comments.index(event.accountId, event.resourceId, query, options)) {
    const author = comment.owner?.id;
    if (author && comment.text?.includes(COMMENT_MARKER)) authors.add(author);
  }
  if (authors.size === 0) return false;
  if (ownUserId !== undefined && authors.has(ownUserId)) return true;
  // With a new token, the app can be another user.
  const { data: self } = await client.users.show(options);
  ownUserId = self.id;
  return authors.has(self.id);
}

/** Id of the app's user, once known. */
let ownUserId: string | undefined;

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const;

/** Describes a file for people, such as `MP4 video, 48.3 MB`. */
export function describeFile({ media_type, file_size }: Pick<Frameio.File, 'media_type' | 'file_size'>): string {
  return `${describeMediaType(media_type)}, ${describeSize(file_size)}`;
}

/** Returns `MP4 video` for `video/mp4`. Other kinds of media types stay as they are. */
function describeMediaType(mediaType: string | null): string {
  if (!mediaType) return 'a file of unknown type';
  const [kind = '', format = ''] = mediaType.split('/');
  const name = format === 'quicktime' ? 'QuickTime' : format.replace(/^(x|vnd)[-.]/, '').toUpperCase();
  if (['video', 'audio', 'image'].includes(kind) && name !== '') return `${name} ${kind}`;
  return mediaType === 'application/pdf' ? 'PDF document' : mediaType;
}

/** Returns a size in decimal units with one decimal, as Frame.io shows it. */
function describeSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 999.95 && unit < UNITS.length - 1) {
    size /= 1_000;
    unit += 1;
  }
  return `${unit === 0 ? size : size.toFixed(1).replace(/\.0$/, '')} ${UNITS[unit]}`;
}
