import type { ApiPromise } from '../transport/api-promise.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import type { PagePromise } from '../transport/page.ts';
import { path } from '../transport/path.ts';
import type { CommaSeparated, PageQuery } from '../transport/query.ts';
import { Resource } from './resource.ts';
import type { User } from './users.ts';

/** A link in a comment's text. Indexes count characters of `text`. */
export interface Link {
  readonly start_index: number;
  readonly end_index: number;
  readonly text: string;
  readonly url: string;
}

/** A link to add to a comment's text. Indexes count characters of `text`. */
export type LinkParams = Omit<Link, 'text'>;

/** A user mentioned in a comment's text. Indexes count characters of `text`. */
export interface Mention {
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
  /** URLs to PUT the attachment's parts to. Only the response that creates the attachment has them. */
  readonly upload_urls?: readonly string[] | null;
}

/** A file to attach to a comment. */
export interface AttachmentInput {
  /** 1 to 255 characters. */
  readonly name: string;
  readonly media_type: string;
  /** In bytes. */
  readonly file_size: number;
}

/** A point on the picture, each coordinate from 0 to 1. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
}

/** One marked line of a document, from its lower left corner. */
export interface TextReviewAnnotationBounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Marked text of a document and the suggested edit. */
export interface TextReviewAnnotation {
  /** The marked lines, at least one. */
  readonly bounds: readonly TextReviewAnnotationBounds[];
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
  /** Position in **frames**, or as `HH:MM:SS:FF` with `timestamp_as_timecode`. */
  readonly timestamp: string | number | null;
  /** Length in frames. */
  readonly duration: number | null;
  readonly page: number | null;
  readonly completed_at: string | null;
  readonly completer_id: string | null;
  readonly text_edited_at: string | null;
  readonly text_review_annotation: TextReviewAnnotation | null;
  readonly anchor?: Anchor | null;
  readonly mentions: readonly Mention[];
  readonly links: readonly Link[];
  readonly attachments: readonly CommentAttachment[] | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A comment with the objects that `include` requests. */
export interface CommentWithIncludes extends Comment {
  readonly owner?: User;
  readonly replies?: readonly Comment[];
}

/** Format of the positions in the response. */
export interface TimecodeQuery {
  /** Whether to return `timestamp` as `HH:MM:SS:FF` instead of frames. */
  readonly timestamp_as_timecode?: boolean;
}

/** Objects that `include` can add to a comment. */
export type CommentInclude = CommaSeparated<'owner' | 'replies'>;

/** Request of `comments.index`. */
export interface IndexCommentsRequest extends PageQuery, TimecodeQuery {
  readonly include?: CommentInclude;
  /** Sorting by owner requires `include: 'owner'`. */
  readonly sort?:
    | 'owner_asc'
    | 'owner_desc'
    | 'completed_at_asc'
    | 'completed_at_desc'
    | 'created_at_asc'
    | 'created_at_desc';
}

/** Request of `comments.show`. */
export interface ShowCommentsRequest extends TimecodeQuery {
  readonly include?: CommentInclude;
}

/** Request of `comments.create`. Fields Frame.io does not know are a 422. */
export interface CreateCommentParams extends TimecodeQuery {
  readonly data: {
    /** 1 to 40,000 characters. */
    readonly text: string;
    /** Position in frames, or as `HH:MM:SS:FF`. */
    readonly timestamp?: string | number | null;
    /** Length in frames. Requires `timestamp`. */
    readonly duration?: number | null;
    /** A drawing, as JSON in a string of at most 200,000 characters. */
    readonly annotation?: string | null;
    /** Page of a PDF, from 1. */
    readonly page?: number | null;
    readonly completed?: boolean | null;
    readonly anchor?: Anchor | null;
    readonly links?: readonly LinkParams[];
    /** At most 6. */
    readonly attachments?: readonly AttachmentInput[];
    readonly text_review_annotation?: TextReviewAnnotation;
  };
}

/** Request of `comments.update`. Omitted fields stay the same. */
export interface UpdateCommentParams extends TimecodeQuery {
  readonly data: Partial<Omit<CreateCommentParams['data'], 'attachments' | 'text_review_annotation'>> & {
    /** At least one field. */
    readonly text_review_annotation?: Partial<TextReviewAnnotation>;
  };
}

/** Request of `comments.createAttachment`. */
export interface CreateAttachmentParams {
  readonly data: AttachmentInput;
}

/** Comments on a file. Frame.io's API cannot create replies. */
export class Comments extends Resource {
  /** Lists the comments on a file. */
  index(
    accountId: string,
    fileId: string,
    request: IndexCommentsRequest = {},
    options?: RequestOptions,
  ): PagePromise<CommentWithIncludes> {
    return this.pages({
      operation: 'comments.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/files/${fileId}/comments`,
      query: { ...request },
      options,
    });
  }

  /** Returns one comment. */
  show(
    accountId: string,
    commentId: string,
    request: ShowCommentsRequest = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: CommentWithIncludes }> {
    return this.call({
      operation: 'comments.show',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/comments/${commentId}`,
      query: { ...request },
      options,
    });
  }

  /** Adds a comment to a file as the user of the token. */
  create(
    accountId: string,
    fileId: string,
    { data, ...query }: CreateCommentParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: Comment }> {
    return this.call({
      operation: 'comments.create',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/files/${fileId}/comments`,
      query,
      body: { data },
      options,
    });
  }

  /** Changes or completes a comment. */
  update(
    accountId: string,
    commentId: string,
    { data, ...query }: UpdateCommentParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: Comment }> {
    return this.call({
      operation: 'comments.update',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/comments/${commentId}`,
      query,
      body: { data },
      options,
    });
  }

  /** Deletes a comment with its replies. */
  delete(accountId: string, commentId: string, options?: RequestOptions): ApiPromise<void> {
    return this.call({
      operation: 'comments.delete',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/comments/${commentId}`,
      options,
    });
  }

  /** Adds an attachment to a comment, and returns the URLs to upload its bytes to. */
  createAttachment(
    accountId: string,
    commentId: string,
    { data }: CreateAttachmentParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data?: CommentAttachment }> {
    return this.call({
      operation: 'comments.createAttachment',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/comments/${commentId}/attachments`,
      body: { data },
      options,
    });
  }

  /** Removes an attachment from a comment. */
  deleteAttachment(
    accountId: string,
    commentId: string,
    attachmentId: string,
    options?: RequestOptions,
  ): ApiPromise<void> {
    return this.call({
      operation: 'comments.deleteAttachment',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/comments/${commentId}/attachments/${attachmentId}`,
      options,
    });
  }
}
