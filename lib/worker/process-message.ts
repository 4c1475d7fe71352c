import { isUnfinished } from '../dispatch/handler-result.ts';
import type { AnyWebhookEvent } from '../events/event-map.ts';
import { parseDelivery } from '../events/parse-delivery.ts';
import type { LogAttributes } from '../observability/logger.ts';
import { decodeDelivery, type QueuedDelivery } from '../queue/queued-delivery.ts';
import { delayMessage } from './delay-message.ts';
import { ageMsOf, remainingAgeMs } from './message-age.ts';
import { deadLetterTooOld, deadLetterUnreadable, settleMessage } from './settle-message.ts';
import type { SqsRecord } from './sqs-record.ts';
import type { MessageDisposition, QueuedMessage, Worker } from './worker.ts';

/** Time for one message, in ms. */
export interface TimeLimits {
  /** For its handlers. */
  readonly budgetMs: number;
  /** Until Lambda has certainly ended the invocation, and with it every handler. */
  readonly lockMs: number;
}

/**
 * Processes a message: decodes and parses it, postpones it if it is early, runs the handlers, settles what is unfinished.
 * Afterwards the message is deleted, hidden until its next attempt, or in the dead-letter queue.
 *
 * @throws AwsServiceError | AwsConnectionError if SQS fails. The message then stays in the queue.
 */
export async function processMessage(
  record: SqsRecord,
  limits: TimeLimits,
  worker: Worker,
): Promise<MessageDisposition> {
  const delivery = decodeDelivery(record.body);
  const work = delivery && readWork(delivery);
  if (!delivery || !work) return await deadLetterUnreadable(record, worker);

  const message = { record, delivery, attempt: attemptOf(record, delivery) };
  const earlyMs = Math.min((delivery.notBefore ?? 0) - Date.now(), remainingAgeMs(message));
  if (earlyMs > 0) return await delayMessage(message, earlyMs, worker);

  const attributes = attributesOf(work, message);
  const results = await dispatch(work, message, limits, worker);
  const unfinished = results.filter(isUnfinished);
  if (unfinished.length > 0) return await settleMessage({ ...message, attributes }, unfinished, worker);

  if (results.length === 0) reportUnhandled(message, attributes, worker);
  else reportCompleted(message, attributes, worker);
  return 'delete';
}

/** Returns a message to the queue without running its handlers: this invocation has too little time left for them. */
export async function returnMessage(record: SqsRecord, worker: Worker): Promise<MessageDisposition> {
  const delivery = decodeDelivery(record.body);
  if (!delivery) return await deadLetterUnreadable(record, worker);
  const message = { record, delivery, attempt: attemptOf(record, delivery) };
  if (remainingAgeMs(message) === 0) return await deadLetterTooOld(message, worker);
  return await delayMessage(message, 0, worker);
}

/** What the handlers of a message run for. */
type Work =
  | { readonly kind: 'webhook'; readonly event: AnyWebhookEvent }
  | { readonly kind: 'job'; readonly name: string };

/** Returns `undefined` if the body is not an event that this version can read. */
function readWork({ job, body }: QueuedDelivery): Work | undefined {
  if (job !== undefined) return { kind: 'job', name: job };
  const parsed = parseDelivery(body);
  return parsed.kind === 'webhook' ? parsed : undefined;
}

function dispatch(
  work: Work,
  { delivery, attempt }: QueuedMessage,
  { budgetMs, lockMs }: TimeLimits,
  { app, maxAttempts }: Worker,
) {
  const { body, timestamp, deliveryKey, correlationId, accountId, handlers, receivedAt, redriveId, isReconciled } =
    delivery;
  const signed = timestamp === undefined ? undefined : { body, timestamp };
  const identity = { deliveryKey, correlationId, accountId, handlers, receivedAt, redriveId, isReconciled };
  const details = { ...identity, attempt, maxAttempts, lockMs };
  if (work.kind === 'job') return app.dispatchJob({ name: work.name, body }, budgetMs, details);
  return app.dispatch(work.event, budgetMs, { ...details, signed, isQueued: true });
}

function attemptOf({ receiveCount }: SqsRecord, { attemptsBefore = 0 }: QueuedDelivery): number {
  return attemptsBefore + receiveCount;
}

function attributesOf(work: Work, { delivery, attempt }: QueuedMessage): LogAttributes {
  const subject =
    work.kind === 'job' ? { job: work.name } : { event_type: work.event.type, resource_id: work.event.resourceId };
  const reconciled = delivery.isReconciled && { reconciled: true };
  return { ...subject, correlation_id: delivery.correlationId, attempt, ...reconciled };
}

function reportUnhandled({ delivery }: QueuedMessage, attributes: LogAttributes, { app }: Worker): void {
  app.metrics.record('DeliveriesUnhandled', 1);
  app.logger.info('event without handler', { ...attributes, age_ms: ageMsOf(delivery) });
}

function reportCompleted({ delivery }: QueuedMessage, attributes: LogAttributes, { app }: Worker): void {
  const ageMs = ageMsOf(delivery);
  app.metrics.record('AgeAtCompletion', ageMs);
  const message = delivery.job === undefined ? 'event completed' : 'job completed';
  app.logger.info(message, { ...attributes, age_ms: ageMs });
}
