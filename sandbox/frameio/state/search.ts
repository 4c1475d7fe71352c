import type { FrameioDatabase } from './frameio-database.ts';
import type { StoredAsset, StoredProject } from './stored-resources.ts';

/** What a search finds, with the words of the query that its name contains. */
export interface FoundResource {
  readonly id: string;
  readonly name: string;
  readonly resource: StoredAsset | ({ readonly type: 'project' } & StoredProject);
  readonly terms: readonly string[];
}

/** Finds assets and projects by their names. Those with the most words of the query come first. */
export function searchNames(database: FrameioDatabase, query: string): readonly FoundResource[] {
  const words = [...new Set(query.toLowerCase().split(/\s+/).filter(Boolean))];
  return candidates(database)
    .map((candidate) => {
      const name = candidate.name.toLowerCase();
      return { ...candidate, terms: words.filter((word) => name.includes(word)) };
    })
    .filter(({ terms }) => terms.length > 0)
    .toSorted((one, other) => other.terms.length - one.terms.length);
}

function candidates({ stores }: FrameioDatabase): readonly Omit<FoundResource, 'terms'>[] {
  const projects = stores.projects.all().map((stored) => {
    return { id: stored.id, name: stored.project.name, resource: { ...stored, type: 'project' as const } };
  });
  const folders = stores.folders.all().flatMap((stored) => {
    const { id, folder } = stored;
    if (folder.parent_id === null) return []; // the root folder of a project is no result of its own
    return [{ id, name: folder.name, resource: { ...stored, type: 'folder' as const } }];
  });
  const stacks = stores.versionStacks.all().map((stored) => {
    return { id: stored.id, name: stored.stack.name, resource: { ...stored, type: 'version_stack' as const } };
  });
  const files = stores.files.all().map((stored) => {
    return { id: stored.id, name: stored.file.name, resource: { ...stored, type: 'file' as const } };
  });
  return [...projects, ...folders, ...stacks, ...files];
}
