import type { ApiPromise } from '../api-promise.ts';
import type { RequestOptions } from '../api-request.ts';
import type { Listing } from '../page.ts';
import { path } from '../path.ts';
import type { PageQuery } from '../query.ts';
import { Resource } from './resource.ts';
import type { User } from './users.ts';

/** A role that can be given in a workspace. */
export type WorkspaceRole = 'workspace_admin' | 'full_access' | 'editor' | 'edit_only' | 'commenter' | 'viewer';

/** A user with the role held in the workspace. `admin` and `owner` come with the account and cannot be given here. */
export interface WorkspaceUserRole {
  readonly role: WorkspaceRole | 'admin' | 'owner';
  readonly user: User;
}

/** Request of `workspacePermissions.index`. */
export interface IndexWorkspacePermissionsRequest extends PageQuery {
  /** Lists users who have been deactivated as well. @default false */
  readonly include_deactivated?: boolean;
  readonly sort?: 'role_asc' | 'role_desc' | 'name_asc' | 'name_desc' | 'email_asc' | 'email_desc';
}

/** Request of `workspacePermissions.workspaceUserRolesUpdate`. */
export interface UpdateWorkspaceRoleParams {
  readonly data: { readonly role: WorkspaceRole };
}

/** Who is in a workspace, and as what. */
export class WorkspacePermissions extends Resource {
  /** The users of the workspace. */
  index(
    accountId: string,
    workspaceId: string,
    request: IndexWorkspacePermissionsRequest = {},
    options?: RequestOptions,
  ): Listing<WorkspaceUserRole> {
    return this.listing({
      operation: 'workspacePermissions.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}/users`,
      query: { ...request },
      options,
    });
  }

  /** Gives a user a role in the workspace. Who is not in it yet is added. */
  workspaceUserRolesUpdate(
    accountId: string,
    workspaceId: string,
    userId: string,
    { data }: UpdateWorkspaceRoleParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: { readonly role?: WorkspaceRole } }> {
    return this.call({
      operation: 'workspacePermissions.workspaceUserRolesUpdate',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}/users/${userId}`,
      body: { data },
      options,
    });
  }

  /** Takes a user out of the workspace. */
  workspaceUserRolesDelete(
    accountId: string,
    workspaceId: string,
    userId: string,
    options?: RequestOptions,
  ): ApiPromise<void> {
    return this.call({
      operation: 'workspacePermissions.workspaceUserRolesDelete',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}/users/${userId}`,
      options,
    });
  }
}
