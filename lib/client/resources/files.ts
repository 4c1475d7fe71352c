import type { ApiPromise } from '../api-promise.ts';
import type { RequestOptions } from '../api-request.ts';
import { path } from '../path.ts';
import type { CommaSeparated } from '../query.ts';
import { Resource } from './resource.ts';
import type { User } from './users.ts';

/** A file. Its bytes are `uploaded` before its renditions are `transcoded`. */
export interface File {
  readonly id: string;
  readonly name: string;
  readonly type: 'file';
  readonly parent_id: string | null;
  readonly project_id: string;
  /** Address of the file in Frame.io's web application. */
  readonly view_url: string;
  /** In bytes. */
  readonly file_size: number;
  readonly media_type: string;
  readonly status: 'created' | 'uploaded' | 'transcoded';
  readonly created_at: string;
  readonly updated_at: string;
  readonly adobe_id?: string | null;
  readonly adobe_version_id?: string | null;
}

/** Pre-signed addresses of the original and its renditions; they expire. Null where there is no such rendition yet. */
export interface MediaLinks {
  readonly original?: { readonly download_url: string | null; readonly inline_url: string | null } | null;
  readonly high_quality?: { readonly download_url: string | null } | null;
  readonly efficient?: { readonly download_url: string | null } | null;
  readonly thumbnail?: RenditionLink | null;
  readonly thumbnail_high_quality?: RenditionLink | null;
  readonly video_h264_180?: RenditionLink | null;
  readonly scrub_sheet?: RenditionLink | null;
}

/** Pre-signed addresses of a rendition that can be shown as well as downloaded. */
export interface RenditionLink {
  readonly download_url: string | null;
  readonly url: string | null;
}

/** A file with what `include` asked for. */
export interface FileWithIncludes extends File {
  readonly media_links?: MediaLinks;
  readonly creator?: User;
}

/** What `include` can add to a file. */
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

/** Request of `files.show`. */
export interface ShowFilesRequest {
  readonly include?: FileWithMediaLinksInclude;
}

/** Files. */
export class Files extends Resource {
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
}
