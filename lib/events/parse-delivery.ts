import { isUtf8 } from 'node:buffer';
import { isRecord } from '../core/type-guards.ts';
import { type AnyWebhookEvent, isWebhookEventName } from './event-map.ts';

/** Why a verified body is not an event. */
export type InvalidEventReason = 'not_utf8' | 'not_json' | 'not_an_object' | 'type_malformed' | 'ids_missing';

/** A verified body, classified. */
export type Delivery =
  | { readonly kind: 'webhook'; readonly event: AnyWebhookEvent }
  /** A user ran a custom action. `type` is the action's free-text event key. The rest of the payload is not checked. */
  | { readonly kind: 'action'; readonly type: string; readonly payload: Readonly<Record<string, unknown>> }
  /** The event name is unknown to this version, and the body lacks the ids that every known event has. */
  | { readonly kind: 'unrecognized'; readonly type: string }
  | { readonly kind: 'invalid'; readonly reason: InvalidEventReason };

const invalid = (reason: InvalidEventReason): Delivery => ({ kind: 'invalid', reason });

/**
 * Parses the body of a verified delivery into a typed event. It does not throw.
 *
 * A custom action has an `action_id` or an `interaction_id`. Its `type` is free text and cannot identify it (Frame.io
 * guide, Configuring Actions).
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
  if (isName(payload.action_id) || isName(payload.interaction_id)) return { kind: 'action', type, payload };

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

function hasId(value: unknown): value is { readonly id: string } & Record<string, unknown> {
  return isRecord(value) && isName(value.id);
}

function isResource(value: unknown): value is { readonly id: string; readonly type: string } {
  return hasId(value) && isName(value.type);
}

/** Accepts 1 to 255 characters. Frame.io's names and ids are not longer, and a longer one would fill the log. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 255;
}
