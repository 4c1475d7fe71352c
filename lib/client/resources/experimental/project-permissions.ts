import type { ApiPromise } from '../../transport/api-promise.ts';
import type { RequestOptions } from '../../transport/api-request.ts';
import type { PagePromise } from '../../transport/page.ts';
import { path } from '../../transport/path.ts';
import { type AssignableUserRole, ProjectPermissions, type UpdateUserRolesParams } from '../project-permissions.ts';
import type { GroupRole, IndexGroupRolesRequest } from './group-roles.ts';

/** Members of a project, including the groups of Frame.io's experimental API. */
export class ExperimentalProjectPermissions extends ProjectPermissions {
  /** Lists the groups of the project. */
  projectGroupRolesIndex(
    accountId: string,
    projectId: string,
    request: IndexGroupRolesRequest = {},
    options?: RequestOptions,
  ): PagePromise<GroupRole> {
    return this.pages({
      operation: 'projectPermissions.projectGroupRolesIndex',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/projects/${projectId}/groups`,
      query: { ...request },
      options,
    });
  }

  /** Gives a group a role in the project. Adds a group that is not a member yet. */
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

  /** Removes a group from the project. Members with a role of their own keep it. */
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
