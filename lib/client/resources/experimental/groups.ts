import type { ApiPromise } from '../../api-promise.ts';
import type { RequestOptions } from '../../api-request.ts';
import type { Listing } from '../../page.ts';
import { path } from '../../path.ts';
import type { PageQuery } from '../../query.ts';
import { type GroupCommon, Groups, type SyncGroupWithIncludes } from '../groups.ts';
import type { User } from '../users.ts';

/**
 * A group imported from Adobe. That its `source` is always `adobe` is inferred from the stable `GroupWithIncludes`,
 * which tells groups apart by it.
 */
export interface SyncGroup extends GroupCommon {
  readonly source: 'adobe';
  /** How far the import of its members is. */
  readonly sync_status: SyncGroupWithIncludes['sync_status'];
}

/** A group; `source` tells the kinds apart. Which `source` goes with which kind is inferred as for `SyncGroup`. */
export type Group = (GroupCommon & { readonly source: 'frame' | 'workfront' }) | SyncGroup;

/** A group that exists at Adobe and can be imported. */
export interface AdobeGroupSummary {
  /** Digits, as text. */
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
    /** How many may be added at once is not documented. */
    readonly user_ids: readonly string[];
  };
}

/** Request of `groups.addAdobeGroupToAccount`. */
export interface AddAdobeGroupParams {
  readonly data: Pick<AdobeGroupSummary, 'adobe_group_id'>;
}

/** Answer of `groups.addAdobeGroupToAccount`. */
export interface AddAdobeGroupResponse {
  readonly data: SyncGroup;
  /** Only when the group was in the account already. */
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

  /** The members of a group. The account's id has to be a UUID here, not one that begins with `adobe:`. */
  users(accountId: string, groupId: string, request: UsersGroupsRequest = {}, options?: RequestOptions): Listing<User> {
    return this.listing({
      operation: 'groups.users',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/groups/${groupId}/users`,
      query: { ...request },
      options,
    });
  }

  /**
   * Adds users to a group whose `source` is `frame`. Adding a member again changes nothing. One user that cannot be
   * added refuses them all.
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

  /** Takes a user out of a group. */
  removeMember(accountId: string, groupId: string, userId: string, options?: RequestOptions): ApiPromise<void> {
    return this.call({
      operation: 'groups.removeMember',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/groups/${groupId}/users/${userId}`,
      options,
    });
  }

  /** The groups at Adobe that the account can import. */
  listAdobeGroups(accountId: string, request: PageQuery = {}, options?: RequestOptions): Listing<AdobeGroupSummary> {
    return this.listing({
      operation: 'groups.listAdobeGroups',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/adobe_groups`,
      query: { ...request },
      options,
    });
  }

  /** Imports a group from Adobe. One that is in the account already is given as it is: 200 instead of 201. */
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
