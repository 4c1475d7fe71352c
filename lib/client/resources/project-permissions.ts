import type { ApiPromise } from '../api-promise.ts';
import type { RequestOptions } from '../api-request.ts';
import type { Listing } from '../page.ts';
import { path } from '../path.ts';
import type { PageQuery } from '../query.ts';
import { Resource } from './resource.ts';
import type { User } from './users.ts';

/** A user with the role held in a project or folder. Some of the roles come with the workspace or the account. */
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

/** A role that can be given in a project or folder. */
export type AssignableUserRole = 'full_access' | 'editor' | 'edit_only' | 'commenter' | 'viewer';

/** Request of `projectPermissions.index`. */
export interface IndexProjectPermissionsRequest extends PageQuery {
  /** Lists users who have been deactivated as well. @default false */
  readonly include_deactivated?: boolean;
  readonly sort?: 'role_asc' | 'role_desc' | 'name_asc' | 'name_desc' | 'email_asc' | 'email_desc';
}

/** Request of `projectPermissions.projectUserRolesUpdate` and `folderPermissions.folderUserRolesUpdate`. */
export interface UpdateUserRolesParams {
  readonly data: { readonly role: AssignableUserRole };
}

/** Who is in a project, and as what. */
export class ProjectPermissions extends Resource {
  /** The users of the project. */
  index(
    accountId: string,
    projectId: string,
    request: IndexProjectPermissionsRequest = {},
    options?: RequestOptions,
  ): Listing<UserRole> {
    return this.listing({
      operation: 'projectPermissions.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/projects/${projectId}/users`,
      query: { ...request },
      options,
    });
  }

  /** Gives a user a role in the project. Who is not in it yet is added. */
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

  /** Takes a user out of the project. */
  delete(accountId: string, projectId: string, userId: string, options?: RequestOptions): ApiPromise<void> {
    return this.call({
      operation: 'projectPermissions.delete',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/projects/${projectId}/users/${userId}`,
      options,
    });
  }
}
