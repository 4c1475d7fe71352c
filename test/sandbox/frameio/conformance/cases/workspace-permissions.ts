import { setRole } from '../../../../../sandbox/frameio/state/permissions.ts';
import { type ConformanceCase, type ConformanceContext, UNKNOWN_ID } from '../conformance-case.ts';

const inWorkspace = ({ state }: ConformanceContext) => ({ workspace_id: state.workspace.id });
const uploader = (context: ConformanceContext) => ({ ...inWorkspace(context), user_id: context.state.uploader.id });
const uploaderWithRole = (context: ConformanceContext) => {
  const ids = uploader(context);
  setRole(context.state, ids.workspace_id, context.state.uploader, 'editor');
  return ids;
};
const nobody = (context: ConformanceContext) => ({ ...inWorkspace(context), user_id: UNKNOWN_ID });

export const WORKSPACE_PERMISSIONS: readonly ConformanceCase[] = [
  { operation: 'workspace_user_roles.index', ids: inWorkspace, status: 200 },
  {
    operation: 'workspace_user_roles.index',
    ids: inWorkspace,
    query: { sort: 'role_asc', include_deactivated: 'true', page_size: '1', include_total_count: 'true' },
    status: 200,
  },
  { operation: 'workspace_user_roles.update', ids: uploader, body: { data: { role: 'commenter' } }, status: 200 },
  { operation: 'workspace_user_roles.update', ids: uploader, body: { data: { role: 'owner' } }, status: 422 },
  { operation: 'workspace_user_roles.update', ids: nobody, body: { data: { role: 'viewer' } }, status: 404 },
  { operation: 'workspace_user_roles.delete', ids: uploaderWithRole, status: 204 },
  { operation: 'workspace_user_roles.delete', ids: nobody, status: 404 },
];
