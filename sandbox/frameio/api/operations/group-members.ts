import type * as Frameio from '../../../../lib/client/frameio.ts';
import { invalid, notFound } from '../../api-error.ts';
import { setMembers } from '../../state/groups.ts';
import { NO_CONTENT } from '../api-response.ts';
import { MANY_IDS as USER_IDS } from '../asset-rules.ts';
import { ID, operation, UUID } from '../operation.ts';
import { PAGE_QUERY, pageResponse } from '../pagination.ts';
import { sortItems, sortRule } from '../query-rules.ts';
import { perMinute } from '../rate-limit.ts';

const PATH = '/v4/accounts/{account_id}/groups/{group_id}';
const IDS = { account_id: ID, group_id: UUID } as const;

const remove = operation({
  name: 'groups.delete',
  method: 'DELETE',
  path: PATH,
  limit: perMinute(60),
  isExperimental: true,
  ids: IDS,
  query: {},
  body: {},
  handle: ({ state, user, ids }) => {
    const { id } = state.stores.groups.require(ids.group_id);
    state.stores.groups.delete(id);
    const type = 'account_user_group_deleted';
    state.audit({ type, resourceType: 'account_user_group', resourceId: id, user });
    return NO_CONTENT;
  },
});

const index = operation({
  name: 'groups.users',
  method: 'GET',
  path: `${PATH}/users`,
  limit: perMinute(100),
  isExperimental: true,
  ids: IDS,
  query: { sort: sortRule('name', 'email'), ...PAGE_QUERY },
  body: {},
  handle: ({ state, ids, query, path }) => {
    const { memberIds } = state.stores.groups.require(ids.group_id);
    const members = state.stores.users.all().filter(({ id }) => memberIds.includes(id));
    const sorted = sortItems(members, query.sort, { name: ({ name }) => name, email: ({ email }) => email });
    return pageResponse(sorted, { query, path }, (member): Frameio.User => member);
  },
});

const add = operation({
  name: 'groups.add_users',
  method: 'POST',
  path: `${PATH}/users`,
  limit: perMinute(10),
  isExperimental: true,
  ids: IDS,
  query: {},
  body: { data: { type: 'object', fields: { user_ids: USER_IDS }, closed: true, required: true } },
  handle: ({ state, user, ids, body: { data } }) => {
    const group = state.stores.groups.require(ids.group_id);
    const unknown = data.user_ids.findIndex((id) => !state.stores.users.get(id));
    if (unknown >= 0) throw invalid(`/data/user_ids/${unknown}`, 'The user is not in the account');
    const memberIds = [...new Set([...group.memberIds, ...data.user_ids])];
    setMembers(state, group, memberIds, { type: 'account_user_group_members_added', user });
    return NO_CONTENT;
  },
});

const removeMember = operation({
  name: 'groups.remove_member',
  method: 'DELETE',
  path: `${PATH}/users/{user_id}`,
  limit: perMinute(60),
  isExperimental: true,
  ids: { ...IDS, user_id: UUID },
  query: {},
  body: {},
  handle: ({ state, user, ids }) => {
    const group = state.stores.groups.require(ids.group_id);
    if (!group.memberIds.includes(ids.user_id)) throw notFound();
    const memberIds = group.memberIds.filter((id) => id !== ids.user_id);
    setMembers(state, group, memberIds, { type: 'account_user_group_members_removed', user });
    return NO_CONTENT;
  },
});

/** Experimental operations on groups and their members. */
export const GROUP_MEMBERS = [remove, index, add, removeMember];
