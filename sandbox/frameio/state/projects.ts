import type * as Frameio from '../../../lib/client/frameio.ts';
import type { FrameioDatabase } from './frameio-database.ts';
import type { StoredProject } from './stored-resources.ts';

/** A project as the API includes it in an asset. */
export type Project = Omit<Frameio.ProjectWithIncludes, 'owner'> & { readonly restricted: boolean };

/** Returns a project with its storage: the total size of its uploaded files, in bytes. */
export function withStorage({ stores }: FrameioDatabase, { id, project }: StoredProject): Project {
  const uploaded = stores.files.all().filter(({ file }) => file.project_id === id && file.status !== 'created');
  return { ...project, storage: uploaded.reduce((total, { file }) => total + file.file_size, 0) };
}
