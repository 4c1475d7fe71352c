import type { ApiPromise } from '../transport/api-promise.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import type { PagePromise } from '../transport/page.ts';
import { path } from '../transport/path.ts';
import type { PageQuery } from '../transport/query.ts';
import { Resource } from './resource.ts';
import type { User } from './users.ts';

/** A user with the role held in a project or folder. Some roles are inherited from the workspace or the account. */
export interface UserRole {
  readonly role:
    | 'workspace_admin'
    | 'full_access'
    | 'editor'
    | 'edit_only'
    | 'commenter'
    | 'viewer'
    | 'admin'
    | 'owner';
  readonly user: User;
}

/** A role that can be assigned in a project or folder. */
export type AssignableUserRole = 'full_access' | 'editor' | 'edit_only' | 'commenter' | 'viewer';

/** Request of `projectPermissions.index`. */
export interface IndexProjectPermissionsRequest extends PageQuery {
  /** Whether to list deactivated users too. @default false */
  readonly include_deactivated?: boolean;
  readonly sort?: 'role_asc' | 'role_desc' | 'name_asc' | 'name_desc' | 'email_asc' | 'email_desc';
}

/** Request of `projectPermissions.projectUserRolesUpdate` and `folderPermissions.folderUserRolesUpdate`. */
export interface UpdateUserRolesParams {
  readonly data: { readonly role: AssignableUserRole };
}

/** Members of a project and their roles. */
export class ProjectPermissions extends Resource {
  /** Lists the users of the project. */
  index(
    accountId: string,
    projectId: string,
    request: IndexProjectPermissionsRequest = {},
    options?: RequestOptions,
  ): PagePromise<UserRole> {
    return this.pages({
      operation: 'projectPermissions.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/projects/${projectId}/users`,
      query: { ...request },
      options,
    });
  }

  /** Gives a user a role in the project. Adds a user who is not a member yet. */
  projectUserRolesUpdate(
    accountId: string,
    projectId: string,
    userId: string,
    { data }: UpdateUserRolesParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: { readonly role?: AssignableUserRole } }> {
    return this.call({
      operation: 'projectPermissions.projectUserRolesUpdate',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/projects/${projectId}/users/${userId}`,
      body: { data },
      options,
    });
  }

  /** Removes a user from the project. */
  delete(accountId: string, projectId: string, userId: string, options?: RequestOptions): ApiPromise<void> {
    return this.call({
      operation: 'projectPermissions.delete',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/projects/${projectId}/users/${userId}`,
      options,
    });
  }
}
