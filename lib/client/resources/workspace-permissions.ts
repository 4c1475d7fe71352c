import type { ApiPromise } from '../transport/api-promise.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import type { PagePromise } from '../transport/page.ts';
import { path } from '../transport/path.ts';
import type { PageQuery } from '../transport/query.ts';
import { Resource } from './resource.ts';
import type { User } from './users.ts';

/** A role that can be assigned in a workspace. */
export type WorkspaceRole = 'workspace_admin' | 'full_access' | 'editor' | 'edit_only' | 'commenter' | 'viewer';

/**
 * A user with the role held in the workspace. `admin` and `owner` are roles of the account and cannot be assigned here.
 */
export interface WorkspaceUserRole {
  readonly role: WorkspaceRole | 'admin' | 'owner';
  readonly user: User;
}

/** Request of `workspacePermissions.index`. */
export interface IndexWorkspacePermissionsRequest extends PageQuery {
  /** Whether to list deactivated users too. @default false */
  readonly include_deactivated?: boolean;
  readonly sort?: 'role_asc' | 'role_desc' | 'name_asc' | 'name_desc' | 'email_asc' | 'email_desc';
}

/** Request of `workspacePermissions.workspaceUserRolesUpdate`. */
export interface UpdateWorkspaceRoleParams {
  readonly data: { readonly role: WorkspaceRole };
}

/** Members of a workspace and their roles. */
export class WorkspacePermissions extends Resource {
  /** Lists the users of the workspace. */
  index(
    accountId: string,
    workspaceId: string,
    request: IndexWorkspacePermissionsRequest = {},
    options?: RequestOptions,
  ): PagePromise<WorkspaceUserRole> {
    return this.pages({
      operation: 'workspacePermissions.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}/users`,
      query: { ...request },
      options,
    });
  }

  /** Gives a user a role in the workspace. Adds a user who is not a member yet. */
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

  /** Removes a user from the workspace. */
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
