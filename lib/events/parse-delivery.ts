import { isUtf8 } from 'node:buffer';
import type { AnyWebhookEvent } from './event-map.ts';
import { isWebhookEventName } from './event-map.ts';

/** Why verified bytes are no event. */
export type InvalidEventReason = 'not_utf8' | 'not_json' | 'not_an_object' | 'type_malformed' | 'ids_missing';

/** What verified bytes turned out to be. */
export type Delivery =
  | { readonly kind: 'webhook'; readonly event: AnyWebhookEvent }
  /** Someone ran a custom action; `type` is the action's free-text event key. */
  | { readonly kind: 'action'; readonly type: string }
  /** A name this version does not know, on a body without the ids every known event has. */
  | { readonly kind: 'unrecognized'; readonly type: string }
  | { readonly kind: 'invalid'; readonly reason: InvalidEventReason };

const invalid = (reason: InvalidEventReason): Delivery => ({ kind: 'invalid', reason });

/**
 * Turns the bytes of a verified delivery into a typed event.
 *
 * A custom action is told from a webhook by its `action_id` or `interaction_id`, never by `type`, which is free text
 * there (Frame.io guide, Configuring Actions).
 */
export function parseDelivery(body: Buffer | string): Delivery {
  if (typeof body !== 'string' && !isUtf8(body)) return invalid('not_utf8');
  let payload: unknown;
  try {
    payload = JSON.parse(body.toString());
  } catch {
    return invalid('not_json');
  }
  if (!isRecord(payload)) return invalid('not_an_object');
  const { type } = payload;
  if (!isName(type)) return invalid('type_malformed');
  if (isName(payload.action_id) || isName(payload.interaction_id)) return { kind: 'action', type };

  const event = toWebhookEvent(type, payload);
  if (event) return { kind: 'webhook', event };
  return isWebhookEventName(type) ? invalid('ids_missing') : { kind: 'unrecognized', type };
}

function toWebhookEvent(type: string, payload: Record<string, unknown>): AnyWebhookEvent | undefined {
  const { account, workspace, project, user, resource } = payload;
  if (!hasId(account) || !hasId(workspace) || !isResource(resource)) return undefined;
  const knownProject = hasId(project) ? project : undefined;
  const knownUser = hasId(user) ? user : undefined;
  return {
    type,
    account,
    workspace,
    project: knownProject,
    user: knownUser,
    resource,
    accountId: account.id,
    workspaceId: workspace.id,
    projectId: knownProject?.id,
    userId: knownUser?.id,
    resourceId: resource.id,
    payload,
  };
}

function hasId(value: unknown): value is { readonly id: string } {
  return typeof value === 'object' && value !== null && 'id' in value && isName(value.id);
}

function isResource(value: unknown): value is { readonly id: string; readonly type: string } {
  return hasId(value) && 'type' in value && isName(value.type);
}

/** Frame.io's names and ids have at most 255 characters. Longer ones would only fill the log. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 255;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
