import { createHash } from 'node:crypto';
import { isWebhookEventName, type WebhookEventName } from '../events/event-map.ts';

/**
 * Whether an event can happen to the same resource more than once. Frame.io sends no event id (guide, Webhooks), so two
 * deliveries with the same body can be one event sent twice, or two events. This table decides. An event counts as
 * repeatable unless it certainly happens only once: duplicated work can be undone, a dropped event cannot be recovered.
 */
export const IS_REPEATABLE = {
  // A resource is created once, with a new id.
  'file.created': false,
  'folder.created': false,
  'comment.created': false,
  'customfield.created': false,
  'project.created': false,
  'collection.created': false,
  'share.created': false,
  // A file is uploaded and transcoded once. A new version is a new file.
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

/** The parts of a delivery that identify it. */
export interface KeyedDelivery {
  readonly eventType: string;
  /** The verified body. */
  readonly body: string | Uint8Array;
  /** The value of the header `X-Frameio-Request-Timestamp`. */
  readonly timestamp: string;
}

/**
 * Returns a key that all deliveries of the same event share. It is a hash of the body if the event happens once to its
 * resource. It is a hash of timestamp and body if the event is repeatable, or unknown to this version.
 *
 * @returns SHA-256 as 64 hexadecimal digits.
 */
export function deliveryKey({ eventType, body, timestamp }: KeyedDelivery): string {
  const isRepeatable = isWebhookEventName(eventType) ? IS_REPEATABLE[eventType] : true;
  const hash = createHash('sha256');
  if (isRepeatable) hash.update(`${timestamp}:`);
  return hash.update(body).digest('hex');
}
