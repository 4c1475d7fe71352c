import type { FrameioDatabase } from './frameio-database.ts';
import type { StoredFolder, User } from './stored-resources.ts';
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
