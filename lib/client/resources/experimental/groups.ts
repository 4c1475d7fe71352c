import type { ApiPromise } from '../../transport/api-promise.ts';
import type { RequestOptions } from '../../transport/api-request.ts';
import type { PagePromise } from '../../transport/page.ts';
import { path } from '../../transport/path.ts';
import type { PageQuery } from '../../transport/query.ts';
import { type GroupCommon, Groups, type SyncGroupWithIncludes } from '../groups.ts';
import type { User } from '../users.ts';

/**
 * A group imported from Adobe. That its `source` is always `adobe` is inferred from the stable `GroupWithIncludes`,
 * which distinguishes groups by it.
 */
export interface SyncGroup extends GroupCommon {
  readonly source: 'adobe';
  /** Progress of the import of its members. */
  readonly sync_status: SyncGroupWithIncludes['sync_status'];
}

/** A group, distinguished by `source`. The `source` of each kind is inferred, as for `SyncGroup`. */
export type Group = (GroupCommon & { readonly source: 'frame' | 'workfront' }) | SyncGroup;

/** A group of Adobe's that can be imported. */
export interface AdobeGroupSummary {
  /** Digits, as a string. */
  readonly adobe_group_id: string;
  readonly name: string;
}

/** Request of `groups.users`. */
export interface UsersGroupsRequest extends PageQuery {
  readonly sort?: 'name_asc' | 'name_desc' | 'email_asc' | 'email_desc';
}

/** Request of `groups.addUsers`. */
export interface AddGroupMembersParams {
  readonly data: {
    /** The maximum number is not documented. */
    readonly user_ids: readonly string[];
  };
}

/** Request of `groups.addAdobeGroupToAccount`. */
export interface AddAdobeGroupParams {
  readonly data: Pick<AdobeGroupSummary, 'adobe_group_id'>;
}

/** Response of `groups.addAdobeGroupToAccount`. */
export interface AddAdobeGroupResponse {
  readonly data: SyncGroup;
  /** Only if the group was in the account already. */
  readonly message?: string;
}

/** Groups, with the operations of Frame.io's experimental API. */
export class ExperimentalGroups extends Groups {
  /** Deletes a group. */
  delete(accountId: string, groupId: string, options?: RequestOptions): ApiPromise<void> {
    return this.call({
      operation: 'groups.delete',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/groups/${groupId}`,
      options,
    });
  }

  /** Lists the members of a group. The account id must be a UUID here, not one that begins with `adobe:`. */
  users(
    accountId: string,
    groupId: string,
    request: UsersGroupsRequest = {},
    options?: RequestOptions,
  ): PagePromise<User> {
    return this.pages({
      operation: 'groups.users',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/groups/${groupId}/users`,
      query: { ...request },
      options,
    });
  }

  /**
   * Adds users to a group whose `source` is `frame`. Adding a member again has no effect. If one user cannot be
   * added, none is.
   */
  addUsers(
    accountId: string,
    groupId: string,
    { data }: AddGroupMembersParams,
    options?: RequestOptions,
  ): ApiPromise<void> {
    return this.call({
      operation: 'groups.addUsers',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/groups/${groupId}/users`,
      body: { data },
      options,
    });
  }

  /** Removes a user from a group. */
  removeMember(accountId: string, groupId: string, userId: string, options?: RequestOptions): ApiPromise<void> {
    return this.call({
      operation: 'groups.removeMember',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/groups/${groupId}/users/${userId}`,
      options,
    });
  }

  /** Lists the groups of Adobe's that the account can import. */
  listAdobeGroups(
    accountId: string,
    request: PageQuery = {},
    options?: RequestOptions,
  ): PagePromise<AdobeGroupSummary> {
    return this.pages({
      operation: 'groups.listAdobeGroups',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/adobe_groups`,
      query: { ...request },
      options,
    });
  }

  /**
   * Imports a group from Adobe. If the group is in the account already, Frame.io returns it with 200 instead of 201.
   */
  addAdobeGroupToAccount(
    accountId: string,
    { data }: AddAdobeGroupParams,
    options?: RequestOptions,
  ): ApiPromise<AddAdobeGroupResponse> {
    return this.call({
      operation: 'groups.addAdobeGroupToAccount',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/adobe_groups`,
      body: { data },
      options,
    });
  }
}
