/** A match of one value of the result. The match includes the value: `codec_match` has `codec`. */
interface ValueMatch<Name extends string> {
  readonly type: `${Name}_match`;
}

/** Found by the name. */
export interface NameMatch extends ValueMatch<'name'> {
  readonly name: string;
  /** The words of the query that match. */
  readonly terms: readonly string[];
}

/** Found by the name the file was uploaded under. */
export interface SourceFilenameMatch extends ValueMatch<'source_filename'> {
  readonly source_filename: string;
  /** The words of the query that match. */
  readonly terms: readonly string[];
}

/** The fields of a project in a match of its name. */
export interface ProjectMatchInfo {
  readonly id: string;
  readonly name: string;
}

/** Found by the name of its project. */
export interface ProjectMatch extends ValueMatch<'project'> {
  readonly project: ProjectMatchInfo;
  /** The words of the query that match. */
  readonly terms: readonly string[];
}

/** Found by its creator. */
export interface CreatorMatch extends ValueMatch<'creator'> {
  readonly creator_id: string;
}

/** Found by its assignees. */
export interface AssigneeMatch extends ValueMatch<'assignee'> {
  readonly assignee_id: string;
}

/** Found by a comment on it. */
export interface CommentMatch extends ValueMatch<'comment'> {
  readonly comment_id: string;
  /** The part of the comment that matches. */
  readonly snippet: string;
  /** The words of the query that match. */
  readonly terms: readonly string[];
}

/** Found by its rating, with the style of the field. */
export interface RatingMatch extends ValueMatch<'rating'> {
  readonly rating: number;
  readonly max_value?: number;
  readonly style?: string;
  readonly color?: string;
}

/** A segment of a video whose picture matches. */
export interface VisualMatchClip {
  /** In milliseconds. */
  readonly start_time: number;
  /** In milliseconds. */
  readonly end_time: number;
  /** Position of the best match, in milliseconds. */
  readonly best_frame_time: number;
  /** Rank by time. */
  readonly index: number;
  /** Rank by relevance. */
  readonly relevancy_index: number;
}

/** Found by its pictures. */
export interface VisualMatch extends ValueMatch<'visual'> {
  readonly clips: readonly VisualMatchClip[];
}

/** Found by its transcription. */
export interface TranscriptionMatch extends ValueMatch<'transcription'> {
  readonly matches: readonly {
    /** Id of the segment of the transcription. */
    readonly id: string;
    /** The part that matches. */
    readonly snippets: readonly string[];
    /** The words of the query that match. */
    readonly terms: readonly string[];
  }[];
}

/** Found by its format. */
export interface FormatMatch extends ValueMatch<'format'> {
  readonly format: string;
}

/** Found by the type of the file. */
export interface FileTypeMatch extends ValueMatch<'file_type'> {
  readonly file_type: string;
}

/** Found by keywords. */
export interface KeywordsMatch extends ValueMatch<'keywords'> {
  /** Only the channels that the query names. */
  readonly keywords: readonly string[];
}

/** Found by its status. */
export interface StatusMatch extends ValueMatch<'status'> {
  readonly status: string;
}

/** Found by its notes. */
export interface NotesMatch extends ValueMatch<'notes'> {
  readonly notes: string;
}

/** Found by its number of comments. */
export interface CommentCountMatch extends ValueMatch<'comment_count'> {
  readonly comment_count: number;
}

/** Found by its number of pages. */
export interface PageCountMatch extends ValueMatch<'page_count'> {
  readonly page_count: number;
}

/** Found by its duration. */
export interface DurationMatch extends ValueMatch<'duration'> {
  /** In seconds. */
  readonly duration: number;
}

/** Found by its size. */
export interface FilesizeMatch extends ValueMatch<'filesize'> {
  /** In bytes. */
  readonly filesize: number;
}

/** Found by its upload date. */
export interface UploadedAtMatch extends ValueMatch<'uploaded_at'> {
  readonly uploaded_at: string;
}

/** Found by the date of its last change. */
export interface UpdatedAtMatch extends ValueMatch<'updated_at'> {
  readonly updated_at: string;
}

/** Found by its deletion date. */
export interface DeletedAtMatch extends ValueMatch<'deleted_at'> {
  readonly deleted_at: string;
}

/** Found by its creation date. */
export interface InsertedAtMatch extends ValueMatch<'inserted_at'> {
  readonly inserted_at: string;
}

/** Found by its sample rate. */
export interface AudioSampleRateMatch extends ValueMatch<'audio_sample_rate'> {
  /** In Hz. */
  readonly audio_sample_rate: number;
}

/** Found by its audio channels. */
export interface ChannelsMatch extends ValueMatch<'channels'> {
  /** Number of matches. */
  readonly channels: number;
}

/** Found by its bit depth. */
export interface BitDepthMatch extends ValueMatch<'bit_depth'> {
  readonly bit_depth: number;
}

/** Found by its bit rate. */
export interface BitRateMatch extends ValueMatch<'bit_rate'> {
  /** In bits per second. */
  readonly bit_rate: number;
}

/** Found by its codec. */
export interface CodecMatch extends ValueMatch<'codec'> {
  readonly codec: string;
}

/** Found by its frame rate. */
export interface FrameRateMatch extends ValueMatch<'frame_rate'> {
  /** In frames per second. */
  readonly frame_rate: number;
}

/** Found by whether it has an alpha channel. */
export interface HasAlphaChannelMatch extends ValueMatch<'has_alpha_channel'> {
  readonly has_alpha_channel: boolean;
}

/** Found by its color space. */
export interface ColorSpaceMatch extends ValueMatch<'color_space'> {
  readonly color_space: string;
}

/** Found by its width. */
export interface ResolutionWidthMatch extends ValueMatch<'resolution_width'> {
  /** In pixels. */
  readonly resolution_width: number;
}

/** Found by its height. */
export interface ResolutionHeightMatch extends ValueMatch<'resolution_height'> {
  /** In pixels. */
  readonly resolution_height: number;
}

/** Found by its dynamic range. */
export interface DynamicRangeMatch extends ValueMatch<'dynamic_range'> {
  readonly dynamic_range: string;
}

/** Why a result was found, distinguished by `type`. */
export type SearchMatch =
  | NameMatch
  | SourceFilenameMatch
  | ProjectMatch
  | CreatorMatch
  | AssigneeMatch
  | CommentMatch
  | RatingMatch
  | VisualMatch
  | TranscriptionMatch
  | FormatMatch
  | FileTypeMatch
  | KeywordsMatch
  | StatusMatch
  | NotesMatch
  | CommentCountMatch
  | PageCountMatch
  | DurationMatch
  | FilesizeMatch
  | UploadedAtMatch
  | UpdatedAtMatch
  | DeletedAtMatch
  | InsertedAtMatch
  | AudioSampleRateMatch
  | ChannelsMatch
  | BitDepthMatch
  | BitRateMatch
  | CodecMatch
  | FrameRateMatch
  | HasAlphaChannelMatch
  | ColorSpaceMatch
  | ResolutionWidthMatch
  | ResolutionHeightMatch
  | DynamicRangeMatch;
