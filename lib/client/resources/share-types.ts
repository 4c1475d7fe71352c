import type { CommaSeparated, PageQuery } from '../transport/query.ts';
import type { FileWithMediaLinksInclude } from './assets.ts';
import type { FolderSort } from './folders.ts';
import type { ShareSettings } from './share-settings.ts';
import type { User } from './users.ts';

/** A link that shows assets to reviewers. */
export interface Share extends ShareSettings {
  readonly id: string;
  readonly name: string | null;
  readonly description: string | null;
  /** Only `secure` shares have reviewers. */
  readonly access: 'public' | 'secure';
  /** Whether the link works. */
  readonly enabled: boolean;
  readonly commenting_enabled: boolean;
  readonly downloading_enabled: boolean;
  /** When the link expires. */
  readonly expiration: string | null;
  /** At most 255 characters. */
  readonly passphrase?: string | null;
  /** URL of the share. */
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

/** An action on a share. */
export interface ShareActivityItemWithIncludes {
  readonly id: string;
  readonly type: 'share_viewed' | 'asset_viewed' | 'asset_downloaded' | 'comment_created';
  readonly inserted_at: string;
  /** Null for an action on the whole share. */
  readonly asset_id?: string | null;
  /** Null for an action of the system. */
  readonly user_id?: string | null;
  /** Only with `include: 'user'`. */
  readonly user?: User | null;
}

/** Objects that `include` can add to an activity. */
export type ShareActivityInclude = CommaSeparated<'user'>;

/** Sort orders of a list of shares. */
export type ShareSort = 'name_asc' | 'name_desc' | 'created_at_asc' | 'created_at_desc';

/** Sort orders of a list of reviewers. */
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
  /** 1 to 175 characters in one line, not all of them blank. */
  readonly name: string;
  /** At most 640 characters. Only for accounts with branded shares. */
  readonly description?: string | null;
  /** 1 to 100. */
  readonly asset_ids?: readonly string[];
  /** Whether the link works. */
  readonly enabled?: boolean;
  readonly commenting_enabled?: boolean;
  readonly downloading_enabled?: boolean;
  /** When the link expires. */
  readonly expiration?: string | null;
  /** At most 255 characters. If one is required and none is set, Frame.io creates one. */
  readonly passphrase?: string | null;
}

/** Request of `shares.create`. */
export interface CreateShareParams {
  readonly data: AssetShareParams;
}

/** Request of `shares.update`: at least one field. Omitted fields stay the same. */
export interface UpdateShareParams {
  readonly data: ShareSettings & {
    readonly access?: 'public' | 'secure';
    /** 1 to 175 characters in one line, not all of them blank. */
    readonly name?: string | null;
    /** 1 to 640 characters. Only for accounts with branded shares. */
    readonly description?: string | null;
    /** Whether the link works. */
    readonly enabled?: boolean;
    readonly commenting_enabled?: boolean;
    readonly downloading_enabled?: boolean;
    /** When the link expires. */
    readonly expiration?: string | null;
    /** At most 255 characters. If one is required and none is set, Frame.io creates one. */
    readonly passphrase?: string | null;
  };
}

/** Request of `shares.addAsset`. */
export interface AddAssetParams {
  readonly data: {
    readonly asset_id: string;
  };
}

/** Reviewers by one kind of identifier: 1 to 10, without duplicates. */
export type ShareReviewers =
  | { readonly emails: readonly string[]; readonly user_ids?: never; readonly adobe_user_ids?: never }
  | { readonly user_ids: readonly string[]; readonly emails?: never; readonly adobe_user_ids?: never }
  | { readonly adobe_user_ids: readonly string[]; readonly emails?: never; readonly user_ids?: never };

/** Reviewers to add: 1 to 10 without duplicates, by one kind of identifier or by share lists. */
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
    /** A person who is not a member of the account can be added by email only. */
    readonly reviewers: NewShareReviewers;
    /** Message to the reviewers. */
    readonly message: string;
    /** Whether to send an email. A secure share adds the reviewers in either case. @default true */
    readonly notify_by_email?: boolean;
  };
}

/** Request of `shares.removeReviewers`. */
export interface RemoveReviewerParams {
  readonly data: {
    readonly reviewers: ShareReviewers;
  };
}
