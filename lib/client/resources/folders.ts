import type { ApiPromise } from '../transport/api-promise.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import type { PagePromise } from '../transport/page.ts';
import { path } from '../transport/path.ts';
import type { CommaSeparated, PageQuery } from '../transport/query.ts';
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

/** A copy and its source. */
export interface BulkFolderCopy {
  readonly source_folder_id: string;
  readonly folder: Folder;
}

/** Types of a folder's children to list. */
export type ChildrenType = CommaSeparated<'file' | 'folder' | 'version_stack'>;

/** Sort orders of folders, and of the contents of a folder or a share. */
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
    /** Folder to copy to. @default the folder that contains it */
    readonly parent_id?: string;
  };
}

/** Request of `folders.move`. */
export interface FolderMoveParams {
  readonly data: {
    /** Folder to move to. */
    readonly parent_id?: string;
  };
}

/** Request of `folders.bulkMove`. */
export interface BulkFolderCopyMoveParams {
  readonly data: {
    /** 1 to 100, without duplicates. */
    readonly folder_ids: readonly string[];
    readonly parent_id: string;
  };
}

/** Request of `folders.bulkCopy`. */
export interface BulkCopyFoldersRequest extends BulkFolderCopyMoveParams, CopyWithCommentsQuery {}

/** Folders. The root folder of a project is its `root_folder_id`. */
export class Folders extends Resource {
  /** Lists the files, folders and version stacks in a folder, without their contents. */
  index(
    accountId: string,
    folderId: string,
    request: IndexFoldersRequest = {},
    options?: RequestOptions,
  ): PagePromise<AssetWithIncludes> {
    return this.pages({
      operation: 'folders.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/children`,
      query: { ...request },
      options,
    });
  }

  /** Lists the folders in a folder. */
  list(
    accountId: string,
    folderId: string,
    request: ListFoldersRequest = {},
    options?: RequestOptions,
  ): PagePromise<FolderWithIncludes> {
    return this.pages({
      operation: 'folders.list',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/folders`,
      query: { ...request },
      options,
    });
  }

  /** Returns one folder. */
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

  /** Creates a folder in a folder. */
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

  /** Copies a folder. A response (202) without `data` means that Frame.io has not finished. */
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
