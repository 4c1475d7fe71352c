import { parseRecord } from '../core/type-guards.ts';

/** A delivery, or a job, in a message of the queue. */
export interface QueuedDelivery {
  /** The verified body, as Frame.io sent it. For a job, its payload as JSON. */
  readonly body: string;
  /**
   * Name of the job.
   * @default the message is a delivery of an event
   */
  readonly job?: string | undefined;
  /** The signed timestamp of the delivery. `undefined` in messages of versions before 0.1.0. */
  readonly timestamp?: string | undefined;
  /** Identifies the delivery: see `deliveryKey`. Without a timestamp, it identifies the event. */
  readonly deliveryKey: string;
  /** When the endpoint received the delivery, in milliseconds since 1970. */
  readonly receivedAt: number;
  /** The id that all log lines of the delivery share, in the endpoint and the worker. */
  readonly correlationId: string;
  /** Account of the event. `undefined` in messages of versions before 0.1.0. */
  readonly accountId?: string | undefined;
  /** Names of the handlers to run. `undefined` runs all handlers of the event. */
  readonly handlers?: readonly string[] | undefined;
  /**
   * Number of attempts before this message.
   * @default 0
   */
  readonly attemptsBefore?: number | undefined;
  /**
   * When the delivery first entered the queue, in milliseconds since 1970, if an earlier message carried it.
   * @default when SQS received this message
   */
  readonly queuedSince?: number | undefined;
  /**
   * Starts a new count of failures: only failures with the same id count together. Each redrive from the dead-letter
   * queue sets a new id.
   * @default failures count from the first attempt
   */
  readonly redriveId?: string | undefined;
  /**
   * Whether reconciliation enqueued the delivery.
   * @default false
   */
  readonly isReconciled?: boolean | undefined;
  /**
   * The earliest time to process the delivery, in milliseconds since 1970. For delays above SQS's maximum of 15 minutes.
   * @default at once
   */
  readonly notBefore?: number | undefined;
}

/** Version of the message format. The worker does not read other versions: a newer endpoint may have written them. */
const VERSION = 1;

/** Returns the text of a message: JSON, with escapes for the two characters that SQS refuses. */
export function encodeDelivery(delivery: QueuedDelivery): string {
  const text = JSON.stringify({ version: VERSION, ...delivery });
  return text.replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}

/** Reads the text of a message. Returns `undefined` if it is not a message of this version. */
export function decodeDelivery(text: string): QueuedDelivery | undefined {
  const message = parseRecord(text);
  if (!message) return undefined;
  const { version, ...fields } = message;
  const { body, deliveryKey, receivedAt, correlationId, accountId, handlers } = fields;
  const { job, timestamp, attemptsBefore, queuedSince, redriveId, notBefore, isReconciled } = fields;
  if (version !== VERSION || typeof body !== 'string' || typeof deliveryKey !== 'string') return undefined;
  if (typeof receivedAt !== 'number' || typeof correlationId !== 'string') return undefined;
  if (handlers !== undefined && !isStringArray(handlers)) return undefined;
  if (!isOptionalNumber(attemptsBefore) || !isOptionalNumber(queuedSince) || !isOptionalNumber(notBefore))
    return undefined;
  if (!isOptionalString(redriveId) || !isOptionalString(timestamp) || !isOptionalString(job)) return undefined;
  if (!isOptionalString(accountId)) return undefined;
  if (isReconciled !== undefined && typeof isReconciled !== 'boolean') return undefined;
  const identity = { body, job, timestamp, deliveryKey, receivedAt, correlationId, accountId };
  return { ...identity, handlers, attemptsBefore, queuedSince, redriveId, notBefore, isReconciled };
}

/**
 * Returns the text of a message to redrive, with its number of attempts and its age reset. Returns the text unchanged if
 * it is not a message of this version.
 *
 * @param redriveId - A unique id, such as the id of the message in the dead-letter queue.
 */
export function resetForRedrive(text: string, redriveId: string): string {
  const delivery = decodeDelivery(text);
  if (!delivery) return text;
  const reset = { attemptsBefore: undefined, queuedSince: undefined, notBefore: undefined };
  return encodeDelivery({ ...delivery, ...reset, redriveId });
}

/** Characters and length that SQS accepts in a message group id (SQS API reference, SendMessage). */
const GROUP_ID = /^[\x21-\x7e]{1,128}$/;

/**
 * Returns the message group of a delivery: its account, so that the burst of one account does not delay the others (SQS guide,
 * "Amazon SQS fair queues"). `undefined` if the delivery names no account that SQS accepts.
 */
export function groupIdOf({ accountId = '' }: Pick<QueuedDelivery, 'accountId'>): string | undefined {
  return GROUP_ID.test(accountId) ? accountId : undefined;
}

function isOptionalNumber(value: unknown): value is number | undefined {
  return value === undefined || typeof value === 'number';
}

function isOptionalString(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function isStringArray(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}
