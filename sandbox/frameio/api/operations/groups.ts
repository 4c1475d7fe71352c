import type * as Frameio from '../../../../lib/client/frameio.ts';
import { createGroup, updateGroup } from '../../state/groups.ts';
import type { FieldRules } from '../../validation/field-rules.ts';
import { dataResponse } from '../api-response.ts';
import { NAME } from '../asset-rules.ts';
import { ID, operation, UUID } from '../operation.ts';
import { PAGE_QUERY, pageResponse } from '../pagination.ts';
import { sortItems, sortRule } from '../query-rules.ts';
import { perMinute } from '../rate-limit.ts';
import { CREATOR_QUERY, withCreator } from '../with-creator.ts';

const LIST_PATH = '/v4/accounts/{account_id}/groups';
const LIST_IDS = { account_id: ID } as const;
const PATH = `${LIST_PATH}/{group_id}`;
const IDS = { account_id: ID, group_id: UUID } as const;

const FIELDS = { name: NAME, emoji: NAME } as const satisfies FieldRules;
const NEW_GROUP = {
  name: { ...NAME, required: true },
  emoji: { ...NAME, required: true },
} as const satisfies FieldRules;

const index = operation({
  name: 'groups.index',
  method: 'GET',
  path: LIST_PATH,
  limit: perMinute(100),
  ids: LIST_IDS,
  query: { ...CREATOR_QUERY, sort: sortRule('creator', 'name', 'created_at'), ...PAGE_QUERY },
  body: {},
  handle: ({ state, query, path }) => {
    const groups = sortItems(state.stores.groups.all(), query.sort, {
      creator: ({ creator }) => creator.name,
      name: ({ group }) => group.name,
      created_at: ({ group }) => group.created_at,
    });
    return pageResponse(groups, { query, path }, ({ group, creator }) => withCreator(group, creator, query));
  },
});

const create = operation({
  name: 'groups.create',
  method: 'POST',
  path: LIST_PATH,
  limit: perMinute(10),
  ids: LIST_IDS,
  query: {},
  body: { data: { type: 'object', fields: NEW_GROUP, closed: true, required: true } },
  handle: ({ state, user, body: { data } }) =>
    dataResponse<Frameio.GroupCommon>(createGroup(state, data, user).group, 201),
});

const show = operation({
  name: 'groups.show',
  method: 'GET',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: CREATOR_QUERY,
  body: {},
  handle: ({ state, ids, query }) => {
    const { group, creator } = state.stores.groups.require(ids.group_id);
    return dataResponse(withCreator(group, creator, query));
  },
});

const update = operation({
  name: 'groups.update',
  method: 'PATCH',
  path: PATH,
  limit: perMinute(10),
  ids: IDS,
  query: {},
  body: { data: { type: 'object', fields: FIELDS, closed: true, required: true } },
  handle: ({ state, user, ids, body: { data } }) => {
    const stored = state.stores.groups.require(ids.group_id);
    return dataResponse<Frameio.GroupCommon>(updateGroup(state, stored, data, user).group);
  },
});

/** Operations on groups of users. */
export const GROUPS = [index, create, show, update];
