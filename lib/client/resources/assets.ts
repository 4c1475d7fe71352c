import type { CommaSeparated } from '../query.ts';
import type { MetadataField } from './metadata.ts';
import type { ProjectWithIncludes } from './projects.ts';
import type { User } from './users.ts';

/** What files, folders and version stacks have in common. */
export interface AssetCommon {
  readonly id: string;
  readonly name: string;
  readonly type: 'file' | 'folder' | 'version_stack';
  /** The folder or version stack it is in. */
  readonly parent_id: string | null;
  readonly project_id: string;
  /** Address in Frame.io's web application. */
  readonly view_url: string;
  readonly created_at: string;
  readonly updated_at: string;
  /** Its id in Adobe's cloud storage. */
  readonly adobe_id?: string | null;
}

/** A file, folder or version stack with what `include` asked for. */
export interface AssetCommonWithIncludes extends AssetCommon {
  readonly creator?: User;
  readonly project?: ProjectWithIncludes;
  readonly metadata?: readonly MetadataField[];
}

/** A file. Its bytes are `uploaded` before its renditions are `transcoded`. */
export interface File extends AssetCommon {
  readonly type: 'file';
  /** In bytes. */
  readonly file_size: number;
  /** Null until the file has been uploaded and Frame.io knows its type. */
  readonly media_type: string | null;
  readonly status: 'created' | 'uploaded' | 'transcoded';
  /** Its version in Adobe's cloud storage: any text, even where it looks like a number. */
  readonly adobe_version_id?: string | null;
}

/** A file with what `include` asked for. */
export interface FileWithIncludes extends File, AssetCommonWithIncludes {
  readonly type: 'file';
  readonly media_links?: MediaLinksCollection;
}

/** A folder. */
export interface Folder extends AssetCommon {
  readonly type: 'folder';
  readonly restricted: boolean;
  /** The file whose picture stands for the folder. */
  readonly cover_file_id: string | null;
}

/** A folder with what `include` asked for. */
export interface FolderWithIncludes extends Folder, AssetCommonWithIncludes {
  readonly type: 'folder';
}

/** Files that are versions of one another. */
export interface VersionStack extends AssetCommon {
  readonly type: 'version_stack';
  /** The newest version. */
  readonly head_version: File;
}

/** A version stack with what `include` asked for. */
export interface VersionStackWithIncludes extends AssetCommonWithIncludes {
  readonly type: 'version_stack';
  /** The newest version, with the same things included. */
  readonly head_version: FileWithIncludes | null;
}

/** What a folder can hold, told apart by `type`. */
export type AssetWithIncludes = FileWithIncludes | FolderWithIncludes | VersionStackWithIncludes;

/** Pre-signed address of a rendition; it expires. Null where a watermark is due that this rendition cannot carry. */
export interface MediaLinkCommon {
  /** Is downloaded under the file's name. */
  readonly download_url: string | null;
}

/** Pre-signed addresses of the file as it was uploaded. */
export interface OriginalMediaLink extends MediaLinkCommon {
  /** Is shown by a browser. */
  readonly inline_url: string | null;
}

/** Pre-signed addresses of a rendition that can be shown as well as downloaded. */
export interface RenditionMediaLink extends MediaLinkCommon {
  /** Comes without `Content-Disposition`. */
  readonly url: string | null;
}

/** Pre-signed addresses of the original and its renditions; they expire. Null where there is no such rendition yet. */
export interface MediaLinksCollection {
  readonly original?: OriginalMediaLink | null;
  readonly high_quality?: MediaLinkCommon | null;
  readonly efficient?: MediaLinkCommon | null;
  readonly thumbnail?: RenditionMediaLink | null;
  readonly thumbnail_high_quality?: RenditionMediaLink | null;
  readonly video_h264_180?: RenditionMediaLink | null;
  readonly scrub_sheet?: RenditionMediaLink | null;
}

/** What `include` can add to a folder. */
export type AssetInclude = CommaSeparated<'creator' | 'project' | 'metadata'>;

/**
 * What `include` can add where files come back. `media_links.original` is a 403 for those who may not download. A text
 * of three names or more is checked no further: Frame.io's own example asks for `creator,project,project.owner`.
 */
export type FileWithMediaLinksInclude = CommaSeparated<
  | 'media_links.original'
  | 'media_links.thumbnail'
  | 'media_links.thumbnail_high_quality'
  | 'media_links.video_h264_180'
  | 'media_links.high_quality'
  | 'media_links.efficient'
  | 'media_links.scrub_sheet'
  | 'creator'
  | 'project'
  | 'metadata'
>;

/** What goes along with a copy. */
export interface CopyQuery {
  /** Copies the values of metadata fields too. @default false */
  readonly copy_metadata?: boolean;
}

/** What goes along with a copy, where comments can. */
export interface CopyWithCommentsQuery extends CopyQuery {
  /** Which comments to copy too. @default none */
  readonly copy_comments?: 'none' | 'internal' | 'public' | 'all';
}

/**
 * Where to send one part of a file: PUT it with `x-amz-acl: private` and the file's `media_type` as content type, or
 * `application/octet-stream` where that is null.
 */
export interface UploadUrl {
  /** Exactly how many bytes the part has. */
  readonly size: number;
  /** Pre-signed, headers included; it expires. */
  readonly url: string;
}

/** A file that waits for its bytes. */
export interface FileWithUploadUrls extends File {
  /** The parts in order; how many there are depends on the size. */
  readonly upload_urls?: readonly UploadUrl[];
}

/** How far an upload is. */
export interface FileUploadStatus {
  readonly id: string;
  readonly filetype: string;
  readonly upload_complete: boolean;
  readonly upload_failed: boolean;
  /** When the upload began. */
  readonly uploaded_at: string | null;
  readonly upload_completed_at: string | null;
}
