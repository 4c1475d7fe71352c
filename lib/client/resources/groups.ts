import type { ApiPromise } from '../transport/api-promise.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import type { PagePromise } from '../transport/page.ts';
import { path } from '../transport/path.ts';
import type { CommaSeparated, PageQuery } from '../transport/query.ts';
import { Resource } from './resource.ts';
import type { User } from './users.ts';

/** A group of users of an account. */
export interface GroupCommon {
  readonly id: string;
  readonly name: string;
  /** Name of the emoji, such as `smile`. */
  readonly emoji: string;
  readonly member_count: number;
  /** Product that manages its members: Frame.io, or the one that it was imported from. */
  readonly source: 'frame' | 'adobe' | 'workfront';
  readonly creator_id: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A group that is not imported from Adobe, with the objects that `include` requests. */
export interface GroupCommonWithIncludes extends GroupCommon {
  readonly source: 'frame' | 'workfront';
  readonly creator?: User;
}

/** A group imported from Adobe, with the objects that `include` requests. */
export interface SyncGroupWithIncludes extends GroupCommon {
  readonly source: 'adobe';
  /** Progress of the import of its members. */
  readonly sync_status: 'not_started' | 'in_progress' | 'completed' | 'error';
  readonly creator?: User;
}

/** A group with the objects that `include` requests, distinguished by `source`. */
export type GroupWithIncludes = GroupCommonWithIncludes | SyncGroupWithIncludes;

/** Objects that `include` can add to a group. */
export type GroupsInclude = CommaSeparated<'creator'>;

/** Request of `groups.index`. */
export interface IndexGroupsRequest extends PageQuery {
  readonly include?: GroupsInclude;
  readonly sort?: 'creator_asc' | 'creator_desc' | 'name_asc' | 'name_desc' | 'created_at_asc' | 'created_at_desc';
}

/** Request of `groups.show`. */
export interface ShowGroupsRequest {
  readonly include?: GroupsInclude;
}

/** Request of `groups.create`. */
export interface CreateGroupParams {
  readonly data: {
    /** 1 to 255 characters. */
    readonly name: string;
    /** Name of the emoji, such as `smile`: 1 to 255 characters. */
    readonly emoji: string;
  };
}

/** Request of `groups.update`. Omitted fields stay the same. */
export interface UpdateGroupParams {
  readonly data: Partial<CreateGroupParams['data']>;
}

/** Groups of users in an account. */
export class Groups extends Resource {
  /** Lists the groups of the account. */
  index(accountId: string, request: IndexGroupsRequest = {}, options?: RequestOptions): PagePromise<GroupWithIncludes> {
    return this.pages({
      operation: 'groups.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/groups`,
      query: { ...request },
      options,
    });
  }

  /** Returns one group. */
  show(
    accountId: string,
    groupId: string,
    request: ShowGroupsRequest = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: GroupWithIncludes }> {
    return this.call({
      operation: 'groups.show',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/groups/${groupId}`,
      query: { ...request },
      options,
    });
  }

  /** Adds a group without members to the account. */
  create(
    accountId: string,
    { data }: CreateGroupParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: GroupCommon }> {
    return this.call({
      operation: 'groups.create',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/groups`,
      body: { data },
      options,
    });
  }

  /** Changes the name or the emoji of a group. */
  update(
    accountId: string,
    groupId: string,
    { data }: UpdateGroupParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: GroupCommon }> {
    return this.call({
      operation: 'groups.update',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/groups/${groupId}`,
      body: { data },
      options,
    });
  }
}
