import { removeRole, rolesIn, setRole } from '../../state/permissions.ts';
import { dataResponse, NO_CONTENT } from '../api-response.ts';
import { ID, operation, UUID } from '../operation.ts';
import { perMinute } from '../rate-limit.ts';
import { ROLE_QUERY, rolePage } from '../role-page.ts';
import { USER_ROLE_BODY } from '../user-role-body.ts';

const LIST_PATH = '/v4/accounts/{account_id}/projects/{project_id}/users';
const LIST_IDS = { account_id: ID, project_id: ID } as const;
const PATH = `${LIST_PATH}/{user_id}`;
const IDS = { ...LIST_IDS, user_id: UUID } as const;

const index = operation({
  name: 'project_user_roles.index',
  method: 'GET',
  path: LIST_PATH,
  limit: perMinute(100),
  ids: LIST_IDS,
  query: ROLE_QUERY,
  body: {},
  handle: ({ state, ids, query, path }) =>
    rolePage(rolesIn(state, state.stores.projects.require(ids.project_id).id), { query, path }),
});

const update = operation({
  name: 'project_user_roles.update',
  method: 'PATCH',
  path: PATH,
  limit: perMinute(10),
  ids: IDS,
  query: {},
  body: USER_ROLE_BODY,
  handle: ({ state, user, ids, body: { data } }) => {
    const { id } = state.stores.projects.require(ids.project_id);
    const member = state.stores.users.require(ids.user_id);
    setRole(state, id, member, data.role);
    const type = 'project_permissions_granted_to_user';
    state.audit({ type, resourceType: 'user', resourceId: member.id, projectId: id, user });
    return dataResponse(data);
  },
});

const remove = operation({
  name: 'project_permissions.delete',
  method: 'DELETE',
  path: PATH,
  limit: perMinute(60),
  ids: IDS,
  query: {},
  body: {},
  handle: ({ state, user, ids }) => {
    const { id } = state.stores.projects.require(ids.project_id);
    removeRole(state, id, ids.user_id);
    state.audit({ type: 'collaborator_deleted', resourceType: 'user', resourceId: ids.user_id, projectId: id, user });
    return NO_CONTENT;
  },
});

/** Operations on the roles of users in a project. */
export const PROJECT_PERMISSIONS = [index, update, remove];
