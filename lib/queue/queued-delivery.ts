import { parseRecord } from '../core/type-guards.ts';

/** A delivery on its way through the queue. */
export interface QueuedDelivery {
  /** The verified body, as Frame.io sent it. */
  readonly body: string;
  /** What tells it from other deliveries: see `deliveryKey`. */
  readonly deliveryKey: string;
  /** When the endpoint received it, in ms since 1970. */
  readonly receivedAt: number;
  /** The id its log lines share, from the endpoint to the worker. */
  readonly correlationId: string;
  /** Names of the handlers still to run; `undefined` for all that listen to the event. */
  readonly handlers?: readonly string[] | undefined;
  /**
   * How often it has been tried before it was put into the queue.
   * @default 0
   */
  readonly attemptsBefore?: number | undefined;
  /**
   * Since when it has been in the queue, in ms since 1970, where that is longer than this message.
   * @default as long as the message
   */
  readonly queuedSince?: number | undefined;
  /**
   * What failures of its handlers are counted together; another series for each time it is put back from the dead-letter
   * queue.
   * @default the first
   */
  readonly redriveId?: string | undefined;
  /**
   * Before this time, in ms since 1970, it is not tried: SQS delays a new message for 15 minutes and no longer.
   * @default at once
   */
  readonly notBefore?: number | undefined;
}

/** Number of the form below. A message of another is not read: a newer endpoint may have written it. */
const VERSION = 1;

/** The text of a message: JSON, without the two characters that JSON takes as they are and SQS does not. */
export function encodeDelivery(delivery: QueuedDelivery): string {
  const text = JSON.stringify({ version: VERSION, ...delivery });
  return text.replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}

/** @returns `undefined` for what is no message of this version. */
export function decodeDelivery(text: string): QueuedDelivery | undefined {
  const message = parseRecord(text);
  if (!message) return undefined;
  const { version, ...fields } = message;
  const { body, deliveryKey, receivedAt, correlationId, handlers } = fields;
  const { attemptsBefore, queuedSince, redriveId, notBefore } = fields;
  if (version !== VERSION || typeof body !== 'string' || typeof deliveryKey !== 'string') return undefined;
  if (typeof receivedAt !== 'number' || typeof correlationId !== 'string') return undefined;
  if (handlers !== undefined && !isNames(handlers)) return undefined;
  if (!isNumberOrNone(attemptsBefore) || !isNumberOrNone(queuedSince) || !isNumberOrNone(notBefore)) return undefined;
  if (redriveId !== undefined && typeof redriveId !== 'string') return undefined;
  return { body, deliveryKey, receivedAt, correlationId, handlers, attemptsBefore, queuedSince, redriveId, notBefore };
}

/**
 * The text of a message as it is put back into the queue: it has all its attempts, and all its time, again. What is no
 * message of this version stays as it is.
 *
 * @param series - A name that no other has, such as the id of the message in the dead-letter queue.
 */
export function resetForRedrive(text: string, redriveId: string): string {
  const delivery = decodeDelivery(text);
  if (!delivery) return text;
  const fresh = { attemptsBefore: undefined, queuedSince: undefined, notBefore: undefined };
  return encodeDelivery({ ...delivery, ...fresh, redriveId });
}

function isNumberOrNone(value: unknown): value is number | undefined {
  return value === undefined || typeof value === 'number';
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}
