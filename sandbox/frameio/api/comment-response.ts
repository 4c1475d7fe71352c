import type * as Frameio from '../../../lib/client/frameio.ts';
import { partsOfAttachment } from '../state/comment-attachments.ts';
import { repliesTo } from '../state/comments.ts';
import type { FrameioState } from '../state/frameio-state.ts';
import type { StoredComment } from '../state/stored-resources.ts';
import { toTimecode } from '../state/timecode.ts';
import type { FieldRules } from '../validation/field-rules.ts';
import { includeRule } from './query-rules.ts';
import { uploadUrls } from './upload-urls.ts';

/** Query of an operation that returns comments. */
export const TIMECODE_QUERY = { timestamp_as_timecode: { type: 'boolean' } } as const satisfies FieldRules;

/** Query of an operation that returns comments with included fields. */
export const COMMENT_QUERY = {
  ...TIMECODE_QUERY,
  include: includeRule('owner', 'replies'),
} as const satisfies FieldRules;

interface CommentQuery {
  readonly timestamp_as_timecode?: boolean;
  readonly include?: readonly ('owner' | 'replies')[];
}

/** Returns a comment as a response shows it. */
export function toComment(stored: StoredComment, query: CommentQuery): Frameio.Comment {
  const { owner: _, parentId: __, ...comment } = stored;
  const { timestamp } = comment;
  return query.timestamp_as_timecode && timestamp !== null ? { ...comment, timestamp: toTimecode(timestamp) } : comment;
}

/** Returns a comment with the fields that `include` names. */
export function commentWithIncludes(
  state: FrameioState,
  stored: StoredComment,
  query: CommentQuery,
): Frameio.CommentWithIncludes {
  const { include = [] } = query;
  return {
    ...toComment(stored, query),
    ...(include.includes('owner') && { owner: stored.owner }),
    ...(include.includes('replies') && {
      replies: repliesTo(state, stored.id).map((reply) => toComment(reply, query)),
    }),
  };
}

/** Returns an attachment with the URLs to upload it to. Only the response to its creation has them. */
export function attachmentWithUrls(
  attachment: Frameio.CommentAttachment,
  context: { readonly state: FrameioState; readonly host: string },
): Frameio.CommentAttachment {
  const parts = partsOfAttachment(context.state, attachment);
  const contentType = attachment.media_type ?? 'application/octet-stream';
  const urls = uploadUrls({ id: attachment.id, contentType, parts }, context);
  return { ...attachment, upload_urls: urls.map(({ url }) => url) };
}
