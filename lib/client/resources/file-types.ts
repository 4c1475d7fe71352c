import type { PageQuery } from '../transport/query.ts';
import type { CopyWithCommentsQuery, File, FileWithMediaLinksInclude } from './assets.ts';

/** Response of `files.createRemoteUpload`. */
export interface FileRemoteUploadResponse {
  readonly data: File;
  readonly links: {
    /** Path of `files.showFileUploadStatus` for this file. Only an example of Frame.io shows it. */
    readonly status?: string;
  };
}

/** A copy and its source. */
export interface BulkFileCopy {
  readonly source_file_id: string;
  readonly file: File;
}

/** Sort orders of a list of files. */
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

/** Request of `files.createLocalUpload`. Frame.io derives the media type from the name. */
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
    /** URL that Frame.io downloads the file from, of at most 50 GB. */
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
    /** URL that Frame.io downloads the file from, instead of an upload. */
    readonly source_url?: string;
  };
}

/** Request of `files.importFile`. */
export interface FileImportParams {
  readonly data: {
    /** 1 to 255 characters. */
    readonly name: string;
    /** Key of the file in the storage. */
    readonly key: string;
    /** The account id in lower case, optionally followed by a dash and a second id. */
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
    /** Folder to copy to. @default the file's own */
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
    /** 1 to 100, without duplicates. */
    readonly file_ids: readonly string[];
    readonly parent_id: string;
  };
}

/** Request of `files.bulkCopy`. */
export interface BulkCopyFilesRequest extends BulkFileCopyMoveParams, CopyWithCommentsQuery {}
