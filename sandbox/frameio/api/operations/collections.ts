import type * as Frameio from '../../../../lib/client/frameio.ts';
import { invalid } from '../../api-error.ts';
import type { FrameioState } from '../../state/frameio-state.ts';
import { withStorage } from '../../state/projects.ts';
import type { StoredCollection } from '../../state/stored-resources.ts';
import { dataResponse } from '../api-response.ts';
import { operation, UUID } from '../operation.ts';
import { PAGE_QUERY, pageResponse } from '../pagination.ts';
import { perMinute } from '../rate-limit.ts';
import { toShare } from '../share-response.ts';

/** The document has no list of values: these are the fields of a collection that not every response has. */
const INCLUDES: readonly string[] = ['creator', 'project', 'shares'];
const INCLUDE = { type: 'string' } as const;

const index = operation({
  name: 'collections.index',
  method: 'GET',
  path: '/v4/accounts/{account_id}/projects/{project_id}/collections',
  limit: perMinute(100),
  ids: { account_id: UUID, project_id: UUID },
  query: { ...PAGE_QUERY, include: INCLUDE },
  body: {},
  handle: ({ state, host, ids, query, path }) => {
    const { id } = state.stores.projects.require(ids.project_id);
    const include = readInclude(query.include);
    const collections = state.stores.collections.all().filter(({ collection }) => collection.project_id === id);
    return pageResponse(collections, { query, path }, (stored) => withIncludes(stored, { state, host, include }));
  },
});

const show = operation({
  name: 'collections.show',
  method: 'GET',
  path: '/v4/accounts/{account_id}/collections/{collection_id}',
  limit: perMinute(100),
  ids: { account_id: UUID, collection_id: UUID },
  query: { include: INCLUDE },
  body: {},
  handle: ({ state, host, ids, query }) => {
    const stored = state.stores.collections.require(ids.collection_id);
    return dataResponse(withIncludes(stored, { state, host, include: readInclude(query.include) }));
  },
});

function readInclude(text: string | undefined): readonly string[] {
  const names = text?.split(',') ?? [];
  if (names.some((name) => !INCLUDES.includes(name))) throw invalid('/include', 'Invalid value for enum');
  return names;
}

interface IncludeContext {
  readonly state: FrameioState;
  readonly host: string;
  readonly include: readonly string[];
}

function withIncludes(
  { collection, creator }: StoredCollection,
  { state, host, include }: IncludeContext,
): Frameio.Collection {
  const shares = state.stores.shares.all().filter(({ share }) => share.collection_id === collection.id);
  return {
    ...collection,
    ...(include.includes('creator') && { creator }),
    ...(include.includes('project') && { project: projectOf(state, collection) }),
    ...(include.includes('shares') && { shares: shares.map((stored) => toShare(stored, host)) }),
  };
}

/** Unlike the project that an asset includes, it has no description. */
function projectOf(state: FrameioState, { project_id }: Frameio.Collection): Frameio.Project {
  const { description: _, ...project } = withStorage(state, state.stores.projects.require(project_id));
  return project;
}

/** Operations on collections. */
export const COLLECTIONS = [index, show];
