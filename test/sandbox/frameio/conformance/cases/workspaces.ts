import { createWorkspace } from '../../../../../sandbox/frameio/state/workspaces.ts';
import { type ConformanceCase, type ConformanceContext, UNKNOWN_ID } from '../conformance-case.ts';

const newWorkspace = ({ state }: ConformanceContext) => ({
  workspace_id: createWorkspace(state, { name: 'Trailers' }, state.user).id,
});

export const WORKSPACES: readonly ConformanceCase[] = [
  { operation: 'workspaces.create', body: { data: { name: 'Trailers' } }, status: 201 },
  { operation: 'workspaces.create', body: { data: {} }, status: 201 },
  { operation: 'workspaces.create', body: { data: { name: '' } }, status: 422 },
  { operation: 'workspaces.index', status: 200 },
  {
    operation: 'workspaces.index',
    query: { include: 'creator', sort: 'name_desc', page_size: '1', include_total_count: 'true' },
    status: 200,
  },
  { operation: 'workspaces.show', ids: newWorkspace, query: { include: 'creator' }, status: 200 },
  { operation: 'workspaces.show', ids: () => ({ workspace_id: UNKNOWN_ID }), status: 404 },
  { operation: 'workspaces.update', ids: newWorkspace, body: { data: { name: 'Teasers' } }, status: 200 },
  { operation: 'workspaces.delete', ids: newWorkspace, status: 204 },
];
