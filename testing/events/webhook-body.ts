import { RESOURCE_OF_EVENT, type WebhookEventName } from '../../lib/events/event-map.ts';

/** The ids in the body of a delivery. */
export interface WebhookIds {
  readonly accountId: string;
  readonly workspaceId: string;
  readonly projectId: string;
  /** The user who caused the event. */
  readonly userId: string;
  readonly resourceId: string;
}

/** The body that Frame.io posts for `Name`. It holds ids only. */
export interface WebhookBody<Name extends WebhookEventName = WebhookEventName> {
  readonly account: { readonly id: string };
  readonly project: { readonly id: string };
  readonly resource: { readonly id: string; readonly type: (typeof RESOURCE_OF_EVENT)[Name] };
  readonly type: Name;
  readonly user: { readonly id: string };
  readonly workspace: { readonly id: string };
}

const SAMPLE_IDS: WebhookIds = {
  accountId: '6f70f1bd-7e89-4a7e-b4d3-7e576585a181',
  workspaceId: '378fcbf7-6f88-4224-8139-6a743ed940b2',
  projectId: '7e46e495-4444-4555-8649-bee4d391a997',
  userId: '56556a3f-859f-4b38-b6c6-e8625b5da8a5',
  resourceId: 'd3075547-4e64-45f0-ad12-d075660eddd2',
};

/**
 * Returns the body that Frame.io posts for an event, with its keys in Frame.io's order.
 *
 * @param ids - Ids that differ from those of the sample.
 */
export function webhookBody<Name extends WebhookEventName>(
  type: Name,
  ids: Partial<WebhookIds> = {},
): WebhookBody<Name> {
  const { accountId, workspaceId, projectId, userId, resourceId } = { ...SAMPLE_IDS, ...ids };
  return {
    account: { id: accountId },
    project: { id: projectId },
    resource: { id: resourceId, type: RESOURCE_OF_EVENT[type] },
    type,
    user: { id: userId },
    workspace: { id: workspaceId },
  };
}
