import type { PageQuery } from '../../transport/query.ts';
import type { UserRole } from '../project-permissions.ts';
import type { Group } from './groups.ts';

/** A group with its effective role in a project or workspace, whatever the role comes from. */
export interface GroupRole {
  readonly group: Group;
  readonly role: UserRole['role'];
}

/** Request of the lists of groups in a project and in a workspace. */
export interface IndexGroupRolesRequest extends PageQuery {
  readonly sort?: 'name_asc' | 'name_desc' | 'created_at_asc' | 'created_at_desc' | 'role_asc' | 'role_desc';
}
