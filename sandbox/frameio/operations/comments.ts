import type { Frameio } from '../../../lib/index.ts';
import { CREATE_COMMENT, FIELDS_OF_MEDIA, type NewComment } from '../comment-fields.ts';
import { ascending, descending } from '../compare.ts';
import type { FieldRules } from '../field-rules.ts';
import { mediaKindOf } from '../media-type.ts';
import type { KeptComment } from '../objects.ts';
import { ID, operation } from '../operation.ts';
import { PAGE_QUERY, pageOf } from '../pagination.ts';
import { perMinute } from '../rate-limit.ts';
import { invalidField, problem, unprocessable, type WireError } from '../reply.ts';
import { toTimecode } from '../timecode.ts';

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
  owner_asc: ascending((comment: KeptComment) => comment.owner.name),
  owner_desc: descending((comment: KeptComment) => comment.owner.name),
  completed_at_asc: ascending((comment: KeptComment) => comment.completed_at),
  completed_at_desc: descending((comment: KeptComment) => comment.completed_at),
  created_at_asc: ascending((comment: KeptComment) => comment.created_at),
  created_at_desc: descending((comment: KeptComment) => comment.created_at),
} as const satisfies Record<(typeof SORTS)[number], unknown>;

const create = operation({
  name: 'comments.create',
  method: 'POST',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: TIMECODE_QUERY,
  body: CREATE_COMMENT,
  handle: ({ world, user, ids, query, body: { data } }) => {
    const file = world.file(ids.file_id);
    if (!file) return problem(404);
    const errors = misplacedFields(data, file.media_type);
    if (errors.length > 0) return unprocessable(errors);
    const comment = world.addComment(file.id, data, user);
    // Addresses to upload to are given once, here; Frame.io signs them for a short time.
    const attachments = comment.attachments?.map((attachment) => ({
      ...attachment,
      upload_urls: [`https://uploads.sandbox.invalid/${attachment.id}`],
    }));
    return { status: 201, body: { data: { ...toWire(comment, query), attachments } } };
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
  handle: ({ world, ids, query, path }) => {
    const { include = [], sort = 'created_at_asc' } = query;
    if (sort.startsWith('owner_') && !include.includes('owner')) {
      return unprocessable([invalidField('/sort', 'Sorting by owner requires include=owner')]);
    }
    if (!world.file(ids.file_id)) return problem(404);
    const page = pageOf(world.commentsOf(ids.file_id).toSorted(COMPARE_OF_SORT[sort]), query, path);
    if (!page) return unprocessable([invalidField('/after', 'Invalid cursor')]);
    const data = page.data.map((comment) => ({
      ...toWire(comment, query),
      ...(include.includes('owner') && { owner: comment.owner }),
      ...(include.includes('replies') && { replies: [] }), // the API has no way to write one
    }));
    return { status: 200, body: { ...page, data } };
  },
});

/** Fields that the schema allows, but not on such a file or not without another field. */
function misplacedFields(data: NewComment, mediaType: string): readonly WireError[] {
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

function toWire(kept: KeptComment, query: { readonly timestamp_as_timecode?: boolean }): Frameio.Comment {
  const { owner: _, ...comment } = kept;
  const { timestamp } = comment;
  return query.timestamp_as_timecode && timestamp !== null ? { ...comment, timestamp: toTimecode(timestamp) } : comment;
}

/** Operations on comments. */
export const COMMENTS = [create, index];
