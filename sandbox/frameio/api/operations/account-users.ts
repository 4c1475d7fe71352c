import type * as Frameio from '../../../../lib/client/frameio.ts';
import type { FrameioDatabase } from '../../state/frameio-database.ts';
import { accountRole, roleIn } from '../../state/permissions.ts';
import { dataResponse } from '../api-response.ts';
import { ID, operation, UUID } from '../operation.ts';
import { PAGE_QUERY, pageResponse } from '../pagination.ts';
import { sortItems, sortRule } from '../query-rules.ts';
import { perMinute } from '../rate-limit.ts';

const PATH = '/v4/accounts/{account_id}/users/{user_id}';
const IDS = { account_id: ID, user_id: UUID } as const;

const show = operation({
  name: 'account_user_roles.show',
  method: 'GET',
  path: PATH,
  limit: perMinute(100),
  isExperimental: true,
  ids: IDS,
  query: {},
  body: {},
  handle: ({ state, ids }) => {
    const user = state.stores.users.require(ids.user_id);
    return dataResponse<Frameio.AccountUserRole>({ role: accountRole(state, user.id), user });
  },
});

const memberships = operation({
  name: 'account_user_roles.memberships',
  method: 'GET',
  path: `${PATH}/memberships`,
  limit: perMinute(100),
  isExperimental: true,
  ids: IDS,
  query: {
    type: { type: 'array', items: { type: 'string', values: ['group', 'workspace', 'project'] } },
    sort: sortRule('name', 'type', 'role'),
    ...PAGE_QUERY,
  },
  body: {},
  handle: ({ state, ids, query, path }) => {
    const user = state.stores.users.require(ids.user_id);
    const all = membershipsOf(state, user.id).filter(({ type }) => query.type?.includes(type) ?? true);
    const sorted = sortItems(all, query.sort, {
      name: ({ name }) => name,
      type: ({ type }) => type,
      role: (membership) => membership.role ?? null,
    });
    return pageResponse(sorted, { query, path }, (membership) => membership);
  },
});

/** A group, a workspace or a project of a user. A group has no role. */
interface Membership {
  readonly type: 'group' | 'workspace' | 'project';
  readonly id: string;
  readonly name: string;
  readonly role?: Frameio.UserRole['role'];
}

function membershipsOf(state: FrameioDatabase, userId: string): readonly Membership[] {
  const { groups, workspaces, projects } = state.stores;
  const withRole = (membership: Membership): readonly Membership[] => {
    const role = roleIn(state, membership.id, userId);
    return role ? [{ ...membership, role }] : [];
  };
  return [
    ...groups
      .all()
      .filter(({ memberIds }) => memberIds.includes(userId))
      .map(({ id, group: { name } }) => ({ type: 'group', id, name }) as const),
    ...workspaces.all().flatMap(({ id, workspace: { name } }) => withRole({ type: 'workspace', id, name })),
    ...projects.all().flatMap(({ id, project: { name } }) => withRole({ type: 'project', id, name })),
  ];
}

/** Experimental operations on the users of an account. */
export const ACCOUNT_USERS = [show, memberships];
