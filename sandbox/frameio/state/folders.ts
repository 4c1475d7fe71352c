import { invalid } from '../api-error.ts';
import type { FrameioDatabase } from './frameio-database.ts';
import { relocate } from './relocate.ts';
import type { StoredFolder, User } from './stored-resources.ts';
import { moveToTrash, withContents } from './trash.ts';
import { viewUrl } from './view-url.ts';

/** Adds a folder to another one. Emits no event. */
export function addFolder(
  database: FrameioDatabase,
  { folder: parent }: StoredFolder,
  name: string,
  creator: User,
): StoredFolder {
  const [id, time] = [database.newId(), database.timestamp()];
  const folder = {
    id,
    name,
    type: 'folder',
    parent_id: parent.id,
    project_id: parent.project_id,
    view_url: viewUrl(parent.project_id, id),
    restricted: false,
    cover_file_id: null,
    created_at: time,
    updated_at: time,
  } as const;
  return database.stores.folders.put({ id, folder, creator });
}

/** Adds a folder to another one. */
export function createFolder(
  database: FrameioDatabase,
  parent: StoredFolder,
  name: string,
  creator: User,
): StoredFolder {
  const stored = addFolder(database, parent, name, creator);
  emitFolderEvent(database, 'folder.created', stored, creator);
  return stored;
}

/** Changes the name of a folder. */
export function renameFolder(database: FrameioDatabase, stored: StoredFolder, name: string, user: User): StoredFolder {
  const folder = { ...stored.folder, name, updated_at: database.timestamp() };
  const renamed = database.stores.folders.put({ ...stored, folder });
  emitFolderEvent(database, 'folder.updated', renamed, user);
  return renamed;
}

/**
 * Moves a folder with its contents to another one, possibly of another project.
 *
 * @throws ApiError if the folder is a root folder, or if its new parent is inside it.
 */
export function moveFolder(
  database: FrameioDatabase,
  stored: StoredFolder,
  parent: StoredFolder,
  user: User,
): StoredFolder {
  refuseRootFolder(stored);
  if (withContents(database, { ...stored, type: 'folder' }).some(({ id }) => id === parent.id)) {
    throw invalid('/data/parent_id', 'A folder cannot be moved into itself');
  }
  relocate(database, { ...stored, type: 'folder' }, parent.folder);
  const moved = database.stores.folders.require(stored.id);
  emitFolderEvent(database, 'folder.updated', moved, user);
  return moved;
}

/**
 * Moves a folder with its contents to the trash.
 *
 * @throws ApiError if the folder is a root folder.
 */
export function deleteFolder(database: FrameioDatabase, stored: StoredFolder, user: User): void {
  refuseRootFolder(stored);
  moveToTrash(database, { ...stored, type: 'folder' }, user);
  emitFolderEvent(database, 'folder.deleted', stored, user);
}

/** Emits an event about a folder. */
export function emitFolderEvent(
  database: FrameioDatabase,
  type: 'folder.created' | 'folder.updated' | 'folder.deleted' | 'folder.copied',
  { folder }: StoredFolder,
  user: User,
): void {
  database.emit(type, { id: folder.id, projectId: folder.project_id, user });
}

function refuseRootFolder({ folder }: StoredFolder): void {
  if (folder.parent_id === null) throw invalid('/folder_id', 'The root folder of a project stays where it is');
}
