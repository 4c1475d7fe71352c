import type { CommentChange, NewComment } from './comment-fields.ts';
import type { FrameioDatabase } from './frameio-database.ts';
import { createComment, linkTexts } from './new-comment.ts';
import type { StoredComment, User } from './stored-resources.ts';
import { toFrames } from './timecode.ts';

/** Adds a comment to a file. */
export function addComment(database: FrameioDatabase, fileId: string, data: NewComment, owner: User): StoredComment {
  const { newId } = database;
  const comment = createComment(data, { fileId, owner, time: database.timestamp(), newId });
  return addNew(database, comment);
}

/** Adds a reply to a comment. Frame.io's API has no operation for it: people reply in the web app. */
export function addReply(database: FrameioDatabase, parent: StoredComment, text: string, owner: User): StoredComment {
  const context = { fileId: parent.file_id, owner, time: database.timestamp(), newId: database.newId };
  return addNew(database, { ...createComment({ text }, context), parentId: parent.id });
}

/** Returns the comments on a file, without replies, oldest first. A file in the trash has none. */
export function commentsOf({ stores }: FrameioDatabase, fileId: string): readonly StoredComment[] {
  if (!stores.files.get(fileId)) return [];
  return stores.comments.all().filter(({ file_id, parentId }) => file_id === fileId && parentId === undefined);
}

/** Returns the replies to a comment, oldest first. */
export function repliesTo({ stores }: FrameioDatabase, commentId: string): readonly StoredComment[] {
  return stores.comments.all().filter(({ parentId }) => parentId === commentId);
}

/**
 * Returns a comment.
 *
 * @throws ApiError with 404 if there is no such comment, or if its file is in the trash.
 */
export function requireComment({ stores }: FrameioDatabase, id: string): StoredComment {
  const comment = stores.comments.require(id);
  stores.files.require(comment.file_id);
  return comment;
}

/** Changes a comment. Its completion is an event of its own. */
export function updateComment(
  database: FrameioDatabase,
  comment: StoredComment,
  { completed, ...data }: CommentChange,
  user: User,
): StoredComment {
  const time = database.timestamp();
  const changed = changedFields(comment, data, time);
  const isCompletion = completed !== undefined && (completed === true) !== (comment.completed_at !== null);
  const completion = { completed_at: completed ? time : null, completer_id: completed ? user.id : null };
  const updated = { ...comment, ...changed, ...(isCompletion && completion), updated_at: time };
  const stored = database.stores.comments.put(updated);
  if (Object.keys(data).length > 0) emitCommentEvent(database, 'comment.updated', stored, user);
  if (isCompletion) emitCommentEvent(database, completed ? 'comment.completed' : 'comment.uncompleted', stored, user);
  return stored;
}

/** Deletes a comment with its replies. */
export function deleteComment(database: FrameioDatabase, comment: StoredComment, user: User): void {
  for (const reply of repliesTo(database, comment.id)) deleteComment(database, reply, user);
  database.stores.comments.delete(comment.id);
  emitCommentEvent(database, 'comment.deleted', comment, user);
}

/** Emits an event about a comment. */
export function emitCommentEvent(
  database: FrameioDatabase,
  type: `comment.${'created' | 'updated' | 'deleted' | 'completed' | 'uncompleted'}`,
  { id, file_id }: StoredComment,
  user: User,
): void {
  const projectId = database.stores.files.get(file_id)?.file.project_id;
  database.emit(type, { id, user, ...(projectId !== undefined && { projectId }) });
}

function addNew(database: FrameioDatabase, comment: StoredComment): StoredComment {
  const { file } = database.stores.files.require(comment.file_id);
  database.stores.comments.put(comment);
  database.emit('comment.created', { id: comment.id, projectId: file.project_id, user: comment.owner });
  return comment;
}

function changedFields(
  comment: StoredComment,
  { timestamp, links, text_review_annotation, ...others }: Omit<CommentChange, 'completed'>,
  time: string,
): Partial<StoredComment> {
  const text = others.text ?? comment.text;
  const review = text_review_annotation && {
    bounds: [],
    selection_text: null,
    suggested_text: null,
    text_review_annotation_type: 'highlight' as const,
    ...comment.text_review_annotation,
    ...text_review_annotation,
  };
  return {
    ...others,
    ...(text !== comment.text && { text_edited_at: time }),
    ...(timestamp !== undefined && { timestamp: typeof timestamp === 'string' ? toFrames(timestamp) : timestamp }),
    ...(links && { links: linkTexts(links, text) }),
    ...(review && { text_review_annotation: review }),
  };
}
