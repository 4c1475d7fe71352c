import { createHash } from 'node:crypto';
import { isWebhookEventName, type WebhookEventName } from '../events/event-map.ts';

/**
 * Whether an event can happen to the same resource more than once. Frame.io sends no event id (guide, Webhooks), so two
 * deliveries with the same body are one event sent twice, or two events, and this table decides. Where it is not certain
 * that an event happens once it counts as one that repeats: work done twice can be undone, an event swallowed as a
 * duplicate cannot.
 */
export const REPEATS = {
  // A thing is made once; its id is new.
  'file.created': false,
  'folder.created': false,
  'comment.created': false,
  'customfield.created': false,
  'project.created': false,
  'collection.created': false,
  'share.created': false,
  // Bytes arrive once, and are transcoded once: a new version is a new file.
  'file.upload.completed': false,
  'file.ready': false,
  // Frame.io has no way to bring these back.
  'comment.deleted': false,
  'customfield.deleted': false,
  'collection.deleted': false,
  'share.deleted': false,
  // These can be restored, and deleted again.
  'file.deleted': true,
  'folder.deleted': true,
  'project.deleted': true,
  // Things change, are finished and taken up again, are looked at, again and again.
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
  // It is not documented whether the resource is the new thing or the one it came from, which can be copied again.
  'file.versioned': true,
  'file.copied': true,
  'folder.copied': true,
} as const satisfies Record<WebhookEventName, boolean>;

/** A delivery, as far as it takes to tell it from others. */
export interface KeyedDelivery {
  readonly eventType: string;
  /** The verified body. */
  readonly body: string | Uint8Array;
  /** `X-Frameio-Request-Timestamp`, as it stood in the header. */
  readonly timestamp: string;
}

/**
 * The key under which deliveries of the same event are one: a hash of the body where the event happens once to its
 * resource, of timestamp and body where it can repeat. Events this version does not know count as those that repeat.
 *
 * @returns SHA-256 as 64 hexadecimal digits.
 */
export function deliveryKey({ eventType, body, timestamp }: KeyedDelivery): string {
  const repeats = isWebhookEventName(eventType) ? REPEATS[eventType] : true;
  const hash = createHash('sha256');
  if (repeats) hash.update(`${timestamp}:`);
  return hash.update(body).digest('hex');
}
