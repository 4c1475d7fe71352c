import type * as Frameio from '../../../lib/client/frameio.ts';
import { invalid, notFound } from '../api-error.ts';
import { emitCommentEvent } from './comments.ts';
import type { FrameioDatabase } from './frameio-database.ts';
import type { StoredComment, User } from './stored-resources.ts';
import { newUpload, type UploadPart } from './upload.ts';

/** Frame.io's maximum for one comment (OpenAPI document, `Comment.attachments`). */
const MAX_ATTACHMENTS = 6;

/**
 * Adds an attachment to a comment.
 *
 * @throws ApiError with 422 if the comment has as many as it can have.
 */
export function addAttachment(
  database: FrameioDatabase,
  comment: StoredComment,
  data: Frameio.AttachmentInput,
  user: User,
): Frameio.CommentAttachment {
  const attachments = comment.attachments ?? [];
  if (attachments.length >= MAX_ATTACHMENTS) {
    throw invalid('/data', `A comment has at most ${MAX_ATTACHMENTS} attachments`);
  }
  const attachment = { id: database.newId(), ...data, created_at: database.timestamp() };
  storeAttachments(database, comment, [...attachments, attachment], user);
  return attachment;
}

/**
 * Deletes an attachment of a comment.
 *
 * @throws ApiError with 404 if the comment has no such attachment.
 */
export function deleteAttachment(database: FrameioDatabase, comment: StoredComment, id: string, user: User): void {
  const attachments = comment.attachments ?? [];
  const others = attachments.filter((attachment) => attachment.id !== id);
  if (others.length === attachments.length) throw notFound();
  storeAttachments(database, comment, others, user);
}

/** Returns the parts in which an attachment is uploaded. */
export function partsOfAttachment(
  { maxPartBytes }: FrameioDatabase,
  { file_size }: Frameio.CommentAttachment,
): readonly UploadPart[] {
  return newUpload(file_size, maxPartBytes).parts;
}

/** Finds an attachment of any comment. */
export function findAttachment({ stores }: FrameioDatabase, id: string): Frameio.CommentAttachment | undefined {
  return stores.comments
    .all()
    .flatMap(({ attachments }) => attachments ?? [])
    .find((attachment) => attachment.id === id);
}

function storeAttachments(
  database: FrameioDatabase,
  comment: StoredComment,
  attachments: StoredComment['attachments'],
  user: User,
): void {
  const stored = database.stores.comments.put({ ...comment, attachments, updated_at: database.timestamp() });
  emitCommentEvent(database, 'comment.updated', stored, user);
}
