import type * as Frameio from '../../../../lib/client/frameio.ts';
import { CREATE_COMMENT, FIELDS_OF_MEDIA, type NewComment } from '../../state/comment-fields.ts';
import { mediaKindOf } from '../../state/media-type.ts';
import type { StoredComment } from '../../state/stored-resources.ts';
import { toTimecode } from '../../state/timecode.ts';
import type { FieldRules } from '../../validation/field-rules.ts';
import { type ErrorEntry, errorResponse, invalidField, unprocessable } from '../api-response.ts';
import { ascending, descending } from '../compare.ts';
import { ID, operation } from '../operation.ts';
import { PAGE_QUERY, pageOf } from '../pagination.ts';
import { perMinute } from '../rate-limit.ts';

const PATH = '/v4/accounts/{account_id}/files/{file_id}/comments';
const IDS = { account_id: ID, file_id: ID } as const;
const TIMECODE_QUERY = { timestamp_as_timecode: { type: 'boolean' } } as const satisfies FieldRules;

const SORTS = [
  'owner_asc',
  'owner_desc',
  'completed_at_asc',
  'completed_at_desc',
  'created_at_asc',
  'created_at_desc',
] as const;

const COMPARE_OF_SORT = {
  owner_asc: ascending((comment: StoredComment) => comment.owner.name),
  owner_desc: descending((comment: StoredComment) => comment.owner.name),
  completed_at_asc: ascending((comment: StoredComment) => comment.completed_at),
  completed_at_desc: descending((comment: StoredComment) => comment.completed_at),
  created_at_asc: ascending((comment: StoredComment) => comment.created_at),
  created_at_desc: descending((comment: StoredComment) => comment.created_at),
} as const satisfies Record<(typeof SORTS)[number], unknown>;

const create = operation({
  name: 'comments.create',
  method: 'POST',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: TIMECODE_QUERY,
  body: CREATE_COMMENT,
  handle: ({ state, user, ids, query, body: { data } }) => {
    const file = state.file(ids.file_id);
    if (!file) return errorResponse(404);
    const errors = misplacedFields(data, file.media_type);
    if (errors.length > 0) return unprocessable(errors);
    const comment = state.addComment(file.id, data, user);
    // Only this response has upload URLs: Frame.io signs them for a short time.
    const attachments = comment.attachments?.map((attachment) => ({
      ...attachment,
      upload_urls: [`https://uploads.sandbox.invalid/${attachment.id}`],
    }));
    return { status: 201, body: { data: { ...toComment(comment, query), attachments } } };
  },
});

const index = operation({
  name: 'comments.index',
  method: 'GET',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: {
    ...TIMECODE_QUERY,
    ...PAGE_QUERY,
    include: { type: 'array', items: { type: 'string', values: ['owner', 'replies'] } },
    sort: { type: 'string', values: SORTS },
  },
  body: {},
  handle: ({ state, ids, query, path }) => {
    const { include = [], sort = 'created_at_asc' } = query;
    if (sort.startsWith('owner_') && !include.includes('owner')) {
      return unprocessable([invalidField('/sort', 'Sorting by owner requires include=owner')]);
    }
    if (!state.file(ids.file_id)) return errorResponse(404);
    const page = pageOf(state.commentsOf(ids.file_id).toSorted(COMPARE_OF_SORT[sort]), query, path);
    if (!page) return unprocessable([invalidField('/after', 'Invalid cursor')]);
    const data = page.data.map((comment) => ({
      ...toComment(comment, query),
      ...(include.includes('owner') && { owner: comment.owner }),
      ...(include.includes('replies') && { replies: [] }), // the API cannot create replies
    }));
    return { status: 200, body: { ...page, data } };
  },
});

/** Reports fields that the schema allows, but not on this kind of file or not without another field. */
function misplacedFields(data: NewComment, mediaType: string): readonly ErrorEntry[] {
  const kind = mediaKindOf(mediaType);
  const errors = FIELDS_OF_MEDIA.filter(({ name, kinds }) => isGiven(data[name]) && !kinds.includes(kind)).map(
    ({ name }) => invalidField(`/data/${name}`, `${name} is not allowed on ${mediaType}`),
  );
  if (isGiven(data.duration) && !isGiven(data.timestamp)) {
    errors.push(invalidField('/data/duration', 'duration requires timestamp'));
  }
  return errors;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function toComment(stored: StoredComment, query: { readonly timestamp_as_timecode?: boolean }): Frameio.Comment {
  const { owner: _, ...comment } = stored;
  const { timestamp } = comment;
  return query.timestamp_as_timecode && timestamp !== null ? { ...comment, timestamp: toTimecode(timestamp) } : comment;
}

/** Operations on comments. */
export const COMMENTS = [create, index];
