import type * as Frameio from '../../../lib/client/frameio.ts';
import type { FrameioDatabase } from '../state/frameio-database.ts';
import { withStorage } from '../state/projects.ts';
import type { StoredProject } from '../state/stored-resources.ts';
import type { FieldRules, FieldValues } from '../validation/field-rules.ts';
import { includeRule } from './query-rules.ts';

/** Query of an operation that returns projects with included fields. */
export const PROJECT_INCLUDE_QUERY = { include: includeRule('owner') } as const satisfies FieldRules;

/** Returns a project without its description, which only lists and `projects.show` have. */
export function toProject(database: FrameioDatabase, stored: StoredProject): Frameio.Project {
  const { description, ...project } = withStorage(database, stored);
  return project;
}

/** Returns a project with the fields that `include` names. */
export function toProjectWithIncludes(
  database: FrameioDatabase,
  stored: StoredProject,
  { include = [] }: FieldValues<typeof PROJECT_INCLUDE_QUERY>,
): Frameio.ProjectWithIncludes {
  return { ...withStorage(database, stored), ...(include.includes('owner') && { owner: stored.owner }) };
}
