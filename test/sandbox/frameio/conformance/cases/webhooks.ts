import { createWebhook } from '../../../../../sandbox/frameio/state/webhooks.ts';
import type { ConformanceCase, ConformanceContext } from '../conformance-case.ts';

const NEW_WEBHOOK = { name: 'Archive', url: 'https://a.invalid', events: ['file.ready', 'comment.created'] };

const inWorkspace = ({ state }: ConformanceContext) => ({ workspace_id: state.workspace.id });
const newWebhook = ({ state }: ConformanceContext) => ({
  webhook_id: createWebhook(state, NEW_WEBHOOK, { workspaceId: state.workspace.id, creator: state.user }).id,
});

export const WEBHOOKS: readonly ConformanceCase[] = [
  { operation: 'webhooks.create', ids: inWorkspace, body: { data: NEW_WEBHOOK }, status: 201 },
  { operation: 'webhooks.create', ids: inWorkspace, body: { data: { ...NEW_WEBHOOK, events: [] } }, status: 422 },
  { operation: 'webhooks.index', ids: inWorkspace, status: 200 },
  {
    operation: 'webhooks.index',
    ids: inWorkspace,
    query: { include: 'creator', sort: 'name_desc', include_total_count: 'true', page_size: '1' },
    status: 200,
  },
  { operation: 'webhooks.show', ids: newWebhook, status: 200 },
  { operation: 'webhooks.show', ids: newWebhook, query: { include: 'creator' }, status: 200 },
  { operation: 'webhooks.update', ids: newWebhook, body: { data: { active: false } }, status: 200 },
  { operation: 'webhooks.delete', ids: newWebhook, status: 204 },
];
