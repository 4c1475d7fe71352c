import { createHash } from 'node:crypto';
import type { AnyWebhookEvent, WebhookEventName } from '../events/event-map.ts';
import { deliveryKey, type SignedDelivery } from './delivery-key.ts';

/**
 * Decides which deliveries are the same event for a handler.
 *
 * - `'body'`: those with the same body and timestamps that are at most 15 minutes from that of the first one.
 * - `'body-and-timestamp'`: those with the same body and the same timestamp.
 * - A function: those for which it returns the same text, for as long as the idempotency store remembers the event.
 */
export type SameEventRule<Event extends AnyWebhookEvent = AnyWebhookEvent> =
  | 'body'
  | 'body-and-timestamp'
  | ((event: Event) => string);

/**
 * Events that do not happen again within minutes with the same body. Frame.io sends no event id (guide, Webhooks), so two
 * deliveries with the same body can be one event sent twice, or two events. Without certainty, leave an event out: duplicated
 * work can be undone, a dropped event cannot be recovered. For example, the documentation does not say whether the resource
 * of `file.copied` is the copy or the original, which a user can copy again.
 */
export const SLOW_EVENTS: ReadonlySet<string> = new Set<WebhookEventName>([
  // A resource is created once, with a new id.
  'file.created',
  'folder.created',
  'comment.created',
  'customfield.created',
  'project.created',
  'collection.created',
  'share.created',
  // Uploading and transcoding take time.
  'file.upload.completed',
  'file.ready',
  // Frame.io cannot restore these.
  'comment.deleted',
  'customfield.deleted',
  'collection.deleted',
  'share.deleted',
]);

/** A delivery whose event is known only to the idempotency store, because an earlier delivery may be the first one. */
export interface SameBodyDelivery {
  /** The verified body. */
  readonly body: string | Uint8Array;
  /** The signed timestamp, in Unix seconds, as Frame.io sent it. */
  readonly timestamp: string;
  /** Returns the delivery key of the event whose first delivery has the given timestamp. */
  readonly keyOf: (firstTimestamp: string) => string;
}

/** What identifies the event of a delivery to the idempotency store: see `RunOnceOptions`. */
export interface EventIdentity {
  readonly deliveryKey: string;
  readonly sameBody?: SameBodyDelivery;
}

/** Returns the rule for an event. An event that this version does not know can repeat quickly. */
export function defaultRule(eventType: string): 'body' | 'body-and-timestamp' {
  return SLOW_EVENTS.has(eventType) ? 'body' : 'body-and-timestamp';
}

/**
 * Returns what identifies the event of a delivery according to the rule.
 *
 * @param key - The delivery key of `signed`.
 * @throws TypeError if the rule returns no text.
 */
export function identifyEvent(
  event: AnyWebhookEvent,
  signed: SignedDelivery,
  rule: SameEventRule = defaultRule(event.type),
  key: string = deliveryKey(signed),
): EventIdentity {
  if (typeof rule === 'function') return { deliveryKey: keyOfText(rule(event)) };
  if (rule === 'body-and-timestamp') return { deliveryKey: key };
  const { body, timestamp } = signed;
  const keyOf = (firstTimestamp: string) => deliveryKey({ body, timestamp: firstTimestamp });
  return { deliveryKey: key, sameBody: { body, timestamp, keyOf } };
}

function keyOfText(text: unknown): string {
  if (typeof text !== 'string' || text === '') {
    throw new TypeError('Expected the function sameEvent to return a text that is not empty.');
  }
  return createHash('sha256').update(`event:${text}`).digest('hex');
}
