import { createProject } from '../../../../../sandbox/frameio/state/projects.ts';
import { type ConformanceCase, type ConformanceContext, UNKNOWN_ID } from '../conformance-case.ts';

const PAGE = { include: 'owner', sort: 'name_desc', page_size: '1', include_total_count: 'true' };

const inWorkspace = ({ state }: ConformanceContext) => ({ workspace_id: state.workspace.id });
const newProject = ({ state }: ConformanceContext) => ({
  project_id: createProject(state, { name: 'Trailer', workspaceId: state.workspace.id, owner: state.user }).id,
});

export const PROJECTS: readonly ConformanceCase[] = [
  {
    operation: 'projects.create',
    ids: inWorkspace,
    body: { data: { name: 'Trailer', restricted: true } },
    status: 201,
  },
  { operation: 'projects.create', ids: inWorkspace, body: { data: { restricted: true } }, status: 422 },
  { operation: 'projects.index', ids: inWorkspace, status: 200 },
  { operation: 'projects.index', ids: inWorkspace, query: PAGE, status: 200 },
  { operation: 'account_projects.index', query: PAGE, status: 200 },
  { operation: 'invited_projects.index', query: PAGE, status: 200 },
  { operation: 'projects.show', ids: newProject, query: { include: 'owner' }, status: 200 },
  { operation: 'projects.show', ids: () => ({ project_id: UNKNOWN_ID }), status: 404 },
  { operation: 'projects.update', ids: newProject, body: { data: { status: 'inactive' } }, status: 200 },
  { operation: 'projects.update', ids: newProject, body: { data: { status: 'archived' } }, status: 422 },
  { operation: 'projects.delete', ids: newProject, status: 204 },
];
