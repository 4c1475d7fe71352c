import type { ApiPromise } from '../transport/api-promise.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import type { PagePromise } from '../transport/page.ts';
import { path } from '../transport/path.ts';
import type { AssetWithIncludes, File, FileUploadStatus, FileWithIncludes, FileWithUploadUrls } from './assets.ts';
import type {
  BulkCopyFilesRequest,
  BulkFileCopy,
  BulkFileCopyMoveParams,
  FileCopyParams,
  FileCreateLocalUploadParams,
  FileCreateParams,
  FileCreateRemoteUploadParams,
  FileImportParams,
  FileMoveParams,
  FileRemoteUploadResponse,
  FileUpdateParams,
  ListFilesRequest,
  ShowFilesRequest,
} from './file-types.ts';
import { Resource } from './resource.ts';

/** Frame.io's operations on files, one call each. */
export abstract class FileOperations extends Resource {
  /** Lists the files in a folder, without its subfolders. */
  list(
    accountId: string,
    folderId: string,
    request: ListFilesRequest = {},
    options?: RequestOptions,
  ): PagePromise<AssetWithIncludes> {
    return this.pages({
      operation: 'files.list',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/files`,
      query: { ...request },
      options,
    });
  }

  /** Returns one file. It has links to its media only if `include` names them. */
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

  /** Creates a file, and returns the URLs to upload its bytes to. */
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

  /** Creates a file whose bytes Frame.io downloads from a URL. The response does not wait for the download. */
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
   * Creates a file for a local or a remote upload.
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

  /**
   * Creates a file from one in a storage that is connected to the account. The response does not wait for the bytes.
   */
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

  /** Returns the progress of a file's upload. */
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

  /** Copies a file, by default into its own folder. */
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
}
