import { removeRole, rolesIn, setRole } from '../../state/permissions.ts';
import { dataResponse, NO_CONTENT } from '../api-response.ts';
import { ID, operation, UUID } from '../operation.ts';
import { perMinute } from '../rate-limit.ts';
import { rolePage, UNSORTED_ROLE_QUERY } from '../role-page.ts';
import { USER_ROLE_BODY } from '../user-role-body.ts';

const LIST_PATH = '/v4/accounts/{account_id}/folders/{folder_id}/users';
const LIST_IDS = { account_id: ID, folder_id: ID } as const;
const PATH = `${LIST_PATH}/{user_id}`;
const IDS = { ...LIST_IDS, user_id: UUID } as const;

const index = operation({
  name: 'folder_user_roles.index',
  method: 'GET',
  path: LIST_PATH,
  limit: perMinute(100),
  ids: LIST_IDS,
  query: UNSORTED_ROLE_QUERY,
  body: {},
  handle: ({ state, ids, query, path }) =>
    rolePage(rolesIn(state, state.stores.folders.require(ids.folder_id).id), { query, path }),
});

const update = operation({
  name: 'folder_user_roles.update',
  method: 'PATCH',
  path: PATH,
  limit: perMinute(10),
  ids: IDS,
  query: {},
  body: USER_ROLE_BODY,
  handle: ({ state, ids, body: { data } }) => {
    const { id } = state.stores.folders.require(ids.folder_id);
    setRole(state, id, state.stores.users.require(ids.user_id), data.role);
    return dataResponse(data);
  },
});

const remove = operation({
  name: 'folder_permissions.delete',
  method: 'DELETE',
  path: PATH,
  limit: perMinute(60),
  ids: IDS,
  query: {},
  body: {},
  handle: ({ state, ids }) => {
    removeRole(state, state.stores.folders.require(ids.folder_id).id, ids.user_id);
    return NO_CONTENT;
  },
});

/** Operations on the roles of users in a folder. The audit log has no type for them. */
export const FOLDER_PERMISSIONS = [index, update, remove];
