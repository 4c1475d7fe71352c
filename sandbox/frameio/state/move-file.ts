import { emitFileEvent } from './files.ts';
import type { FrameioDatabase } from './frameio-database.ts';
import type { StoredFile, User } from './stored-resources.ts';
import { moveToTrash } from './trash.ts';
import { addVersion, removeVersion } from './version-stacks.ts';

/**
 * Moves a file to a folder, or into a version stack as its newest version.
 *
 * @returns Whether there is such a folder or stack.
 */
export function moveFile(database: FrameioDatabase, stored: StoredFile, parentId: string, user: User): boolean {
  const { folders, versionStacks, files } = database.stores;
  if (versionStacks.get(parentId)) {
    addVersion(database, parentId, stored, user);
    return true;
  }
  const parent = folders.get(parentId);
  if (!parent) return false;
  removeVersion(database, stored);
  const { project_id } = parent.folder;
  const file = { ...stored.file, parent_id: parentId, project_id, updated_at: database.timestamp() };
  emitFileEvent(database, 'file.updated', files.put({ ...stored, file }), user);
  return true;
}

/** Moves a file to the trash. */
export function deleteFile(database: FrameioDatabase, stored: StoredFile, user: User): void {
  removeVersion(database, stored);
  moveToTrash(database, { ...stored, type: 'file' }, user);
  emitFileEvent(database, 'file.deleted', stored, user);
}
