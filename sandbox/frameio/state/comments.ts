import type { NewComment } from './comment-fields.ts';
import type { FrameioDatabase } from './frameio-database.ts';
import { createComment } from './new-comment.ts';
import type { StoredComment, User } from './stored-resources.ts';

/** Adds a comment to a file. */
export function addComment(database: FrameioDatabase, fileId: string, data: NewComment, owner: User): StoredComment {
  const { file } = database.stores.files.require(fileId);
  const { newId } = database;
  const comment = createComment(data, { fileId, owner, time: database.timestamp(), newId });
  database.stores.comments.put(comment);
  database.emit('comment.created', { id: comment.id, projectId: file.project_id, user: owner });
  return comment;
}

/** Returns the comments on a file, without replies, oldest first. A file in the trash has none. */
export function commentsOf({ stores }: FrameioDatabase, fileId: string): readonly StoredComment[] {
  if (!stores.files.get(fileId)) return [];
  return stores.comments.all().filter(({ file_id, parentId }) => file_id === fileId && parentId === undefined);
}
