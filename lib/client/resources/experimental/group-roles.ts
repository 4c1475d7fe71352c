import type { PageQuery } from '../../query.ts';
import type { UserRole } from '../project-permissions.ts';
import type { Group } from './groups.ts';

/** A group with the role it has in a project or workspace in the end, wherever it has it from. */
export interface GroupRole {
  readonly group: Group;
  readonly role: UserRole['role'];
}

/** Request of the lists of groups in a project and in a workspace. */
export interface IndexGroupRolesRequest extends PageQuery {
  readonly sort?: 'name_asc' | 'name_desc' | 'created_at_asc' | 'created_at_desc' | 'role_asc' | 'role_desc';
}
