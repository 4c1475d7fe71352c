import type { ApiPromise } from '../api-promise.ts';
import type { RequestOptions } from '../api-request.ts';
import type { Listing } from '../page.ts';
import { path } from '../path.ts';
import type { PageQuery } from '../query.ts';
import { Resource } from './resource.ts';
import type { User } from './users.ts';

/** A user with the role held in the account. */
export interface AccountUserRole {
  readonly role: 'member' | 'owner' | 'admin' | 'reviewer' | null;
  readonly user: User;
}

/** A role that can be given in an account; `owner` and `reviewer` cannot. */
export interface AccountRoleData {
  readonly role: 'member' | 'admin';
}

/** Request of `accountPermissions.index`. */
export interface IndexAccountPermissionsRequest extends PageQuery {
  /** Lists users who have been deactivated as well. @default false */
  readonly include_deactivated?: boolean;
  readonly sort?: 'role_asc' | 'role_desc' | 'name_asc' | 'name_desc' | 'email_asc' | 'email_desc';
}

/** Request of `accountPermissions.accountUserRolesUpdate`. */
export interface UpdateAccountRolesParams {
  readonly data: AccountRoleData;
}

/** Who is in an account, and as what. */
export class AccountPermissions extends Resource {
  /** The users of the account. */
  index(
    accountId: string,
    request: IndexAccountPermissionsRequest = {},
    options?: RequestOptions,
  ): Listing<AccountUserRole> {
    return this.listing({
      operation: 'accountPermissions.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/users`,
      query: { ...request },
      options,
    });
  }

  /** Gives a user of the account another role. */
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
