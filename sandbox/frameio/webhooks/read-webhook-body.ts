import { parseRecord, recordOf } from '../../../lib/core/type-guards.ts';
import { isWebhookEventName } from '../../../lib/events/event-map.ts';
import type { WebhookBody } from './webhook-sender.ts';

/** Reads the body of a webhook's delivery. Returns `undefined` if a field is missing or wrong. */
export function readWebhookBody(text: string): WebhookBody | undefined {
  const { account, project, resource, type, user, workspace } = parseRecord(text) ?? {};
  const { id, type: resourceType } = recordOf(resource);
  const ids = [account, user, workspace].map((value) => recordOf(value).id);
  const [accountId, userId, workspaceId] = ids.map((value) => (typeof value === 'string' ? value : undefined));
  const projectId = recordOf(project).id;
  if (accountId === undefined || userId === undefined || workspaceId === undefined) return;
  if (typeof id !== 'string' || typeof resourceType !== 'string' || typeof type !== 'string') return;
  if (!isWebhookEventName(type)) return;
  return {
    account: { id: accountId },
    ...(typeof projectId === 'string' && { project: { id: projectId } }),
    resource: { id, type: resourceType },
    type,
    user: { id: userId },
    workspace: { id: workspaceId },
  };
}
