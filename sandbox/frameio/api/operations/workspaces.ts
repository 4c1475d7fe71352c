import type * as Frameio from '../../../../lib/client/frameio.ts';
import { roleIn } from '../../state/permissions.ts';
import { createWorkspace, deleteWorkspace, updateWorkspace } from '../../state/workspaces.ts';
import { dataResponse, NO_CONTENT } from '../api-response.ts';
import { NAME_BODY } from '../asset-rules.ts';
import { ID, operation, UUID } from '../operation.ts';
import { PAGE_QUERY, pageResponse } from '../pagination.ts';
import { sortItems, sortRule } from '../query-rules.ts';
import { perMinute } from '../rate-limit.ts';
import { CREATOR_QUERY, withCreator } from '../with-creator.ts';

const LIST_PATH = '/v4/accounts/{account_id}/workspaces';
const LIST_IDS = { account_id: ID } as const;
const PATH = `${LIST_PATH}/{workspace_id}`;
const IDS = { account_id: ID, workspace_id: UUID } as const;

const index = operation({
  name: 'workspaces.index',
  method: 'GET',
  path: LIST_PATH,
  limit: perMinute(100),
  ids: LIST_IDS,
  query: { ...CREATOR_QUERY, sort: sortRule('name', 'created_at'), ...PAGE_QUERY },
  body: {},
  handle: ({ state, user, query, path }) => {
    const visible = state.stores.workspaces.all().filter(({ id }) => roleIn(state, id, user.id));
    const workspaces = sortItems(visible, query.sort, {
      name: ({ workspace }) => workspace.name,
      created_at: ({ workspace }) => workspace.created_at,
    });
    return pageResponse(workspaces, { query, path }, ({ workspace, creator }) =>
      withCreator(workspace, creator, query),
    );
  },
});

const create = operation({
  name: 'workspaces.create',
  method: 'POST',
  path: LIST_PATH,
  limit: perMinute(10),
  ids: LIST_IDS,
  query: {},
  body: NAME_BODY,
  isBodyOpen: true,
  handle: ({ state, user, body: { data } }) =>
    dataResponse<Frameio.Workspace>(createWorkspace(state, data, user).workspace, 201),
});

const show = operation({
  name: 'workspaces.show',
  method: 'GET',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: CREATOR_QUERY,
  body: {},
  handle: ({ state, ids, query }) => {
    const { workspace, creator } = state.stores.workspaces.require(ids.workspace_id);
    return dataResponse(withCreator(workspace, creator, query));
  },
});

const update = operation({
  name: 'workspaces.update',
  method: 'PATCH',
  path: PATH,
  limit: perMinute(10),
  ids: IDS,
  query: {},
  body: NAME_BODY,
  isBodyOpen: true,
  handle: ({ state, user, ids, body: { data } }) => {
    const stored = state.stores.workspaces.require(ids.workspace_id);
    return dataResponse<Frameio.Workspace>(updateWorkspace(state, stored, data, user).workspace);
  },
});

const remove = operation({
  name: 'workspaces.delete',
  method: 'DELETE',
  path: PATH,
  limit: perMinute(60),
  ids: IDS,
  query: {},
  body: {},
  handle: ({ state, user, ids }) => {
    deleteWorkspace(state, state.stores.workspaces.require(ids.workspace_id), user);
    return NO_CONTENT;
  },
});

/** Operations on workspaces. */
export const WORKSPACES = [index, create, show, update, remove];
