import { deleteProject } from './delete-project.ts';
import type { FrameioDatabase } from './frameio-database.ts';
import { removeRolesIn } from './permissions.ts';
import type { StoredWorkspace, User } from './stored-resources.ts';

/** Name of a workspace that is created without one. Frame.io's is not documented. */
const DEFAULT_NAME = 'New Workspace';

/** Creates a workspace. */
export function createWorkspace(
  database: FrameioDatabase,
  { name = DEFAULT_NAME }: { readonly name?: string },
  creator: User,
): StoredWorkspace {
  const [id, time] = [database.newId(), database.timestamp()];
  const { accountId } = database.settings;
  const workspace = { id, account_id: accountId, name, created_at: time, updated_at: time };
  const stored = database.stores.workspaces.put({ id, workspace, creator });
  audit(database, 'team_created', stored, creator);
  return stored;
}

/** Changes the name of a workspace. */
export function updateWorkspace(
  database: FrameioDatabase,
  stored: StoredWorkspace,
  change: { readonly name?: string },
  user: User,
): StoredWorkspace {
  const workspace = { ...stored.workspace, ...change, updated_at: database.timestamp() };
  const updated = database.stores.workspaces.put({ ...stored, workspace });
  audit(database, 'team_updated', updated, user);
  return updated;
}

/** Deletes a workspace with its projects, webhooks, custom actions and roles. */
export function deleteWorkspace(database: FrameioDatabase, stored: StoredWorkspace, user: User): void {
  const { projects, webhooks, actions, workspaces } = database.stores;
  for (const one of projects.all()) {
    if (one.project.workspace_id === stored.id) deleteProject(database, one, user);
  }
  webhooks.deleteWhere(({ webhook }) => webhook.workspace_id === stored.id);
  actions.deleteWhere(({ action }) => action.workspace_id === stored.id);
  removeRolesIn(database, stored.id);
  workspaces.delete(stored.id);
  audit(database, 'team_deleted', stored, user);
}

function audit(
  database: FrameioDatabase,
  type: 'team_created' | 'team_updated' | 'team_deleted',
  { id }: StoredWorkspace,
  user: User,
): void {
  database.audit({ type, resourceType: 'team', resourceId: id, workspaceId: id, user });
}
