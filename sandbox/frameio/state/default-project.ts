import type { FrameioDatabase } from './frameio-database.ts';
import { addProject } from './new-project.ts';
import { createWorkspace } from './workspaces.ts';

/** Name of the default workspace and project. */
const NAME = 'Sandbox';

/** Creates the default project, and its workspace, again if somebody has deleted them. */
export function ensureDefaultProject(database: FrameioDatabase): void {
  const { stores, settings, newId } = database;
  if (stores.projects.get(settings.projectId)) return;
  const owner = stores.users.require(settings.uploaderId);
  const { id: workspaceId } =
    stores.workspaces.get(settings.workspaceId) ?? createWorkspace(database, { name: NAME }, owner);
  const details = { name: NAME, workspaceId, owner };
  const { id: projectId } = addProject(stores, details, { newId, time: database.timestamp() });
  stores.settings.put({ ...settings, workspaceId, projectId });
}
