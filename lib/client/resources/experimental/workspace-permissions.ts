import type { ApiPromise } from '../../transport/api-promise.ts';
import type { RequestOptions } from '../../transport/api-request.ts';
import type { PagePromise } from '../../transport/page.ts';
import { path } from '../../transport/path.ts';
import { type UpdateWorkspaceRoleParams, WorkspacePermissions, type WorkspaceRole } from '../workspace-permissions.ts';
import type { GroupRole, IndexGroupRolesRequest } from './group-roles.ts';

/** Members of a workspace, including the groups of Frame.io's experimental API. */
export class ExperimentalWorkspacePermissions extends WorkspacePermissions {
  /** Lists the groups of the workspace. */
  workspaceGroupRolesIndex(
    accountId: string,
    workspaceId: string,
    request: IndexGroupRolesRequest = {},
    options?: RequestOptions,
  ): PagePromise<GroupRole> {
    return this.pages({
      operation: 'workspacePermissions.workspaceGroupRolesIndex',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}/groups`,
      query: { ...request },
      options,
    });
  }

  /** Gives a group a role in the workspace. Adds a group that is not a member yet. */
  workspaceGroupRolesUpdate(
    accountId: string,
    workspaceId: string,
    groupId: string,
    { data }: UpdateWorkspaceRoleParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: { readonly role?: WorkspaceRole } }> {
    return this.call({
      operation: 'workspacePermissions.workspaceGroupRolesUpdate',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}/groups/${groupId}`,
      body: { data },
      options,
    });
  }

  /** Removes a group from the workspace. Members with a role of their own keep it. */
  workspaceGroupRolesDelete(
    accountId: string,
    workspaceId: string,
    groupId: string,
    options?: RequestOptions,
  ): ApiPromise<void> {
    return this.call({
      operation: 'workspacePermissions.workspaceGroupRolesDelete',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}/groups/${groupId}`,
      options,
    });
  }
}
