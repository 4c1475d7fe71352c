import type { ApiPromise } from '../transport/api-promise.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import type { PagePromise } from '../transport/page.ts';
import { path } from '../transport/path.ts';
import type { PageQuery } from '../transport/query.ts';
import type {
  AssetWithIncludes,
  CopyQuery,
  FileWithMediaLinksInclude,
  VersionStack,
  VersionStackWithIncludes,
} from './assets.ts';
import type { FileSort } from './file-types.ts';
import type { FolderSort } from './folders.ts';
import { Resource } from './resource.ts';

/** Sort orders of the versions in a stack. */
export type VersionStackSortIndex = FileSort;

/** Sort orders of a list of version stacks. */
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
    /** From the oldest version to the newest: 2 to 10 files, without duplicates. */
    readonly file_ids: readonly string[];
  };
}

/** Request of `versionStacks.copy`. */
export interface VersionStackCopyParams extends CopyQuery {
  readonly data?: {
    /** Folder to copy to. @default the folder that contains it */
    readonly parent_id?: string;
  };
}

/** Request of `versionStacks.move`. */
export interface VersionStackMoveParams {
  readonly data: {
    /** Folder to move to. */
    readonly parent_id?: string;
  };
}

/** Version stacks. To add a version, move a file into one: `files.move`. */
export class VersionStacks extends Resource {
  /** Lists the versions in a stack. A page has at most 100 items. */
  index(
    accountId: string,
    versionStackId: string,
    request: IndexVersionStacksRequest = {},
    options?: RequestOptions,
  ): PagePromise<AssetWithIncludes> {
    return this.pages({
      operation: 'versionStacks.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/version_stacks/${versionStackId}/children`,
      query: { ...request },
      options,
    });
  }

  /** Lists the version stacks in a folder. */
  list(
    accountId: string,
    folderId: string,
    request: ListVersionStacksRequest = {},
    options?: RequestOptions,
  ): PagePromise<VersionStackWithIncludes> {
    return this.pages({
      operation: 'versionStacks.list',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/version_stacks`,
      query: { ...request },
      options,
    });
  }

  /** Returns one version stack with its newest version. */
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

  /** Creates a version stack from files in a folder. */
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

  /**
   * Copies a version stack. Frame.io cannot copy one between projects in Adobe's storage: copy the files, and stack the
   * copies.
   */
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
