import { setRole } from '../../../../../sandbox/frameio/state/permissions.ts';
import { type ConformanceCase, type ConformanceContext, UNKNOWN_ID } from '../conformance-case.ts';

const inProject = ({ state }: ConformanceContext) => ({ project_id: state.project.id });
const uploader = (context: ConformanceContext) => ({ ...inProject(context), user_id: context.state.uploader.id });
const uploaderWithRole = (context: ConformanceContext) => {
  const ids = uploader(context);
  setRole(context.state, ids.project_id, context.state.uploader, 'editor');
  return ids;
};
const nobody = (context: ConformanceContext) => ({ ...inProject(context), user_id: UNKNOWN_ID });

export const PROJECT_PERMISSIONS: readonly ConformanceCase[] = [
  { operation: 'project_user_roles.index', ids: inProject, status: 200 },
  {
    operation: 'project_user_roles.index',
    ids: inProject,
    query: { sort: 'role_asc', include_deactivated: 'true', page_size: '1', include_total_count: 'true' },
    status: 200,
  },
  { operation: 'project_user_roles.update', ids: uploader, body: { data: { role: 'commenter' } }, status: 200 },
  { operation: 'project_user_roles.update', ids: uploader, body: { data: { role: 'owner' } }, status: 422 },
  { operation: 'project_user_roles.update', ids: nobody, body: { data: { role: 'viewer' } }, status: 404 },
  { operation: 'project_permissions.delete', ids: uploaderWithRole, status: 204 },
  { operation: 'project_permissions.delete', ids: nobody, status: 404 },
];
