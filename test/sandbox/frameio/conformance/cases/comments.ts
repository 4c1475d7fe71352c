import { addReply } from '../../../../../sandbox/frameio/state/comments.ts';
import { type ConformanceCase, type ConformanceContext, UNKNOWN_ID } from '../conformance-case.ts';
import { FULL_COMMENT } from '../full-comment.ts';

const onFile = ({ fileId }: ConformanceContext) => ({ file_id: fileId });

const newComment = ({ state, fileId }: ConformanceContext) => ({
  comment_id: state.addComment(fileId, FULL_COMMENT).id,
});
const newReply = ({ state, fileId }: ConformanceContext) => {
  const comment = state.addComment(fileId, FULL_COMMENT);
  addReply(state, comment, 'Done', state.uploader);
  return { comment_id: comment.id };
};
const ATTACHMENT = { name: 'b.png', media_type: 'image/png', file_size: 50_645_990 };

export const COMMENTS: readonly ConformanceCase[] = [
  { operation: 'comments.show', ids: newComment, status: 200 },
  {
    operation: 'comments.show',
    ids: newReply,
    query: { include: 'owner,replies', timestamp_as_timecode: 'true' },
    status: 200,
  },
  { operation: 'comments.update', ids: newComment, body: { data: { text: 'Longer', completed: false } }, status: 200 },
  {
    operation: 'comments.update',
    ids: newComment,
    body: { data: { text_review_annotation: { selection_text: 'a' }, timestamp: null, anchor: null } },
    status: 200,
  },
  { operation: 'comments.update', ids: newComment, body: { data: { attachments: [] } }, status: 422 },
  { operation: 'comments.delete', ids: newReply, status: 204 },
  { operation: 'comments.delete', ids: () => ({ comment_id: UNKNOWN_ID }), status: 404 },
  { operation: 'comments.create_attachment', ids: newComment, body: { data: ATTACHMENT }, status: 201 },
  {
    operation: 'comments.delete_attachment',
    ids: ({ state, fileId }) => {
      const { id, attachments } = state.addComment(fileId, FULL_COMMENT);
      return { comment_id: id, attachment_id: attachments?.[0]?.id ?? '' };
    },
    status: 204,
  },
  {
    operation: 'comments.delete_attachment',
    ids: (context) => ({ ...newComment(context), attachment_id: UNKNOWN_ID }),
    status: 404,
  },
  { operation: 'comments.create', ids: onFile, body: { data: { text: 'Short' } }, status: 201 },
  { operation: 'comments.create', ids: onFile, body: { data: FULL_COMMENT }, status: 201 },
  { operation: 'comments.create', ids: onFile, body: '{', status: 400 },
  { operation: 'comments.index', ids: onFile, status: 200 },
  {
    operation: 'comments.index',
    ids: onFile,
    query: {
      page_size: '1',
      include: 'owner,replies',
      include_total_count: 'true',
      timestamp_as_timecode: 'true',
    },
    status: 200,
  },
  { operation: 'comments.index', ids: onFile, query: { page_size: '0' }, status: 422 },
];
