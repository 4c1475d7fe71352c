import { removeRole, rolesIn, setRole } from '../../state/permissions.ts';
import type { FieldRules } from '../../validation/field-rules.ts';
import { dataResponse, NO_CONTENT } from '../api-response.ts';
import { ID, operation, UUID } from '../operation.ts';
import { perMinute } from '../rate-limit.ts';
import { ROLE_QUERY, rolePage } from '../role-page.ts';

const LIST_PATH = '/v4/accounts/{account_id}/workspaces/{workspace_id}/users';
const LIST_IDS = { account_id: ID, workspace_id: UUID } as const;
const PATH = `${LIST_PATH}/{user_id}`;
const IDS = { ...LIST_IDS, user_id: UUID } as const;

const ROLE = {
  role: {
    type: 'string',
    values: ['workspace_admin', 'full_access', 'editor', 'edit_only', 'commenter', 'viewer'],
    required: true,
  },
} as const satisfies FieldRules;

const index = operation({
  name: 'workspace_user_roles.index',
  method: 'GET',
  path: LIST_PATH,
  limit: perMinute(100),
  ids: LIST_IDS,
  query: ROLE_QUERY,
  body: {},
  handle: ({ state, ids, query, path }) =>
    rolePage(rolesIn(state, state.stores.workspaces.require(ids.workspace_id).id), { query, path }),
});

const update = operation({
  name: 'workspace_user_roles.update',
  method: 'PATCH',
  path: PATH,
  limit: perMinute(10),
  ids: IDS,
  query: {},
  body: { data: { type: 'object', fields: ROLE, closed: true, required: true } },
  handle: ({ state, user, ids, body: { data } }) => {
    const { id } = state.stores.workspaces.require(ids.workspace_id);
    const member = state.stores.users.require(ids.user_id);
    setRole(state, id, member, data.role);
    const type = 'workspace_permissions_granted_to_user';
    state.audit({ type, resourceType: 'user', resourceId: member.id, workspaceId: id, user });
    return dataResponse(data);
  },
});

const remove = operation({
  name: 'workspace_user_roles.delete',
  method: 'DELETE',
  path: PATH,
  limit: perMinute(60),
  ids: IDS,
  query: {},
  body: {},
  handle: ({ state, user, ids }) => {
    const { id } = state.stores.workspaces.require(ids.workspace_id);
    removeRole(state, id, ids.user_id);
    state.audit({ type: 'team_member_deleted', resourceType: 'user', resourceId: ids.user_id, workspaceId: id, user });
    return NO_CONTENT;
  },
});

/** Operations on the roles of users in a workspace. */
export const WORKSPACE_PERMISSIONS = [index, update, remove];
