import type * as Frameio from '../../../../lib/client/frameio.ts';
import { invalid } from '../../api-error.ts';
import { CREATE_COMMENT, UPDATE_COMMENT } from '../../state/comment-fields.ts';
import { addComment, commentsOf, deleteComment, requireComment, updateComment } from '../../state/comments.ts';
import type { StoredComment } from '../../state/stored-resources.ts';
import { dataResponse, NO_CONTENT } from '../api-response.ts';
import { checkComment } from '../check-comment.ts';
import {
  attachmentWithUrls,
  COMMENT_QUERY,
  commentWithIncludes,
  TIMECODE_QUERY,
  toComment,
} from '../comment-response.ts';
import { ID, operation, UUID } from '../operation.ts';
import { PAGE_QUERY, pageResponse } from '../pagination.ts';
import { sortItems, sortRule } from '../query-rules.ts';
import { perMinute } from '../rate-limit.ts';
import { COMMENT_ATTACHMENTS } from './comment-attachments.ts';

const FILE_PATH = '/v4/accounts/{account_id}/files/{file_id}/comments';
const FILE_IDS = { account_id: ID, file_id: ID } as const;
const PATH = '/v4/accounts/{account_id}/comments/{comment_id}';
const IDS = { account_id: ID, comment_id: UUID } as const;

const SORT_KEYS = {
  owner: ({ owner }: StoredComment) => owner.name,
  completed_at: ({ completed_at }: StoredComment) => completed_at,
  created_at: ({ created_at }: StoredComment) => created_at,
};

const create = operation({
  name: 'comments.create',
  method: 'POST',
  path: FILE_PATH,
  limit: perMinute(100),
  ids: FILE_IDS,
  query: TIMECODE_QUERY,
  body: CREATE_COMMENT,
  handle: ({ state, user, host, ids, query, body: { data } }) => {
    const { file } = state.stores.files.require(ids.file_id);
    checkComment(data, file.media_type);
    const comment = toComment(addComment(state, file.id, data, user), query);
    const attachments = comment.attachments?.map((attachment) => attachmentWithUrls(attachment, { state, host })) ?? [];
    return dataResponse<Frameio.Comment>({ ...comment, attachments }, 201);
  },
});

const index = operation({
  name: 'comments.index',
  method: 'GET',
  path: FILE_PATH,
  limit: perMinute(100),
  ids: FILE_IDS,
  query: { ...COMMENT_QUERY, ...PAGE_QUERY, sort: sortRule('owner', 'completed_at', 'created_at') },
  body: {},
  handle: ({ state, ids, query, path }) => {
    const { include = [], sort } = query;
    if (sort?.startsWith('owner_') && !include.includes('owner')) {
      throw invalid('/sort', 'Sorting by owner requires include=owner');
    }
    const { id } = state.stores.files.require(ids.file_id);
    const comments = sortItems(commentsOf(state, id), sort, SORT_KEYS);
    return pageResponse(comments, { query, path }, (comment) => commentWithIncludes(state, comment, query));
  },
});

const show = operation({
  name: 'comments.show',
  method: 'GET',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: COMMENT_QUERY,
  body: {},
  handle: ({ state, ids, query }) =>
    dataResponse(commentWithIncludes(state, requireComment(state, ids.comment_id), query)),
});

const update = operation({
  name: 'comments.update',
  method: 'PATCH',
  path: PATH,
  limit: perMinute(10),
  ids: IDS,
  query: TIMECODE_QUERY,
  body: UPDATE_COMMENT,
  handle: ({ state, user, ids, query, body: { data } }) => {
    const comment = requireComment(state, ids.comment_id);
    const { file } = state.stores.files.require(comment.file_id);
    checkComment(data, file.media_type, comment.timestamp !== null);
    return dataResponse(toComment(updateComment(state, comment, data, user), query));
  },
});

const remove = operation({
  name: 'comments.delete',
  method: 'DELETE',
  path: PATH,
  limit: perMinute(60),
  ids: IDS,
  query: {},
  body: {},
  handle: ({ state, user, ids }) => {
    deleteComment(state, requireComment(state, ids.comment_id), user);
    return NO_CONTENT;
  },
});

/** Operations on comments. */
export const COMMENTS = [create, index, show, update, remove, ...COMMENT_ATTACHMENTS];
