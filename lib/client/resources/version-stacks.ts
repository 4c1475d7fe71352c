import type { ApiPromise } from '../api-promise.ts';
import type { RequestOptions } from '../api-request.ts';
import type { Listing } from '../page.ts';
import { path } from '../path.ts';
import type { PageQuery } from '../query.ts';
import type {
  AssetWithIncludes,
  CopyQuery,
  FileWithMediaLinksInclude,
  VersionStack,
  VersionStackWithIncludes,
} from './assets.ts';
import type { FileSort } from './files.ts';
import type { FolderSort } from './folders.ts';
import { Resource } from './resource.ts';

/** Orders of the versions in a stack. */
export type VersionStackSortIndex = FileSort;

/** Orders of a list of version stacks. */
export type VersionStackSortList = FolderSort;

/** Request of `versionStacks.index`. */
export interface IndexVersionStacksRequest extends PageQuery {
  readonly include?: FileWithMediaLinksInclude;
  readonly sort?: VersionStackSortIndex;
}

/** Request of `versionStacks.list`. */
export interface ListVersionStacksRequest extends PageQuery {
  readonly include?: FileWithMediaLinksInclude;
  readonly sort?: VersionStackSortList;
}

/** Request of `versionStacks.show`. */
export interface ShowVersionStacksRequest {
  readonly include?: FileWithMediaLinksInclude;
}

/** Request of `versionStacks.create`. */
export interface VersionStackCreateParams {
  readonly data: {
    /** From the oldest version to the newest: 2 to 10 files, none of them twice. */
    readonly file_ids: readonly string[];
  };
}

/** Request of `versionStacks.copy`. */
export interface VersionStackCopyParams extends CopyQuery {
  readonly data?: {
    /** The folder to copy to. @default the one it is in */
    readonly parent_id?: string;
  };
}

/** Request of `versionStacks.move`. */
export interface VersionStackMoveParams {
  readonly data: {
    /** The folder to move to. */
    readonly parent_id?: string;
  };
}

/** Version stacks. To add a version, move a file into one: `files.move`. */
export class VersionStacks extends Resource {
  /** The versions in a stack. Here a page holds at most 100. */
  index(
    accountId: string,
    versionStackId: string,
    request: IndexVersionStacksRequest = {},
    options?: RequestOptions,
  ): Listing<AssetWithIncludes> {
    return this.listing({
      operation: 'versionStacks.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/version_stacks/${versionStackId}/children`,
      query: { ...request },
      options,
    });
  }

  /** The version stacks in a folder. */
  list(
    accountId: string,
    folderId: string,
    request: ListVersionStacksRequest = {},
    options?: RequestOptions,
  ): Listing<VersionStackWithIncludes> {
    return this.listing({
      operation: 'versionStacks.list',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/version_stacks`,
      query: { ...request },
      options,
    });
  }

  /** One version stack, with its newest version. */
  show(
    accountId: string,
    versionStackId: string,
    request: ShowVersionStacksRequest = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: VersionStackWithIncludes }> {
    return this.call({
      operation: 'versionStacks.show',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/version_stacks/${versionStackId}`,
      query: { ...request },
      options,
    });
  }

  /** Makes a version stack of files, in a folder. */
  create(
    accountId: string,
    folderId: string,
    { data }: VersionStackCreateParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: VersionStackWithIncludes }> {
    return this.call({
      operation: 'versionStacks.create',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/version_stacks`,
      body: { data },
      options,
    });
  }

  /** Copies a version stack. Between projects in Adobe's storage it cannot: copy the files, and stack the copies. */
  copy(
    accountId: string,
    versionStackId: string,
    { data, ...query }: VersionStackCopyParams = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: VersionStack }> {
    return this.call({
      operation: 'versionStacks.copy',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/version_stacks/${versionStackId}/copy`,
      query,
      body: { data },
      options,
    });
  }

  /** Moves a version stack to a folder. */
  move(
    accountId: string,
    versionStackId: string,
    { data }: VersionStackMoveParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: VersionStack }> {
    return this.call({
      operation: 'versionStacks.move',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/version_stacks/${versionStackId}/move`,
      body: { data },
      options,
    });
  }
}
