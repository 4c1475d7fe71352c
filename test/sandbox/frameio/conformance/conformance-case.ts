import type { RunningApi } from '../running-api.ts';

/** What the calls of a case can use. */
export interface ConformanceContext {
  readonly state: RunningApi['state'];
  /** Id of the default project's root folder. */
  readonly folderId: string;
  /** Id of a video with all renditions and with two comments. */
  readonly fileId: string;
  /** Adds files to the root folder. Returns their ids. */
  readonly addFiles: (...names: readonly string[]) => readonly string[];
}

/** One call to an operation, whose response must follow the OpenAPI document. */
export interface ConformanceCase {
  /** Name of the operation in the sandbox: its `operationId`. */
  readonly operation: string;
  /** Values of the path parameters, besides `account_id`. */
  readonly ids?: (context: ConformanceContext) => Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** The body, or a function that returns it. Text is sent unchanged. */
  readonly body?: unknown;
  /** Expected status of the response. */
  readonly status: number;
}

/** Id of nothing. */
export const UNKNOWN_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** Every value of `include` for assets, comma-separated. */
export const EVERYTHING =
  'media_links.original,media_links.thumbnail,media_links.thumbnail_high_quality,media_links.video_h264_180,' +
  'media_links.high_quality,media_links.efficient,media_links.scrub_sheet,creator,project,project.owner,metadata';
