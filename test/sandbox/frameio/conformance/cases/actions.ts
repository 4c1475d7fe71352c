import type { ConformanceCase, ConformanceContext } from '../conformance-case.ts';

const NEW_ACTION = {
  name: 'Archive',
  description: 'Moves the file',
  event: 'studio.archive',
  url: 'https://a.invalid',
};

const inWorkspace = ({ state }: ConformanceContext) => ({ workspace_id: state.workspace.id });
const newAction = ({ state }: ConformanceContext) => ({
  action_id: state.actions.create(NEW_ACTION, state.user).action.id,
});

export const ACTIONS: readonly ConformanceCase[] = [
  { operation: 'actions.create', ids: inWorkspace, body: { data: NEW_ACTION }, status: 201 },
  { operation: 'actions.create', ids: inWorkspace, body: { data: { ...NEW_ACTION, timeout: 4 } }, status: 422 },
  { operation: 'actions.index', ids: inWorkspace, status: 200 },
  {
    operation: 'actions.index',
    ids: inWorkspace,
    query: { include: 'creator', include_total_count: 'true', page_size: '1' },
    status: 200,
  },
  { operation: 'actions.show', ids: newAction, status: 200 },
  { operation: 'actions.show', ids: newAction, query: { include: 'creator' }, status: 200 },
  { operation: 'actions.update', ids: newAction, body: { data: { timeout: 7 } }, status: 200 },
  { operation: 'actions.delete', ids: newAction, status: 204 },
];
