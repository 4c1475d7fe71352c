import type * as Frameio from '../../../../lib/client/frameio.ts';
import { CREATE_ACTION, UPDATE_ACTION } from '../../state/action-fields.ts';
import type { StoredAction } from '../../state/stored-resources.ts';
import type { FieldRules } from '../../validation/field-rules.ts';
import { dataResponse, errorResponse, NO_CONTENT } from '../api-response.ts';
import { ID, operation, UUID } from '../operation.ts';
import { PAGE_QUERY, pageResponse } from '../pagination.ts';
import { includeRule } from '../query-rules.ts';
import { perMinute } from '../rate-limit.ts';

const LIST_PATH = '/v4/accounts/{account_id}/workspaces/{workspace_id}/actions';
const LIST_IDS = { account_id: ID, workspace_id: UUID } as const;
const PATH = '/v4/accounts/{account_id}/actions/{action_id}';
const IDS = { account_id: ID, action_id: UUID } as const;

const INCLUDE_QUERY = { include: includeRule('creator') } as const satisfies FieldRules;

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
  query: { ...INCLUDE_QUERY, ...PAGE_QUERY },
  body: {},
  handle: ({ state, ids, query, path }) => {
    const { id } = state.stores.workspaces.require(ids.workspace_id);
    const actions = state.actions.list().filter(({ action }) => action.workspace_id === id);
    return pageResponse(actions, { query, path }, (stored) => toAction(stored, query));
  },
});

const show = operation({
  name: 'actions.show',
  method: 'GET',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: INCLUDE_QUERY,
  body: {},
  handle: ({ state, ids, query }) => {
    return dataResponse(toAction(state.stores.actions.require(ids.action_id), query));
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

/** Returns an action without its secret. */
function toAction(
  { action, creator }: StoredAction,
  { include = [] }: { readonly include?: readonly 'creator'[] },
): Frameio.ActionWithIncludes {
  return include.includes('creator') ? { ...action, creator } : action;
}

/** Operations on custom actions. */
export const ACTIONS = [create, index, show, update, remove];
