import { setRole } from '../../../../../sandbox/frameio/state/permissions.ts';
import { type ConformanceCase, type ConformanceContext, UNKNOWN_ID } from '../conformance-case.ts';

const inFolder = ({ state }: ConformanceContext) => ({ folder_id: state.project.root_folder_id });
const uploader = (context: ConformanceContext) => ({ ...inFolder(context), user_id: context.state.uploader.id });
const uploaderWithRole = (context: ConformanceContext) => {
  const ids = uploader(context);
  setRole(context.state, ids.folder_id, context.state.uploader, 'editor');
  return ids;
};
const nobody = (context: ConformanceContext) => ({ ...inFolder(context), user_id: UNKNOWN_ID });

export const FOLDER_PERMISSIONS: readonly ConformanceCase[] = [
  { operation: 'folder_user_roles.index', ids: inFolder, status: 200 },
  {
    operation: 'folder_user_roles.index',
    ids: inFolder,
    query: { include_deactivated: 'true', page_size: '1', include_total_count: 'true' },
    status: 200,
  },
  { operation: 'folder_user_roles.update', ids: uploader, body: { data: { role: 'commenter' } }, status: 200 },
  { operation: 'folder_user_roles.update', ids: uploader, body: { data: { role: 'owner' } }, status: 422 },
  { operation: 'folder_user_roles.update', ids: nobody, body: { data: { role: 'viewer' } }, status: 404 },
  { operation: 'folder_permissions.delete', ids: uploaderWithRole, status: 204 },
  { operation: 'folder_permissions.delete', ids: nobody, status: 404 },
];
