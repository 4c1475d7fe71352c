import type * as Frameio from '../../../../lib/client/frameio.ts';
import { CREATE_WEBHOOK, UPDATE_WEBHOOK } from '../../state/webhook-fields.ts';
import { createWebhook, updateWebhook } from '../../state/webhooks.ts';
import { WEBHOOK_NAME } from '../../webhooks/register-webhooks.ts';
import { dataResponse, NO_CONTENT } from '../api-response.ts';
import { ID, operation, UUID } from '../operation.ts';
import { PAGE_QUERY, pageResponse } from '../pagination.ts';
import { sortItems, sortRule } from '../query-rules.ts';
import { perMinute } from '../rate-limit.ts';
import { CREATOR_QUERY, withCreator } from '../with-creator.ts';

const LIST_PATH = '/v4/accounts/{account_id}/workspaces/{workspace_id}/webhooks';
const LIST_IDS = { account_id: ID, workspace_id: UUID } as const;
const PATH = '/v4/accounts/{account_id}/webhooks/{webhook_id}';
const IDS = { account_id: ID, webhook_id: UUID } as const;

const create = operation({
  name: 'webhooks.create',
  method: 'POST',
  path: LIST_PATH,
  limit: perMinute(10),
  ids: LIST_IDS,
  query: {},
  body: CREATE_WEBHOOK,
  handle: ({ state, user, ids, body: { data } }) => {
    const workspaceId = state.stores.workspaces.require(ids.workspace_id).id;
    const { id, webhook, secret } = createWebhook(state, data, {
      workspaceId,
      creator: user,
      isRegistered: data.name === WEBHOOK_NAME,
    });
    state.audit({ type: 'webhook_created', resourceType: 'webhook', resourceId: id, workspaceId, user });
    return dataResponse<Frameio.WebhookCreateResponse['data']>({ ...webhook, secret }, 201);
  },
});

const index = operation({
  name: 'webhooks.index',
  method: 'GET',
  path: LIST_PATH,
  limit: perMinute(100),
  ids: LIST_IDS,
  query: { ...CREATOR_QUERY, sort: sortRule('name', 'created_at'), ...PAGE_QUERY },
  body: {},
  handle: ({ state, ids, query, path }) => {
    const { id } = state.stores.workspaces.require(ids.workspace_id);
    const webhooks = state.stores.webhooks.all().filter(({ webhook }) => webhook.workspace_id === id);
    const sorted = sortItems(webhooks, query.sort, {
      name: ({ webhook }) => webhook.name,
      created_at: ({ webhook }) => webhook.created_at,
    });
    return pageResponse(sorted, { query, path }, ({ webhook, creator }) => withCreator(webhook, creator, query));
  },
});

const show = operation({
  name: 'webhooks.show',
  method: 'GET',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: CREATOR_QUERY,
  body: {},
  handle: ({ state, ids, query }) => {
    const { webhook, creator } = state.stores.webhooks.require(ids.webhook_id);
    return dataResponse(withCreator(webhook, creator, query));
  },
});

const update = operation({
  name: 'webhooks.update',
  method: 'PATCH',
  path: PATH,
  limit: perMinute(10),
  ids: IDS,
  query: {},
  body: UPDATE_WEBHOOK,
  handle: ({ state, user, ids, body: { data } }) => {
    const { id, webhook } = updateWebhook(state, state.stores.webhooks.require(ids.webhook_id), data);
    const workspaceId = webhook.workspace_id;
    state.audit({ type: 'webhook_updated', resourceType: 'webhook', resourceId: id, workspaceId, user });
    return dataResponse<Frameio.Webhook>(webhook);
  },
});

const remove = operation({
  name: 'webhooks.delete',
  method: 'DELETE',
  path: PATH,
  limit: perMinute(60),
  ids: IDS,
  query: {},
  body: {},
  handle: ({ state, user, ids }) => {
    const { id, webhook } = state.stores.webhooks.require(ids.webhook_id);
    state.stores.webhooks.delete(id);
    const workspaceId = webhook.workspace_id;
    state.audit({ type: 'webhook_deleted', resourceType: 'webhook', resourceId: id, workspaceId, user });
    return NO_CONTENT;
  },
});

/** Operations on webhooks. */
export const WEBHOOKS = [create, index, show, update, remove];
