import type { ApiPromise } from '../../transport/api-promise.ts';
import type { RequestOptions } from '../../transport/api-request.ts';
import type { PagePromise } from '../../transport/page.ts';
import { path } from '../../transport/path.ts';
import type { CommaSeparated, PageQuery } from '../../transport/query.ts';
import type { AccountUserRole } from '../account-permissions.ts';
import type { AssignableUserRole, UserRole } from '../project-permissions.ts';
import { type User, Users } from '../users.ts';

/** A user, as the experimental API returns it. */
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

/** A group, workspace or project that a user belongs to, distinguished by `type`. A group has no role. */
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
  /** Types to list. That there are no others is inferred from the types in the response. */
  readonly type?: CommaSeparated<AccountUserMembership['type']>;
  readonly sort?: 'name_asc' | 'name_desc' | 'type_asc' | 'type_desc' | 'role_asc' | 'role_desc';
}

/** Users, with the operations of Frame.io's experimental API. */
export class ExperimentalUsers extends Users {
  /** Returns one user of the account. */
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

  /** Lists the groups, workspaces and projects that a user of the account belongs to. */
  accountUserRolesMemberships(
    accountId: string,
    userId: string,
    request: AccountUserRolesMembershipsUsersRequest = {},
    options?: RequestOptions,
  ): PagePromise<AccountUserMembership> {
    return this.pages({
      operation: 'users.accountUserRolesMemberships',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/users/${userId}/memberships`,
      query: { ...request },
      options,
    });
  }
}
