import type { ApiPromise } from '../api-promise.ts';
import type { RequestOptions } from '../api-request.ts';
import type { Listing } from '../page.ts';
import { path } from '../path.ts';
import type { CommaSeparated, PageQuery } from '../query.ts';
import type {
  AssetInclude,
  AssetWithIncludes,
  CopyQuery,
  CopyWithCommentsQuery,
  FileWithMediaLinksInclude,
  Folder,
  FolderWithIncludes,
} from './assets.ts';
import { Resource } from './resource.ts';

/** A copy and what it was made from. */
export interface BulkFolderCopy {
  readonly source_folder_id: string;
  readonly folder: Folder;
}

/** Which of a folder's children to list. */
export type ChildrenType = CommaSeparated<'file' | 'folder' | 'version_stack'>;

/** Orders of folders, and of all that a folder or a share holds. */
export type FolderSort =
  | 'name_asc'
  | 'name_desc'
  | 'created_at_asc'
  | 'created_at_desc'
  | 'updated_at_asc'
  | 'updated_at_desc';

/** Request of `folders.index`. */
export interface IndexFoldersRequest extends PageQuery {
  readonly include?: FileWithMediaLinksInclude;
  /** @default all of them */
  readonly type?: ChildrenType;
  readonly sort?: FolderSort;
}

/** Request of `folders.list`. */
export interface ListFoldersRequest extends PageQuery {
  readonly include?: AssetInclude;
  readonly sort?: FolderSort;
}

/** Request of `folders.show`. */
export interface ShowFoldersRequest {
  readonly include?: AssetInclude;
}

/** Request of `folders.create`. */
export interface FolderCreateParams {
  readonly data: {
    /** 1 to 255 characters. */
    readonly name?: string;
  };
}

/** Request of `folders.update`. */
export interface FolderUpdateParams {
  readonly data: {
    /** 1 to 255 characters. */
    readonly name?: string;
  };
}

/** Request of `folders.copy`. */
export interface FolderCopyParams extends CopyQuery {
  readonly data?: {
    /** The folder to copy to. @default the one it is in */
    readonly parent_id?: string;
  };
}

/** Request of `folders.move`. */
export interface FolderMoveParams {
  readonly data: {
    /** The folder to move to. */
    readonly parent_id?: string;
  };
}

/** Request of `folders.bulkMove`. */
export interface BulkFolderCopyMoveParams {
  readonly data: {
    /** 1 to 100, none of them twice. */
    readonly folder_ids: readonly string[];
    readonly parent_id: string;
  };
}

/** Request of `folders.bulkCopy`. */
export interface BulkCopyFoldersRequest extends BulkFolderCopyMoveParams, CopyWithCommentsQuery {}

/** Folders. A project's `root_folder_id` is where they begin. */
export class Folders extends Resource {
  /** All that is in a folder: files, folders and version stacks, without what is in those. */
  index(
    accountId: string,
    folderId: string,
    request: IndexFoldersRequest = {},
    options?: RequestOptions,
  ): Listing<AssetWithIncludes> {
    return this.listing({
      operation: 'folders.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/children`,
      query: { ...request },
      options,
    });
  }

  /** The folders in a folder. */
  list(
    accountId: string,
    folderId: string,
    request: ListFoldersRequest = {},
    options?: RequestOptions,
  ): Listing<FolderWithIncludes> {
    return this.listing({
      operation: 'folders.list',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/folders`,
      query: { ...request },
      options,
    });
  }

  /** One folder. */
  show(
    accountId: string,
    folderId: string,
    request: ShowFoldersRequest = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: FolderWithIncludes }> {
    return this.call({
      operation: 'folders.show',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/folders/${folderId}`,
      query: { ...request },
      options,
    });
  }

  /** Makes a folder in a folder. */
  create(
    accountId: string,
    folderId: string,
    { data }: FolderCreateParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: Folder }> {
    return this.call({
      operation: 'folders.create',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/folders`,
      body: { data },
      options,
    });
  }

  /** Renames a folder. */
  update(
    accountId: string,
    folderId: string,
    { data }: FolderUpdateParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: Folder }> {
    return this.call({
      operation: 'folders.update',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/folders/${folderId}`,
      body: { data },
      options,
    });
  }

  /** Deletes a folder. */
  delete(accountId: string, folderId: string, options?: RequestOptions): ApiPromise<void> {
    return this.call({
      operation: 'folders.delete',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/folders/${folderId}`,
      options,
    });
  }

  /** Copies a folder. Without `data` in the answer (202) Frame.io is still at work. */
  copy(
    accountId: string,
    folderId: string,
    { data, ...query }: FolderCopyParams = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data?: Folder }> {
    return this.call({
      operation: 'folders.copy',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/copy`,
      query,
      body: { data },
      options,
    });
  }

  /** Moves a folder to another. */
  move(
    accountId: string,
    folderId: string,
    { data }: FolderMoveParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: Folder }> {
    return this.call({
      operation: 'folders.move',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/move`,
      body: { data },
      options,
    });
  }

  /** Copies several folders to another. */
  bulkCopy(
    accountId: string,
    { data, ...query }: BulkCopyFoldersRequest,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: readonly BulkFolderCopy[] }> {
    return this.call({
      operation: 'folders.bulkCopy',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/folders/copy`,
      query,
      body: { data },
      options,
    });
  }

  /** Moves several folders to another. */
  bulkMove(
    accountId: string,
    { data }: BulkFolderCopyMoveParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: readonly Folder[] }> {
    return this.call({
      operation: 'folders.bulkMove',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/folders/move`,
      body: { data },
      options,
    });
  }
}
