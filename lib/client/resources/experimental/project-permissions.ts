import type { ApiPromise } from '../../api-promise.ts';
import type { RequestOptions } from '../../api-request.ts';
import type { Listing } from '../../page.ts';
import { path } from '../../path.ts';
import { type AssignableUserRole, ProjectPermissions, type UpdateUserRolesParams } from '../project-permissions.ts';
import type { GroupRole, IndexGroupRolesRequest } from './group-roles.ts';

/** Who is in a project, with the groups of Frame.io's experimental API. */
export class ExperimentalProjectPermissions extends ProjectPermissions {
  /** The groups of the project. */
  projectGroupRolesIndex(
    accountId: string,
    projectId: string,
    request: IndexGroupRolesRequest = {},
    options?: RequestOptions,
  ): Listing<GroupRole> {
    return this.listing({
      operation: 'projectPermissions.projectGroupRolesIndex',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/projects/${projectId}/groups`,
      query: { ...request },
      options,
    });
  }

  /** Gives a group a role in the project. One that is not in it yet is added. */
  projectGroupRolesUpdate(
    accountId: string,
    projectId: string,
    groupId: string,
    { data }: UpdateUserRolesParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: { readonly role?: AssignableUserRole } }> {
    return this.call({
      operation: 'projectPermissions.projectGroupRolesUpdate',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/projects/${projectId}/groups/${groupId}`,
      body: { data },
      options,
    });
  }

  /** Takes a group out of the project. Members who have a role there themselves keep it. */
  projectGroupRolesDelete(
    accountId: string,
    projectId: string,
    groupId: string,
    options?: RequestOptions,
  ): ApiPromise<void> {
    return this.call({
      operation: 'projectPermissions.projectGroupRolesDelete',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/projects/${projectId}/groups/${groupId}`,
      options,
    });
  }
}
