import { emitFileEvent } from './files.ts';
import type { FrameioDatabase } from './frameio-database.ts';
import { relocate } from './relocate.ts';
import type { StoredFile, User } from './stored-resources.ts';
import { moveToTrash } from './trash.ts';
import { addVersion, removeVersion } from './version-stacks.ts';

/**
 * Moves a file to a folder, or into a version stack as its newest version.
 *
 * @throws ApiError with 404 if there is no such folder or stack.
 */
export function moveFile(database: FrameioDatabase, stored: StoredFile, parentId: string, user: User): StoredFile {
  const { folders, versionStacks, files } = database.stores;
  if (versionStacks.get(parentId)) {
    addVersion(database, parentId, stored, user);
  } else {
    const parent = folders.require(parentId);
    removeVersion(database, stored);
    relocate(database, { ...stored, type: 'file' }, parent.folder);
    emitFileEvent(database, 'file.updated', files.require(stored.id), user);
  }
  return files.require(stored.id);
}

/** Changes the name of a file, and of the version stack that it is the newest version of. */
export function renameFile(database: FrameioDatabase, stored: StoredFile, name: string, user: User): StoredFile {
  const { files, versionStacks } = database.stores;
  const updated_at = database.timestamp();
  const renamed = files.put({ ...stored, file: { ...stored.file, name, updated_at } });
  const stack = versionStacks.get(stored.file.parent_id ?? '');
  if (stack?.fileIds.at(-1) === stored.id) versionStacks.put({ ...stack, stack: { ...stack.stack, name, updated_at } });
  emitFileEvent(database, 'file.updated', renamed, user);
  return renamed;
}

/** Moves a file to the trash. */
export function deleteFile(database: FrameioDatabase, stored: StoredFile, user: User): void {
  removeVersion(database, stored);
  moveToTrash(database, { ...stored, type: 'file' }, user);
  emitFileEvent(database, 'file.deleted', stored, user);
}
