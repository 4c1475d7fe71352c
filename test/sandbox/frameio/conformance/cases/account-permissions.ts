import { newUser } from '../../../../../sandbox/frameio/state/initial-resources.ts';
import { setRole } from '../../../../../sandbox/frameio/state/permissions.ts';
import { type ConformanceCase, type ConformanceContext, UNKNOWN_ID } from '../conformance-case.ts';

const newMember = ({ state }: ConformanceContext) => {
  const user = state.stores.users.put(newUser(state.newId(), 'Ada', 'ada@a.invalid'));
  setRole(state, state.account.id, user, 'member');
  return { user_id: user.id };
};

export const ACCOUNT_PERMISSIONS: readonly ConformanceCase[] = [
  { operation: 'account_user_roles.index', status: 200 },
  {
    operation: 'account_user_roles.index',
    query: { sort: 'email_desc', include_deactivated: 'true', page_size: '1', include_total_count: 'true' },
    status: 200,
  },
  { operation: 'account_user_roles.update', ids: newMember, body: { data: { role: 'admin' } }, status: 200 },
  { operation: 'account_user_roles.update', ids: newMember, body: { data: { role: 'owner' } }, status: 422 },
  {
    operation: 'account_user_roles.update',
    ids: ({ state }) => ({ user_id: state.user.id }), // the owner
    body: { data: { role: 'member' } },
    status: 403,
  },
  {
    operation: 'account_user_roles.update',
    ids: () => ({ user_id: UNKNOWN_ID }),
    body: { data: { role: 'member' } },
    status: 404,
  },
];
