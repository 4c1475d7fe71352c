import type { ApiPromise } from '../api-promise.ts';
import type { RequestOptions } from '../api-request.ts';
import type { Listing } from '../page.ts';
import { path } from '../path.ts';
import type { PageQuery } from '../query.ts';
import type { AssignableUserRole, UpdateUserRolesParams, UserRole } from './project-permissions.ts';
import { Resource } from './resource.ts';

/** Request of `folderPermissions.index`. It has no `sort`. */
export interface IndexFolderPermissionsRequest extends PageQuery {
  /** Lists users who have been deactivated as well. @default false */
  readonly include_deactivated?: boolean;
}

/** Who may see a folder, and as what. */
export class FolderPermissions extends Resource {
  /** The users of the folder. */
  index(
    accountId: string,
    folderId: string,
    request: IndexFolderPermissionsRequest = {},
    options?: RequestOptions,
  ): Listing<UserRole> {
    return this.listing({
      operation: 'folderPermissions.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/users`,
      query: { ...request },
      options,
    });
  }

  /** Gives a user a role in the folder. Who is not in it yet is added. */
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

  /** Takes a user out of the folder. */
  delete(accountId: string, folderId: string, userId: string, options?: RequestOptions): ApiPromise<void> {
    return this.call({
      operation: 'folderPermissions.delete',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/users/${userId}`,
      options,
    });
  }
}
