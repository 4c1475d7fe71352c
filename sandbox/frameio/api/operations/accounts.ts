import type * as Frameio from '../../../../lib/client/frameio.ts';
import { accountRole } from '../../state/permissions.ts';
import type { User } from '../../state/stored-resources.ts';
import { dataResponse } from '../api-response.ts';
import { ID, type IncomingCall, operation } from '../operation.ts';
import { PAGE_QUERY, pageResponse } from '../pagination.ts';
import { sortItems, sortRule } from '../query-rules.ts';
import { perMinute } from '../rate-limit.ts';

const index = operation({
  name: 'accounts.index',
  method: 'GET',
  path: '/v4/accounts',
  limit: perMinute(100),
  ids: {},
  query: { sort: sortRule('display_name', 'created_at'), ...PAGE_QUERY },
  body: {},
  handle: ({ state, user, query, path }) => {
    const accounts = sortItems(state.stores.accounts.all(), query.sort, {
      display_name: ({ display_name }) => display_name,
      created_at: ({ created_at }) => created_at,
    });
    return pageResponse(accounts, { query, path }, (account) => toAccount(account, user, state));
  },
});

const show = operation({
  name: 'accounts.show',
  method: 'GET',
  path: '/v4/accounts/{account_id}',
  limit: perMinute(100),
  isExperimental: true,
  ids: { account_id: ID },
  query: {},
  body: {},
  handle: ({ state, user, ids }) => dataResponse(toAccount(state.stores.accounts.require(ids.account_id), user, state)),
});

/** Returns an account with the roles of a user, and with the total size of its uploaded files. */
function toAccount(account: Frameio.Account, user: User, state: IncomingCall['state']): Frameio.Account {
  const role = accountRole(state, user.id);
  const uploaded = state.stores.files.all().filter(({ file }) => file.status !== 'created');
  return {
    ...account,
    roles: role && role !== 'reviewer' ? [role] : [],
    storage_usage: uploaded.reduce((total, { file }) => total + file.file_size, 0),
  };
}

/** Operations on accounts. */
export const ACCOUNTS = [index, show];
