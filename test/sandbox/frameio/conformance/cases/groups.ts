import { createGroup } from '../../../../../sandbox/frameio/state/groups.ts';
import { type ConformanceCase, type ConformanceContext, UNKNOWN_ID } from '../conformance-case.ts';

const NEW_GROUP = { name: 'Colorists', emoji: 'art' };

const newGroup = ({ state }: ConformanceContext) => ({ group_id: createGroup(state, NEW_GROUP, state.user).id });

export const GROUPS: readonly ConformanceCase[] = [
  { operation: 'groups.create', body: { data: NEW_GROUP }, status: 201 },
  { operation: 'groups.create', body: { data: { name: 'Colorists' } }, status: 422 },
  { operation: 'groups.index', status: 200 },
  {
    operation: 'groups.index',
    query: { include: 'creator', sort: 'creator_asc', page_size: '1', include_total_count: 'true' },
    status: 200,
  },
  { operation: 'groups.show', ids: newGroup, query: { include: 'creator' }, status: 200 },
  { operation: 'groups.show', ids: () => ({ group_id: UNKNOWN_ID }), status: 404 },
  { operation: 'groups.update', ids: newGroup, body: { data: { name: 'Editors' } }, status: 200 },
];
