import { assetOf } from './asset-of.ts';
import type { FrameioDatabase } from './frameio-database.ts';
import { removeRolesIn } from './permissions.ts';
import type { StoredProject, User } from './stored-resources.ts';

/** Deletes a project with everything in it, the trash included. Only the project has an event. */
export function deleteProject(database: FrameioDatabase, { id, project }: StoredProject, user: User): void {
  const { stores } = database;
  deleteFiles(database, id);
  for (const { id: folderId, folder } of stores.folders.all()) {
    if (folder.project_id === id) removeRolesIn(database, folderId);
  }
  stores.folders.deleteWhere(({ folder }) => folder.project_id === id);
  stores.versionStacks.deleteWhere(({ stack }) => stack.project_id === id);
  stores.deletedAssets.deleteWhere(({ asset }) => assetOf(asset).project_id === id);
  stores.shareActivities.deleteWhere(({ shareId }) => stores.shares.get(shareId)?.projectId === id);
  stores.shares.deleteWhere(({ projectId }) => projectId === id);
  stores.collections.deleteWhere(({ collection }) => collection.project_id === id);
  removeRolesIn(database, id);
  stores.projects.delete(id);
  database.emit('project.deleted', { id, user, projectId: id, workspaceId: project.workspace_id });
}

/** Deletes the files of a project, those in the trash too, with their comments and their metadata. */
function deleteFiles({ stores, uploadedBytes }: FrameioDatabase, projectId: string): void {
  const files = stores.files.all().filter(({ file }) => file.project_id === projectId);
  const deleted = stores.deletedAssets.all().filter(({ asset }) => assetOf(asset).project_id === projectId);
  const ids = new Set([...files, ...deleted].map(({ id }) => id));
  stores.comments.deleteWhere(({ file_id }) => ids.has(file_id));
  stores.metadataValues.deleteWhere(({ fileId }) => ids.has(fileId));
  stores.files.deleteWhere(({ id }) => ids.has(id));
  for (const id of ids) uploadedBytes.delete(id);
}
