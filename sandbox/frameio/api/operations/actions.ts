import type * as Frameio from '../../../../lib/client/frameio.ts';
import { CREATE_ACTION, UPDATE_ACTION } from '../../state/action-fields.ts';
import { dataResponse, errorResponse, NO_CONTENT } from '../api-response.ts';
import { ID, operation, UUID } from '../operation.ts';
import { PAGE_QUERY, pageResponse } from '../pagination.ts';
import { perMinute } from '../rate-limit.ts';
import { CREATOR_QUERY, withCreator } from '../with-creator.ts';

const LIST_PATH = '/v4/accounts/{account_id}/workspaces/{workspace_id}/actions';
const LIST_IDS = { account_id: ID, workspace_id: UUID } as const;
const PATH = '/v4/accounts/{account_id}/actions/{action_id}';
const IDS = { account_id: ID, action_id: UUID } as const;

const create = operation({
  name: 'actions.create',
  method: 'POST',
  path: LIST_PATH,
  limit: perMinute(10),
  ids: LIST_IDS,
  query: {},
  body: CREATE_ACTION,
  handle: ({ state, user, ids, body: { data } }) => {
    const workspaceId = state.stores.workspaces.require(ids.workspace_id).id;
    const { id, action, secret } = state.actions.create(data, user, { workspaceId });
    state.audit({ type: 'action_created', resourceType: 'action', resourceId: id, workspaceId, user });
    return dataResponse<Frameio.ActionCreateResponse['data']>({ ...action, secret }, 201);
  },
});

const index = operation({
  name: 'actions.index',
  method: 'GET',
  path: LIST_PATH,
  limit: perMinute(100),
  ids: LIST_IDS,
  query: { ...CREATOR_QUERY, ...PAGE_QUERY },
  body: {},
  handle: ({ state, ids, query, path }) => {
    const { id } = state.stores.workspaces.require(ids.workspace_id);
    const actions = state.actions.list().filter(({ action }) => action.workspace_id === id);
    return pageResponse(actions, { query, path }, ({ action, creator }) => withCreator(action, creator, query));
  },
});

const show = operation({
  name: 'actions.show',
  method: 'GET',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: CREATOR_QUERY,
  body: {},
  handle: ({ state, ids, query }) => {
    const { action, creator } = state.stores.actions.require(ids.action_id);
    return dataResponse(withCreator(action, creator, query));
  },
});

const update = operation({
  name: 'actions.update',
  method: 'PATCH',
  path: PATH,
  limit: perMinute(10),
  ids: IDS,
  query: {},
  body: UPDATE_ACTION,
  handle: ({ state, user, ids, body: { data } }) => {
    const stored = state.actions.update(ids.action_id, data);
    if (!stored) return errorResponse(404);
    const { id, action } = stored;
    const workspaceId = action.workspace_id;
    state.audit({ type: 'action_updated', resourceType: 'action', resourceId: id, workspaceId, user });
    return dataResponse<Frameio.Action>(action);
  },
});

const remove = operation({
  name: 'actions.delete',
  method: 'DELETE',
  path: PATH,
  limit: perMinute(60),
  ids: IDS,
  query: {},
  body: {},
  handle: ({ state, user, ids }) => {
    const { id, action } = state.stores.actions.require(ids.action_id);
    state.actions.delete(id);
    const workspaceId = action.workspace_id;
    state.audit({ type: 'action_deleted', resourceType: 'action', resourceId: id, workspaceId, user });
    return NO_CONTENT;
  },
});

/** Operations on custom actions. */
export const ACTIONS = [create, index, show, update, remove];
