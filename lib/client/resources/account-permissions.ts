import type { ApiPromise } from '../transport/api-promise.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import type { PagePromise } from '../transport/page.ts';
import { path } from '../transport/path.ts';
import type { PageQuery } from '../transport/query.ts';
import { Resource } from './resource.ts';
import type { User } from './users.ts';

/** A user with the role held in the account. */
export interface AccountUserRole {
  readonly role: 'member' | 'owner' | 'admin' | 'reviewer' | null;
  readonly user: User;
}

/** A role that can be assigned in an account. `owner` and `reviewer` cannot. */
export interface AccountRoleData {
  readonly role: 'member' | 'admin';
}

/** Request of `accountPermissions.index`. */
export interface IndexAccountPermissionsRequest extends PageQuery {
  /** Whether to list deactivated users too. @default false */
  readonly include_deactivated?: boolean;
  readonly sort?: 'role_asc' | 'role_desc' | 'name_asc' | 'name_desc' | 'email_asc' | 'email_desc';
}

/** Request of `accountPermissions.accountUserRolesUpdate`. */
export interface UpdateAccountRolesParams {
  readonly data: AccountRoleData;
}

/** Members of an account and their roles. */
export class AccountPermissions extends Resource {
  /** Lists the users of the account. */
  index(
    accountId: string,
    request: IndexAccountPermissionsRequest = {},
    options?: RequestOptions,
  ): PagePromise<AccountUserRole> {
    return this.pages({
      operation: 'accountPermissions.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/users`,
      query: { ...request },
      options,
    });
  }

  /** Changes the role of a user of the account. */
  accountUserRolesUpdate(
    accountId: string,
    userId: string,
    { data }: UpdateAccountRolesParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: AccountRoleData }> {
    return this.call({
      operation: 'accountPermissions.accountUserRolesUpdate',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/users/${userId}`,
      body: { data },
      options,
    });
  }
}
