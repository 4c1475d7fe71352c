import type { ApiPromise } from '../transport/api-promise.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import type { PagePromise } from '../transport/page.ts';
import { path } from '../transport/path.ts';
import type { PageQuery } from '../transport/query.ts';
import type { AssignableUserRole, UpdateUserRolesParams, UserRole } from './project-permissions.ts';
import { Resource } from './resource.ts';

/** Request of `folderPermissions.index`. It has no `sort`. */
export interface IndexFolderPermissionsRequest extends PageQuery {
  /** Whether to list deactivated users too. @default false */
  readonly include_deactivated?: boolean;
}

/** Users who may see a folder, and their roles. */
export class FolderPermissions extends Resource {
  /** Lists the users of the folder. */
  index(
    accountId: string,
    folderId: string,
    request: IndexFolderPermissionsRequest = {},
    options?: RequestOptions,
  ): PagePromise<UserRole> {
    return this.pages({
      operation: 'folderPermissions.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/users`,
      query: { ...request },
      options,
    });
  }

  /** Gives a user a role in the folder. Adds a user who is not a member yet. */
  folderUserRolesUpdate(
    accountId: string,
    folderId: string,
    userId: string,
    { data }: UpdateUserRolesParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: { readonly role?: AssignableUserRole } }> {
    return this.call({
      operation: 'folderPermissions.folderUserRolesUpdate',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/users/${userId}`,
      body: { data },
      options,
    });
  }

  /** Removes a user from the folder. */
  delete(accountId: string, folderId: string, userId: string, options?: RequestOptions): ApiPromise<void> {
    return this.call({
      operation: 'folderPermissions.delete',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/users/${userId}`,
      options,
    });
  }
}
