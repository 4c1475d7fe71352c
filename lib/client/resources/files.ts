import type { ApiPromise } from '../api-promise.ts';
import type { RequestOptions } from '../api-request.ts';
import type { Listing } from '../page.ts';
import { path } from '../path.ts';
import type { PageQuery } from '../query.ts';
import { Storage } from '../upload/storage.ts';
import { type FileUpload, Upload } from '../upload/upload.ts';
import type {
  AssetWithIncludes,
  CopyWithCommentsQuery,
  File,
  FileUploadStatus,
  FileWithIncludes,
  FileWithMediaLinksInclude,
  FileWithUploadUrls,
} from './assets.ts';
import { Resource } from './resource.ts';

/** Answer to `files.createRemoteUpload`. */
export interface FileRemoteUploadResponse {
  readonly data: File;
  readonly links: {
    /** Path of `files.showFileUploadStatus` for this file. Frame.io shows it in an example, and does not promise it. */
    readonly status?: string;
  };
}

/** A copy and what it was made from. */
export interface BulkFileCopy {
  readonly source_file_id: string;
  readonly file: File;
}

/** Orders of a list of files. */
export type FileSort =
  | 'name_asc'
  | 'name_desc'
  | 'created_at_asc'
  | 'created_at_desc'
  | 'updated_at_asc'
  | 'updated_at_desc'
  | 'file_size_asc'
  | 'file_size_desc';

/** Request of `files.list`. */
export interface ListFilesRequest extends PageQuery {
  readonly include?: FileWithMediaLinksInclude;
  readonly sort?: FileSort;
}

/** Request of `files.show`. */
export interface ShowFilesRequest {
  readonly include?: FileWithMediaLinksInclude;
}

/** Request of `files.createLocalUpload`. The media type comes from the name. */
export interface FileCreateLocalUploadParams {
  readonly data: {
    /** 1 to 255 characters. */
    readonly name: string;
    /** In bytes: 1 to 5,000,000,000,000. */
    readonly file_size: number;
  };
}

/** Request of `files.createRemoteUpload`. */
export interface FileCreateRemoteUploadParams {
  readonly data: {
    /** 1 to 255 characters. */
    readonly name: string;
    /** Where Frame.io fetches the file: at most 50 GB. */
    readonly source_url: string;
  };
}

/** Request of `files.create`. */
export interface FileCreateParams {
  readonly data: {
    /** 1 to 255 characters. */
    readonly name: string;
    /** 1 to 255 characters. */
    readonly media_type: string;
    /** In bytes: 1 to 5,000,000,000,000. */
    readonly file_size: number;
    /** Where Frame.io fetches the file, instead of being sent it. */
    readonly source_url?: string;
  };
}

/** Request of `files.importFile`. */
export interface FileImportParams {
  readonly data: {
    /** 1 to 255 characters. */
    readonly name: string;
    /** Where the file is in the storage. */
    readonly key: string;
    /** The account's id in lower case, alone or followed by a dash and a second such id. */
    readonly storage_location: string;
  };
}

/** Request of `files.update`. */
export interface FileUpdateParams {
  readonly data: {
    /** 1 to 255 characters. */
    readonly name?: string;
  };
}

/** Request of `files.copy`. */
export interface FileCopyParams extends CopyWithCommentsQuery {
  readonly data?: {
    /** The folder to copy to. @default the file's own */
    readonly parent_id?: string;
  };
}

/** Request of `files.move`. */
export interface FileMoveParams {
  readonly data: {
    /** A folder, or a version stack: the file becomes a version in it. */
    readonly parent_id?: string;
  };
}

/** Request of `files.bulkMove`. */
export interface BulkFileCopyMoveParams {
  readonly data: {
    /** 1 to 100, none of them twice. */
    readonly file_ids: readonly string[];
    readonly parent_id: string;
  };
}

/** Request of `files.bulkCopy`. */
export interface BulkCopyFilesRequest extends BulkFileCopyMoveParams, CopyWithCommentsQuery {}

/** Files. */
export class Files extends Resource {
  readonly #storage = new Storage(this.clock);

  /** The files in a folder, without those in its folders. */
  list(
    accountId: string,
    folderId: string,
    request: ListFilesRequest = {},
    options?: RequestOptions,
  ): Listing<AssetWithIncludes> {
    return this.listing({
      operation: 'files.list',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/files`,
      query: { ...request },
      options,
    });
  }

  /** One file. Links to its media come only when `include` names them. */
  show(
    accountId: string,
    fileId: string,
    request: ShowFilesRequest = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: FileWithIncludes }> {
    return this.call({
      operation: 'files.show',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/files/${fileId}`,
      query: { ...request },
      options,
    });
  }

  /** Makes a file, and gives the addresses its bytes go to. */
  createLocalUpload(
    accountId: string,
    folderId: string,
    { data }: FileCreateLocalUploadParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: FileWithUploadUrls }> {
    return this.call({
      operation: 'files.createLocalUpload',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/files/local_upload`,
      body: { data },
      options,
    });
  }

  /** Makes a file whose bytes Frame.io fetches from an address. The answer comes before they do. */
  createRemoteUpload(
    accountId: string,
    folderId: string,
    { data }: FileCreateRemoteUploadParams,
    options?: RequestOptions,
  ): ApiPromise<FileRemoteUploadResponse> {
    return this.call({
      operation: 'files.createRemoteUpload',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/files/remote_upload`,
      body: { data },
      options,
    });
  }

  /**
   * Makes a file for either kind of upload.
   *
   * @deprecated Use `createLocalUpload` or `createRemoteUpload`.
   */
  create(
    accountId: string,
    folderId: string,
    { data }: FileCreateParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: FileWithUploadUrls }> {
    return this.call({
      operation: 'files.create',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/files`,
      body: { data },
      options,
    });
  }

  /** Makes a file of one in a storage that is connected to the account. The answer comes before the bytes. */
  importFile(
    accountId: string,
    folderId: string,
    { data }: FileImportParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: File }> {
    return this.call({
      operation: 'files.importFile',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/files/import`,
      body: { data },
      options,
    });
  }

  /** How far a file's upload is. */
  showFileUploadStatus(
    accountId: string,
    fileId: string,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: FileUploadStatus }> {
    return this.call({
      operation: 'files.showFileUploadStatus',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/files/${fileId}/status`,
      options,
    });
  }

  /** Renames a file. */
  update(
    accountId: string,
    fileId: string,
    { data }: FileUpdateParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: File }> {
    return this.call({
      operation: 'files.update',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/files/${fileId}`,
      body: { data },
      options,
    });
  }

  /** Deletes a file. */
  delete(accountId: string, fileId: string, options?: RequestOptions): ApiPromise<void> {
    return this.call({
      operation: 'files.delete',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/files/${fileId}`,
      options,
    });
  }

  /** Copies a file; by default to beside itself. */
  copy(
    accountId: string,
    fileId: string,
    { data, ...query }: FileCopyParams = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: File }> {
    return this.call({
      operation: 'files.copy',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/files/${fileId}/copy`,
      query,
      body: { data },
      options,
    });
  }

  /** Moves a file to a folder, or into a version stack as a version of it. */
  move(
    accountId: string,
    fileId: string,
    { data }: FileMoveParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: File }> {
    return this.call({
      operation: 'files.move',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/files/${fileId}/move`,
      body: { data },
      options,
    });
  }

  /** Copies several files to a folder. */
  bulkCopy(
    accountId: string,
    { data, ...query }: BulkCopyFilesRequest,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: readonly BulkFileCopy[] }> {
    return this.call({
      operation: 'files.bulkCopy',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/files/copy`,
      query,
      body: { data },
      options,
    });
  }

  /** Moves several files to a folder. */
  bulkMove(
    accountId: string,
    { data }: BulkFileCopyMoveParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: readonly File[] }> {
    return this.call({
      operation: 'files.bulkMove',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/files/move`,
      body: { data },
      options,
    });
  }

  /**
   * Uploads a file: creates it, sends its parts to Frame.io's storage side by side, each again where that helps, and
   * resolves when Frame.io has them all. An upload that fails half-way removes the file it created.
   *
   * `timeoutMs` and `maxRetries` of the options hold for each call and each part by itself; for parts they are five
   * minutes and three unless given. As long as a part may take, a stream may give nothing.
   *
   * @throws ConfigError for a body that cannot be read or has no known size; UploadError when the file was created, but
   *   not sent or not confirmed; what `createLocalUpload` throws.
   */
  async upload(
    accountId: string,
    folderId: string,
    upload: FileUpload,
    options: RequestOptions = {},
  ): Promise<{ readonly data: FileWithIncludes }> {
    const calls = {
      create: async (data: FileCreateLocalUploadParams['data']) =>
        (await this.createLocalUpload(accountId, folderId, { data }, options)).data,
      status: async (fileId: string) => (await this.showFileUploadStatus(accountId, fileId, options)).data,
      show: async (fileId: string) => (await this.show(accountId, fileId, {}, options)).data,
      delete: (fileId: string) => this.delete(accountId, fileId), // also when the caller has aborted
    };
    const { clock } = this;
    return { data: await new Upload({ calls, wanted: upload, options, storage: this.#storage, clock }).run() };
  }
}
