import { createHash } from 'node:crypto';
import { type AnyWebhookEvent, isWebhookEventName, type WebhookEventName } from '../events/event-map.ts';
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
 * Whether an event can happen again within minutes with the same body. Frame.io sends no event id (guide, Webhooks), so two
 * deliveries with the same body can be one event sent twice, or two events. Without certainty an event counts as one that
 * can: duplicated work can be undone, a dropped event cannot be recovered.
 */
export const REPEATS_QUICKLY = {
  // A resource is created once, with a new id.
  'file.created': false,
  'folder.created': false,
  'comment.created': false,
  'customfield.created': false,
  'project.created': false,
  'collection.created': false,
  'share.created': false,
  // Uploading and transcoding take time.
  'file.upload.completed': false,
  'file.ready': false,
  // Frame.io cannot restore these.
  'comment.deleted': false,
  'customfield.deleted': false,
  'collection.deleted': false,
  'share.deleted': false,
  // A user can restore these and delete them again.
  'file.deleted': true,
  'folder.deleted': true,
  'project.deleted': true,
  // Users can change, complete and view a resource any number of times.
  'file.updated': true,
  'folder.updated': true,
  'comment.updated': true,
  'comment.completed': true,
  'comment.uncompleted': true,
  'customfield.updated': true,
  'metadata.value.updated': true,
  'project.updated': true,
  'collection.updated': true,
  'share.updated': true,
  'share.viewed': true,
  // The documentation does not say whether the resource is the copy or the original. The original can be copied again.
  'file.versioned': true,
  'file.copied': true,
  'folder.copied': true,
} as const satisfies Record<WebhookEventName, boolean>;

/** A delivery whose event is known only to the idempotency store, because an earlier delivery may be the first one. */
export interface SameBodyDelivery {
  /** SHA-256 of the body, as 64 hexadecimal digits. */
  readonly bodyHash: string;
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
  const repeatsQuickly = isWebhookEventName(eventType) ? REPEATS_QUICKLY[eventType] : true;
  return repeatsQuickly ? 'body-and-timestamp' : 'body';
}

/** Returns what identifies the event of a delivery according to the rule. @throws TypeError if the rule returns no text. */
export function identifyEvent(
  event: AnyWebhookEvent,
  signed: SignedDelivery,
  rule: SameEventRule = defaultRule(event.type),
): EventIdentity {
  if (typeof rule === 'function') return { deliveryKey: keyOfText(rule(event)) };
  const { body, timestamp } = signed;
  const key = deliveryKey(signed);
  if (rule === 'body-and-timestamp') return { deliveryKey: key };
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const keyOf = (firstTimestamp: string) => deliveryKey({ body, timestamp: firstTimestamp });
  return { deliveryKey: key, sameBody: { bodyHash, timestamp, keyOf } };
}

function keyOfText(text: unknown): string {
  if (typeof text !== 'string' || text === '') {
    throw new TypeError('Expected the function sameEvent to return a text that is not empty.');
  }
  return createHash('sha256').update(`event:${text}`).digest('hex');
}
