import type * as Frameio from '../../../../lib/client/frameio.ts';
import { accountRole, accountRoles, setRole } from '../../state/permissions.ts';
import { dataResponse, errorResponse } from '../api-response.ts';
import { ID, operation, UUID } from '../operation.ts';
import { perMinute } from '../rate-limit.ts';
import { ROLE_QUERY, rolePage } from '../role-page.ts';

const LIST_PATH = '/v4/accounts/{account_id}/users';

const index = operation({
  name: 'account_user_roles.index',
  method: 'GET',
  path: LIST_PATH,
  limit: perMinute(100),
  ids: { account_id: ID },
  query: ROLE_QUERY,
  body: {},
  handle: ({ state, query, path }) => rolePage(accountRoles(state), { query, path }),
});

const update = operation({
  name: 'account_user_roles.update',
  method: 'PATCH',
  path: `${LIST_PATH}/{user_id}`,
  limit: perMinute(10),
  ids: { account_id: ID, user_id: UUID },
  query: {},
  body: {
    data: {
      type: 'object',
      fields: { role: { type: 'string', values: ['member', 'admin'], required: true } },
      closed: true,
      required: true,
    },
  },
  handle: ({ state, user, ids, body: { data } }) => {
    const { accountId } = state.settings;
    const changed = state.stores.users.require(ids.user_id);
    // Only a transfer changes who owns the account, and the API has none.
    if (accountRole(state, changed.id) === 'owner') return errorResponse(403);
    setRole(state, accountId, changed, data.role);
    state.audit({ type: 'account_user_updated', resourceType: 'user', resourceId: changed.id, user });
    return dataResponse<Frameio.AccountRoleData>(data);
  },
});

/** Operations on the roles of users in an account. */
export const ACCOUNT_PERMISSIONS = [index, update];
