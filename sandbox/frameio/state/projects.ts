import type * as Frameio from '../../../lib/client/frameio.ts';
import type { FrameioDatabase } from './frameio-database.ts';
import { addProject, type NewProject } from './new-project.ts';
import type { StoredProject, User } from './stored-resources.ts';

/** A project as the API includes it in an asset. */
export type Project = Omit<Frameio.ProjectWithIncludes, 'owner'> & { readonly restricted: boolean };

/** Fields of a project to change. */
export type ProjectChange = Frameio.ProjectUpdateParams['data'];

/** Returns a project with its storage: the total size of its uploaded files, in bytes. */
export function withStorage({ stores }: FrameioDatabase, { id, project }: StoredProject): Project {
  const uploaded = stores.files.all().filter(({ file }) => file.project_id === id && file.status !== 'created');
  return { ...project, storage: uploaded.reduce((total, { file }) => total + file.file_size, 0) };
}

/** Creates a project with its root folder. */
export function createProject(database: FrameioDatabase, details: NewProject): StoredProject {
  const { stores, newId } = database;
  const stored = addProject(stores, details, { newId, time: database.timestamp() });
  database.emit('project.created', { id: stored.id, user: details.owner, projectId: stored.id });
  return stored;
}

/** Changes a project. */
export function updateProject(
  database: FrameioDatabase,
  stored: StoredProject,
  change: ProjectChange,
  user: User,
): StoredProject {
  const project = { ...stored.project, ...change, updated_at: database.timestamp() };
  const updated = database.stores.projects.put({ ...stored, project });
  database.emit('project.updated', { id: stored.id, user, projectId: stored.id });
  return updated;
}
