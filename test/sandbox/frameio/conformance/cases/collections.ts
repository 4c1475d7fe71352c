import { createCollection } from '../../../../../sandbox/frameio/state/collections.ts';
import { createShare } from '../../../../../sandbox/frameio/state/shares/shares.ts';
import { type ConformanceCase, type ConformanceContext, UNKNOWN_ID } from '../conformance-case.ts';

const theProject = ({ state }: ConformanceContext) => state.stores.projects.require(state.project.id);
const inProject = ({ state }: ConformanceContext) => ({ project_id: state.project.id });
const newCollection = (context: ConformanceContext) => ({
  collection_id: createCollection(
    context.state,
    theProject(context),
    { name: 'Best', assetIds: [] },
    context.state.user,
  ).id,
});
const ofShare = (context: ConformanceContext) => {
  const data = { type: 'asset', access: 'public', name: 'Review' } as const;
  const { share } = createShare(context.state, theProject(context), data, context.state.user);
  return { collection_id: share.collection_id };
};

export const COLLECTIONS: readonly ConformanceCase[] = [
  { operation: 'collections.index', ids: inProject, status: 200 },
  {
    operation: 'collections.index',
    ids: inProject,
    query: { include: 'creator', page_size: '1', include_total_count: 'true' },
    status: 200,
  },
  { operation: 'collections.index', ids: () => ({ project_id: UNKNOWN_ID }), status: 404 },
  { operation: 'collections.show', ids: newCollection, status: 200 },
  { operation: 'collections.show', ids: ofShare, query: { include: 'creator,project,shares' }, status: 200 },
  { operation: 'collections.show', ids: newCollection, query: { include: 'assets' }, status: 422 },
  { operation: 'collections.show', ids: () => ({ collection_id: UNKNOWN_ID }), status: 404 },
];
