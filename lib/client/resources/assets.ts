import type { CommaSeparated } from '../transport/query.ts';
import type { MetadataField } from './metadata.ts';
import type { ProjectWithIncludes } from './projects.ts';
import type { User } from './users.ts';

/** Fields that files, folders and version stacks share. */
export interface AssetCommon {
  readonly id: string;
  readonly name: string;
  readonly type: 'file' | 'folder' | 'version_stack';
  /** The folder or version stack that contains it. */
  readonly parent_id: string | null;
  readonly project_id: string;
  /** Address in Frame.io's web application. */
  readonly view_url: string;
  readonly created_at: string;
  readonly updated_at: string;
  /** Its id in Adobe's cloud storage. */
  readonly adobe_id?: string | null;
}

/** A file, folder or version stack with the objects that `include` requests. */
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
  /** Null until the file is uploaded and Frame.io knows its type. */
  readonly media_type: string | null;
  readonly status: 'created' | 'uploaded' | 'transcoded';
  /** Its version in Adobe's cloud storage: an arbitrary string, even if it looks like a number. */
  readonly adobe_version_id?: string | null;
}

/** A file with the objects that `include` requests. */
export interface FileWithIncludes extends File, AssetCommonWithIncludes {
  readonly type: 'file';
  readonly media_links?: MediaLinksCollection;
  /** The folder or version stack that contains the file. */
  readonly parent?: AssetCommon | null;
}

/** A folder. */
export interface Folder extends AssetCommon {
  readonly type: 'folder';
  readonly restricted: boolean;
  /** The file whose picture represents the folder. */
  readonly cover_file_id: string | null;
}

/** A folder with the objects that `include` requests. */
export interface FolderWithIncludes extends Folder, AssetCommonWithIncludes {
  readonly type: 'folder';
}

/** Files that are versions of one another. */
export interface VersionStack extends AssetCommon {
  readonly type: 'version_stack';
  /** The newest version. */
  readonly head_version: File;
}

/** A version stack with the objects that `include` requests. */
export interface VersionStackWithIncludes extends AssetCommonWithIncludes {
  readonly type: 'version_stack';
  /** The newest version, with the same things included. */
  readonly head_version: FileWithIncludes | null;
}

/** An item of a folder, distinguished by `type`. */
export type AssetWithIncludes = FileWithIncludes | FolderWithIncludes | VersionStackWithIncludes;

/** Pre-signed URL of a rendition, which expires. Null if a watermark is required that this rendition cannot carry. */
export interface MediaLinkCommon {
  /** Downloads the file under its name. */
  readonly download_url: string | null;
}

/** Pre-signed URLs of the file as it was uploaded. */
export interface OriginalMediaLink extends MediaLinkCommon {
  /** Opens in a browser. */
  readonly inline_url: string | null;
}

/** Pre-signed URLs of a rendition that a browser can show or download. */
export interface RenditionMediaLink extends MediaLinkCommon {
  /** Serves the file without `Content-Disposition`. */
  readonly url: string | null;
}

/** Pre-signed URLs of the original and its renditions, which expire. Null while the rendition does not exist. */
export interface MediaLinksCollection {
  readonly original?: OriginalMediaLink | null;
  readonly high_quality?: MediaLinkCommon | null;
  readonly efficient?: MediaLinkCommon | null;
  readonly thumbnail?: RenditionMediaLink | null;
  readonly thumbnail_high_quality?: RenditionMediaLink | null;
  readonly video_h264_180?: RenditionMediaLink | null;
  readonly scrub_sheet?: RenditionMediaLink | null;
  /** Playlist for HTTP Live Streaming. Frame.io does not document which of the URLs it has. */
  readonly hls_manifest?: Partial<RenditionMediaLink> | null;
}

/** Objects that `include` can add to a folder. */
export type AssetInclude = CommaSeparated<'creator' | 'project' | 'metadata'>;

/**
 * Objects that `include` can add to files. `media_links.original` causes a 403 for users who may not download. The type
 * accepts any text after the second name, because Frame.io's own example is `creator,project,project.owner`.
 */
export type FileWithMediaLinksInclude = CommaSeparated<
  | 'media_links.original'
  | 'media_links.thumbnail'
  | 'media_links.thumbnail_high_quality'
  | 'media_links.video_h264_180'
  | 'media_links.high_quality'
  | 'media_links.efficient'
  | 'media_links.scrub_sheet'
  | 'media_links.hls_manifest'
  | 'creator'
  | 'project'
  | 'metadata'
  | 'parent'
>;

/** Options of a copy. */
export interface CopyQuery {
  /** Whether to copy the values of metadata fields too. @default false */
  readonly copy_metadata?: boolean;
}

/** Options of a copy that can include comments. */
export interface CopyWithCommentsQuery extends CopyQuery {
  /** Comments to copy too. @default none */
  readonly copy_comments?: 'none' | 'internal' | 'public' | 'all';
}

/**
 * Where to send one part of a file. PUT it with `x-amz-acl: private` and the file's `media_type` as content type, or
 * `application/octet-stream` if the media type is null.
 */
export interface UploadUrl {
  /** Exact size of the part in bytes. */
  readonly size: number;
  /** Pre-signed URL, which expires. The signature covers the headers. */
  readonly url: string;
}

/** A file whose bytes have not been uploaded. */
export interface FileWithUploadUrls extends File {
  /** The parts in order. Their number depends on the size of the file. */
  readonly upload_urls?: readonly UploadUrl[];
}

/** Progress of an upload. */
export interface FileUploadStatus {
  readonly id: string;
  readonly filetype: string;
  readonly upload_complete: boolean;
  readonly upload_failed: boolean;
  /** When the upload began. */
  readonly uploaded_at: string | null;
  readonly upload_completed_at: string | null;
}
