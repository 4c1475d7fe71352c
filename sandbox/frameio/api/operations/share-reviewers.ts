import type * as Frameio from '../../../../lib/client/frameio.ts';
import { findReviewers, isAmong } from '../../state/shares/reviewers.ts';
import { updateShare } from '../../state/shares/shares.ts';
import type { FieldRules } from '../../validation/field-rules.ts';
import { UUID_FORMAT } from '../../validation/formats.ts';
import { dataResponse, NO_CONTENT } from '../api-response.ts';
import { ascending, descending } from '../compare.ts';
import { ID, operation, UUID } from '../operation.ts';
import { PAGE_QUERY } from '../pagination.ts';
import { perMinute } from '../rate-limit.ts';

const COMMON = {
  path: '/v4/accounts/{account_id}/shares/{share_id}/reviewers',
  limit: perMinute(10),
  ids: { account_id: ID, share_id: UUID },
} as const;

const LIST = { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 10, uniqueItems: true } as const;
const BY_ID = {
  emails: LIST,
  user_ids: { ...LIST, items: { type: 'string', format: UUID_FORMAT } },
  adobe_user_ids: LIST,
} as const satisfies FieldRules;
const REVIEWERS = { type: 'object', fields: BY_ID, closed: true, maxProperties: 1, required: true } as const;
const ADDITION = {
  reviewers: REVIEWERS,
  message: { type: 'string', required: true },
  notify_by_email: { type: 'boolean' },
} as const satisfies FieldRules;

const COMPARE_OF_SORT = {
  name_asc: ascending((user: Frameio.User) => user.name),
  name_desc: descending((user: Frameio.User) => user.name),
  active: descending((user: Frameio.User) => Number(user.active)),
  inactive: ascending((user: Frameio.User) => Number(user.active)),
} as const;

const list = operation({
  ...COMMON,
  name: 'shares.list_reviewers',
  method: 'GET',
  query: { ...PAGE_QUERY, sort: { type: 'string', values: ['name_asc', 'name_desc', 'active', 'inactive'] } },
  body: {},
  handle: ({ state, ids, query }) => {
    const { reviewers } = state.stores.shares.require(ids.share_id);
    // The response has no link to another page (OpenAPI document, `ShareReviewersResponse`): this one has them all.
    return dataResponse<readonly Frameio.User[]>(
      query.sort ? reviewers.toSorted(COMPARE_OF_SORT[query.sort]) : reviewers,
    );
  },
});

const add = operation({
  ...COMMON,
  name: 'shares.add_reviewers',
  method: 'POST',
  query: {},
  body: { data: { type: 'object', fields: ADDITION, closed: true, required: true } },
  handle: ({ state, user, ids, body: { data } }) => {
    const stored = state.stores.shares.require(ids.share_id);
    const found = findReviewers(state, data.reviewers);
    // The reviewers of a public share only receive an email.
    if (stored.share.access === 'public') return NO_CONTENT;
    const added = found.filter((one) => !stored.reviewers.some((other) => other.email === one.email));
    updateShare(state, stored, { reviewers: [...stored.reviewers, ...added] }, user);
    return NO_CONTENT;
  },
});

const remove = operation({
  ...COMMON,
  name: 'shares.remove_reviewers',
  method: 'DELETE',
  query: {},
  body: { data: { type: 'object', fields: { reviewers: REVIEWERS }, closed: true, required: true } },
  handle: ({ state, user, ids, body: { data } }) => {
    const stored = state.stores.shares.require(ids.share_id);
    const reviewers = stored.reviewers.filter((reviewer) => !isAmong(reviewer, data.reviewers));
    updateShare(state, stored, { reviewers }, user);
    return NO_CONTENT;
  },
});

/** Operations on the reviewers of a share. */
export const SHARE_REVIEWERS = [list, add, remove];
