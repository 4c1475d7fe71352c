import type { EntityStores } from './entities.ts';
import type { StoredProject, User } from './stored-resources.ts';

/** A project to add. */
export interface NewProject {
  readonly name: string;
  readonly workspaceId: string;
  readonly owner: User;
  /** @default false */
  readonly restricted?: boolean;
}

/** Adds a project with its root folder. */
export function addProject(
  stores: Pick<EntityStores, 'folders' | 'projects'>,
  { name, workspaceId, owner, restricted = false }: NewProject,
  { newId, time }: { readonly newId: () => string; readonly time: string },
): StoredProject {
  const [id, rootId] = [newId(), newId()];
  const view_url = `https://next.frame.io/project/${id}`;
  const times = { created_at: time, updated_at: time };
  const root = {
    id: rootId,
    name,
    type: 'folder',
    parent_id: null,
    project_id: id,
    view_url: `${view_url}/${rootId}`,
    restricted: false,
    cover_file_id: null,
    ...times,
  } as const;
  stores.folders.put({ id: rootId, folder: root, creator: owner });
  const project = {
    id,
    name,
    status: 'active',
    restricted,
    root_folder_id: rootId,
    workspace_id: workspaceId,
    view_url,
    description: null,
    ...times,
  } as const;
  return stores.projects.put({ id, project, owner });
}
