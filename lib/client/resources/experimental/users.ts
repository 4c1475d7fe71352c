import type { ApiPromise } from '../../api-promise.ts';
import type { RequestOptions } from '../../api-request.ts';
import type { Listing } from '../../page.ts';
import { path } from '../../path.ts';
import type { CommaSeparated, PageQuery } from '../../query.ts';
import type { AccountUserRole } from '../account-permissions.ts';
import type { AssignableUserRole, UserRole } from '../project-permissions.ts';
import { type User, Users } from '../users.ts';

/** A user as the experimental API gives one. */
export interface ExperimentalUser extends User {
  readonly joined_at?: string | null;
  readonly last_active_at?: string | null;
  readonly timezone?: string | null;
}

/**
 * A user with the role held in the account. That `role` is always there and may be null is inferred from the stable
 * `AccountUserRole`.
 */
export interface ExperimentalAccountUserRole extends AccountUserRole {
  readonly user: ExperimentalUser;
}

/** Something a user belongs to; `type` tells what. A group gives no role by itself. */
export type AccountUserMembership =
  | { readonly type: 'group'; readonly id: string; readonly name: string }
  | {
      readonly type: 'workspace';
      readonly id: string;
      readonly name: string;
      readonly role: UserRole['role'];
    }
  | {
      readonly type: 'project';
      readonly id: string;
      readonly name: string;
      readonly role: AssignableUserRole;
    };

/** Request of `users.accountUserRolesMemberships`. */
export interface AccountUserRolesMembershipsUsersRequest extends PageQuery {
  /** Lists these kinds only. That there are no others is inferred from the kinds the answer has. */
  readonly type?: CommaSeparated<AccountUserMembership['type']>;
  readonly sort?: 'name_asc' | 'name_desc' | 'type_asc' | 'type_desc' | 'role_asc' | 'role_desc';
}

/** Users, with the operations of Frame.io's experimental API. */
export class ExperimentalUsers extends Users {
  /** One user of the account. */
  accountUserRolesShow(
    accountId: string,
    userId: string,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: ExperimentalAccountUserRole }> {
    return this.call({
      operation: 'users.accountUserRolesShow',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/users/${userId}`,
      options,
    });
  }

  /** The groups, workspaces and projects a user of the account belongs to. */
  accountUserRolesMemberships(
    accountId: string,
    userId: string,
    request: AccountUserRolesMembershipsUsersRequest = {},
    options?: RequestOptions,
  ): Listing<AccountUserMembership> {
    return this.listing({
      operation: 'users.accountUserRolesMemberships',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/users/${userId}/memberships`,
      query: { ...request },
      options,
    });
  }
}
