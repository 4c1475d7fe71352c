import type { ApiPromise } from '../../api-promise.ts';
import type { RequestOptions } from '../../api-request.ts';
import type { Listing } from '../../page.ts';
import { path } from '../../path.ts';
import { type UpdateWorkspaceRoleParams, WorkspacePermissions, type WorkspaceRole } from '../workspace-permissions.ts';
import type { GroupRole, IndexGroupRolesRequest } from './group-roles.ts';

/** Who is in a workspace, with the groups of Frame.io's experimental API. */
export class ExperimentalWorkspacePermissions extends WorkspacePermissions {
  /** The groups of the workspace. */
  workspaceGroupRolesIndex(
    accountId: string,
    workspaceId: string,
    request: IndexGroupRolesRequest = {},
    options?: RequestOptions,
  ): Listing<GroupRole> {
    return this.listing({
      operation: 'workspacePermissions.workspaceGroupRolesIndex',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}/groups`,
      query: { ...request },
      options,
    });
  }

  /** Gives a group a role in the workspace. One that is not in it yet is added. */
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

  /** Takes a group out of the workspace. Members who have a role there themselves keep it. */
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
