import type { FrameioClient } from '../client/client.ts';
import type { ProjectWithIncludes } from '../client/resources/projects.ts';
import type { Logger } from '../observability/logger.ts';
import { isUnavailable } from './is-unavailable.ts';
import type { WatchedFolder } from './pass-store.ts';
import type { ReconciliationSettings } from './reconciliation-settings.ts';

/** Returns the root folder of each watched project. Skips a project or workspace that the user of the token cannot see. */
export async function listWatchedFolders(
  client: FrameioClient,
  { accountId, projectIds, workspaceIds }: ReconciliationSettings,
  logger: Logger,
): Promise<readonly WatchedFolder[]> {
  const projects = new Map<string, ProjectWithIncludes>();
  const add = (project: ProjectWithIncludes) => void projects.set(project.id, project);
  for (const id of projectIds) {
    try {
      add((await client.projects.show(accountId, id)).data);
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      logger.warn('project not reconciled', { project_id: id, error });
    }
  }
  for (const id of workspaceIds) {
    try {
      for await (const project of client.projects.index(accountId, id, { page_size: 100 })) add(project);
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      logger.warn('workspace not reconciled', { workspace_id: id, error });
    }
  }
  return [...projects.values()].map((project) => ({
    id: project.root_folder_id,
    projectId: project.id,
    workspaceId: project.workspace_id,
  }));
}
