import type { ApiPromise } from '../api-promise.ts';
import type { RequestOptions } from '../api-request.ts';
import type { Listing } from '../page.ts';
import { path } from '../path.ts';
import type { CommaSeparated, PageQuery } from '../query.ts';
import type { AssetWithIncludes, FileWithMediaLinksInclude } from './assets.ts';
import type { FolderSort } from './folders.ts';
import { Resource } from './resource.ts';
import type { ShareSettings } from './share-settings.ts';
import type { User } from './users.ts';

/** A link that shows assets to reviewers. */
export interface Share extends ShareSettings {
  readonly id: string;
  readonly name: string | null;
  readonly description: string | null;
  /** Reviewers are added to `secure` shares only. */
  readonly access: 'public' | 'secure';
  /** Whether the link works. */
  readonly enabled: boolean;
  readonly commenting_enabled: boolean;
  readonly downloading_enabled: boolean;
  /** When the link ends. */
  readonly expiration: string | null;
  /** At most 255 characters. */
  readonly passphrase?: string | null;
  /** The link. */
  readonly short_url: string | null;
  /** The collection that holds the assets. */
  readonly collection_id: string;
  readonly last_viewed_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A share after `shares.addAsset`. */
export interface ShareWithAssetAdded extends Share {
  /** Id of the asset. */
  readonly asset_added: string;
}

/** A share after `shares.removeAsset`. */
export interface ShareWithAssetRemoved extends Share {
  /** Id of the asset. */
  readonly asset_removed: string;
}

/** Something that was done with a share. */
export interface ShareActivityItemWithIncludes {
  readonly id: string;
  readonly type: 'share_viewed' | 'asset_viewed' | 'asset_downloaded' | 'comment_created';
  readonly inserted_at: string;
  /** Null for what was done to the share as a whole. */
  readonly asset_id?: string | null;
  /** Null for what the system did. */
  readonly user_id?: string | null;
  /** With `include: 'user'`. */
  readonly user?: User | null;
}

/** What `include` can add to an activity. */
export type ShareActivityInclude = CommaSeparated<'user'>;

/** Orders of a list of shares. */
export type ShareSort = 'name_asc' | 'name_desc' | 'created_at_asc' | 'created_at_desc';

/** Orders of a list of reviewers. */
export type ReviewersSort = 'name_asc' | 'name_desc' | 'active' | 'inactive';

/** Request of `shares.index`. */
export interface IndexSharesRequest extends PageQuery {
  readonly sort?: ShareSort;
}

/** Request of `shares.listReviewers`. */
export interface ListReviewersSharesRequest extends PageQuery {
  readonly sort?: ReviewersSort;
}

/** Request of `shares.listAssets`. */
export interface ListAssetsSharesRequest extends PageQuery {
  readonly include?: FileWithMediaLinksInclude;
  readonly sort?: FolderSort;
}

/** Request of `shares.listActivities`. */
export interface ListActivitiesSharesRequest extends PageQuery {
  readonly include?: ShareActivityInclude;
}

/** A share of files, folders and version stacks. */
export interface AssetShareParams extends ShareSettings {
  readonly type: 'asset';
  readonly access: 'public' | 'secure';
  /** 1 to 175 characters, not all of them blank, in one line. */
  readonly name: string;
  /** At most 640 characters; only for accounts with branded shares. */
  readonly description?: string | null;
  /** 1 to 100. */
  readonly asset_ids?: readonly string[];
  /** Whether the link works. */
  readonly enabled?: boolean;
  readonly commenting_enabled?: boolean;
  readonly downloading_enabled?: boolean;
  /** When the link ends. */
  readonly expiration?: string | null;
  /** At most 255 characters. Where one is needed and none is given, Frame.io makes one. */
  readonly passphrase?: string | null;
}

/** Request of `shares.create`. */
export interface CreateShareParams {
  readonly data: AssetShareParams;
}

/** Request of `shares.update`: at least one field. What is left out stays as it is. */
export interface UpdateShareParams {
  readonly data: ShareSettings & {
    readonly access?: 'public' | 'secure';
    /** 1 to 175 characters, not all of them blank, in one line. */
    readonly name?: string | null;
    /** 1 to 640 characters; only for accounts with branded shares. */
    readonly description?: string | null;
    /** Whether the link works. */
    readonly enabled?: boolean;
    readonly commenting_enabled?: boolean;
    readonly downloading_enabled?: boolean;
    /** When the link ends. */
    readonly expiration?: string | null;
    /** At most 255 characters. Where one is needed and none is given, Frame.io makes one. */
    readonly passphrase?: string | null;
  };
}

/** Request of `shares.addAsset`. */
export interface AddAssetParams {
  readonly data: {
    readonly asset_id: string;
  };
}

/** Reviewers, by one kind of name: 1 to 10, none of them twice. */
export type ShareReviewers =
  | { readonly emails: readonly string[]; readonly user_ids?: never; readonly adobe_user_ids?: never }
  | { readonly user_ids: readonly string[]; readonly emails?: never; readonly adobe_user_ids?: never }
  | { readonly adobe_user_ids: readonly string[]; readonly emails?: never; readonly user_ids?: never };

/** Reviewers to add: as to remove, or all who are on some share lists, 1 to 10 and none of them twice. */
export type NewShareReviewers =
  | (ShareReviewers & { readonly share_list_ids?: never })
  | {
      readonly share_list_ids: readonly string[];
      readonly emails?: never;
      readonly user_ids?: never;
      readonly adobe_user_ids?: never;
    };

/** Request of `shares.addReviewers`. */
export interface AddReviewersToShareParams {
  readonly data: {
    /** Who is no member of the account can only be added by email. */
    readonly reviewers: NewShareReviewers;
    /** What to write to them. */
    readonly message: string;
    /** Whether to send an email. To a secure share they are added without one too. @default true */
    readonly notify_by_email?: boolean;
  };
}

/** Request of `shares.removeReviewers`. */
export interface RemoveReviewerParams {
  readonly data: {
    readonly reviewers: ShareReviewers;
  };
}

/** Shares: links that show assets to reviewers. */
export class Shares extends Resource {
  /** The shares of a project. */
  index(
    accountId: string,
    projectId: string,
    request: IndexSharesRequest = {},
    options?: RequestOptions,
  ): Listing<Share> {
    return this.listing({
      operation: 'shares.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/projects/${projectId}/shares`,
      query: { ...request },
      options,
    });
  }

  /** One share. */
  show(accountId: string, shareId: string, options?: RequestOptions): ApiPromise<{ readonly data: Share }> {
    return this.call({
      operation: 'shares.show',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/shares/${shareId}`,
      options,
    });
  }

  /** Shares assets of a project. */
  create(
    accountId: string,
    projectId: string,
    { data }: CreateShareParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: Share }> {
    return this.call({
      operation: 'shares.create',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/projects/${projectId}/shares`,
      body: { data },
      options,
    });
  }

  /** Changes a share. */
  update(
    accountId: string,
    shareId: string,
    { data }: UpdateShareParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: Share }> {
    return this.call({
      operation: 'shares.update',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/shares/${shareId}`,
      body: { data },
      options,
    });
  }

  /** Deletes a share. */
  delete(accountId: string, shareId: string, options?: RequestOptions): ApiPromise<void> {
    return this.call({
      operation: 'shares.delete',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/shares/${shareId}`,
      options,
    });
  }

  /** What a share shows, what is in its folders and version stacks included. Here a page holds at most 100. */
  listAssets(
    accountId: string,
    shareId: string,
    request: ListAssetsSharesRequest = {},
    options?: RequestOptions,
  ): Listing<AssetWithIncludes> {
    return this.listing({
      operation: 'shares.listAssets',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/shares/${shareId}/assets`,
      query: { ...request },
      options,
    });
  }

  /** Adds a file, folder or version stack to a share. */
  addAsset(
    accountId: string,
    shareId: string,
    { data }: AddAssetParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: ShareWithAssetAdded }> {
    return this.call({
      operation: 'shares.addAsset',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/shares/${shareId}/assets`,
      body: { data },
      options,
    });
  }

  /** Removes a file, folder or version stack from a share. */
  removeAsset(
    accountId: string,
    shareId: string,
    assetId: string,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: ShareWithAssetRemoved }> {
    return this.call({
      operation: 'shares.removeAsset',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/shares/${shareId}/assets/${assetId}`,
      options,
    });
  }

  /** The reviewers of a share. */
  listReviewers(
    accountId: string,
    shareId: string,
    request: ListReviewersSharesRequest = {},
    options?: RequestOptions,
  ): Listing<User> {
    return this.listing({
      operation: 'shares.listReviewers',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/shares/${shareId}/reviewers`,
      query: { ...request },
      options,
    });
  }

  /** Adds reviewers to a secure share; of a public one, tells them by email. */
  addReviewers(
    accountId: string,
    shareId: string,
    { data }: AddReviewersToShareParams,
    options?: RequestOptions,
  ): ApiPromise<void> {
    return this.call({
      operation: 'shares.addReviewers',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/shares/${shareId}/reviewers`,
      body: { data },
      options,
    });
  }

  /** Removes reviewers from a secure share. */
  removeReviewers(
    accountId: string,
    shareId: string,
    { data }: RemoveReviewerParams,
    options?: RequestOptions,
  ): ApiPromise<void> {
    return this.call({
      operation: 'shares.removeReviewers',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/shares/${shareId}/reviewers`,
      body: { data },
      options,
    });
  }

  /** What was done with a share. Pages have no `total_count`. */
  listActivities(
    accountId: string,
    shareId: string,
    request: ListActivitiesSharesRequest = {},
    options?: RequestOptions,
  ): Listing<ShareActivityItemWithIncludes> {
    return this.listing({
      operation: 'shares.listActivities',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/shares/${shareId}/activities`,
      query: { ...request },
      options,
    });
  }
}
