import type { WebhookEvent, WebhookEventName } from '../../lib/events/event-map.ts';
import { type WebhookIds, webhookBody } from './webhook-body.ts';

/**
 * Returns an event as a handler receives it in `event`, to call a handler without an app.
 *
 * @param ids - Ids that differ from those of the sample.
 */
export function webhookEvent<Name extends WebhookEventName>(type: Name, ids?: Partial<WebhookIds>): WebhookEvent<Name>;
export function webhookEvent(type: WebhookEventName, ids?: Partial<WebhookIds>): object {
  const body = webhookBody(type, ids);
  const { account, project, resource, user, workspace } = body;
  return {
    type,
    account,
    workspace,
    project,
    user,
    resource,
    accountId: account.id,
    workspaceId: workspace.id,
    projectId: project.id,
    userId: user.id,
    resourceId: resource.id,
    payload: { ...body },
  };
}
