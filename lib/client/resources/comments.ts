import { type Listing, listing } from '../page.ts';
import { path, type RequestOptions, type Transport } from '../transport.ts';
import type { User } from './users.ts';

/** A link in a comment's text. Indexes count characters of `text`. */
export interface CommentLink {
  readonly start_index: number;
  readonly end_index: number;
  readonly text: string;
  readonly url: string;
}

/** A user mentioned in a comment's text. Indexes count characters of `text`. */
export interface CommentMention {
  readonly start_index: number;
  readonly end_index: number;
  readonly text: string;
  readonly user_id: string;
}

/** A file attached to a comment. */
export interface CommentAttachment {
  readonly id: string;
  readonly name: string;
  readonly media_type: string | null;
  /** In bytes. */
  readonly file_size: number;
  readonly created_at: string;
  readonly upload_urls?: readonly string[] | null;
}

/** A point on the picture, each coordinate from 0 to 1. */
export interface CommentAnchor {
  readonly x: number;
  readonly y: number;
}

/** Marked text of a document, with what to do to it. */
export interface TextReviewAnnotation {
  /** The marked lines, each from its lower left corner; at least one. */
  readonly bounds: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  readonly selection_text: string | null;
  /** At most 3,000 characters. */
  readonly suggested_text: string | null;
  readonly text_review_annotation_type: 'highlight' | 'insert' | 'remove' | 'replace';
}

/** A comment on a file. */
export interface Comment {
  readonly id: string;
  readonly file_id: string;
  readonly text: string;
  /** A drawing, as JSON in a string. */
  readonly annotation: string | null;
  /** Position in **frames**, or as `HH:MM:SS:FF` when asked for with `timestamp_as_timecode`. */
  readonly timestamp: string | number | null;
  /** Length in frames. */
  readonly duration: number | null;
  readonly page: number | null;
  readonly completed_at: string | null;
  readonly completer_id: string | null;
  readonly text_edited_at: string | null;
  readonly text_review_annotation: TextReviewAnnotation | null;
  readonly anchor?: CommentAnchor | null;
  readonly mentions: readonly CommentMention[];
  readonly links: readonly CommentLink[];
  readonly attachments: readonly CommentAttachment[] | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A comment with what `include` asked for. */
export interface CommentWithIncludes extends Comment {
  readonly owner?: User;
  readonly replies?: readonly Comment[];
}

/** What a new comment is made of. Fields Frame.io does not know are a 422. */
export interface CreateCommentData {
  /** 1 to 40,000 characters. */
  readonly text: string;
  /** Position in frames, or as `HH:MM:SS:FF`. */
  readonly timestamp?: string | number;
  /** Length in frames; needs `timestamp`. */
  readonly duration?: number;
  /** A drawing, as JSON in a string of at most 200,000 characters. */
  readonly annotation?: string;
  /** Page of a PDF, from 1. */
  readonly page?: number;
  readonly completed?: boolean;
  readonly anchor?: CommentAnchor;
  readonly links?: readonly Omit<CommentLink, 'text'>[];
  /** At most 6. */
  readonly attachments?: readonly { readonly name: string; readonly media_type: string; readonly file_size: number }[];
  readonly text_review_annotation?: TextReviewAnnotation;
}

/** Query and body of `comments.create`. */
export interface CreateCommentRequest {
  readonly timestamp_as_timecode?: boolean;
  readonly data: CreateCommentData;
}

/** Query of `comments.index`. */
export interface CommentsIndexRequest {
  readonly timestamp_as_timecode?: boolean;
  /** `owner`, `replies`, or both joined by a comma. */
  readonly include?: string;
  readonly sort?:
    | 'owner_asc'
    | 'owner_desc'
    | 'completed_at_asc'
    | 'completed_at_desc'
    | 'created_at_asc'
    | 'created_at_desc';
  /** 1 to 100. @default 50 */
  readonly page_size?: number;
  /** Cursor of the page to start from. */
  readonly after?: string;
  /** Adds `total_count` to each page. */
  readonly include_total_count?: boolean;
}

/** Comments on a file. */
export class Comments {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** The comments on a file. */
  index(
    accountId: string,
    fileId: string,
    request: CommentsIndexRequest = {},
    options?: RequestOptions,
  ): Listing<CommentWithIncludes> {
    return listing(this.#transport, {
      method: 'GET',
      path: path`/v4/accounts/${accountId}/files/${fileId}/comments`,
      query: { ...request },
      options,
    });
  }

  /** Comments on a file, as the user behind the token. */
  create(
    accountId: string,
    fileId: string,
    { data, ...query }: CreateCommentRequest,
    options?: RequestOptions,
  ): Promise<{ readonly data: Comment }> {
    return this.#transport.request({
      method: 'POST',
      path: path`/v4/accounts/${accountId}/files/${fileId}/comments`,
      query,
      body: { data },
      options,
    });
  }
}
