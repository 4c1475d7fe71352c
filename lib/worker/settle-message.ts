import type { HandlerResult } from '../dispatch/handler-result.ts';
import type { LogAttributes } from '../observability/logger.ts';
import { formatError } from '../observability/serialize-error.ts';
import { encodeDelivery, resetForRedrive } from '../queue/queued-delivery.ts';
import { decideRetry, type RetryDecision } from '../retry/decide-retry.ts';
import type { DeadLetterReason } from './dead-letter-queue.ts';
import { delayMessage } from './delay-message.ts';
import { ageMsOf, queuedSinceOf, remainingAgeMs, TOO_OLD } from './message-age.ts';
import type { SqsRecord } from './sqs-record.ts';
import type { MessageDisposition, QueuedMessage, Worker } from './worker.ts';

/** A message after its handlers ran. */
export interface ProcessedMessage extends QueuedMessage {
  /** Attributes that its log lines have in common. */
  readonly attributes: LogAttributes;
}

type DeadLetterDecision = Extract<RetryDecision, { readonly kind: 'dead_letter' }>;

/**
 * Settles a message with unfinished handlers: dead-letters each of them, or schedules its retry after its own delay. If one
 * handler is unfinished, its retry keeps the message. If several are, each retry gets a new message.
 */
export async function settleMessage(
  message: ProcessedMessage,
  unfinished: readonly HandlerResult[],
  worker: Worker,
): Promise<MessageDisposition> {
  const dispositions = await Promise.all(
    unfinished.map(async (result): Promise<MessageDisposition> => {
      const decision = decide(result, message, worker);
      if (decision.kind === 'dead_letter') return await deadLetter(result.handlerName, decision, message, worker);
      const delayMs = Math.min(delayOf(decision, result.handlerName, worker), remainingAgeMs(message));
      reportRetry(result.handlerName, delayMs, message, worker);
      if (unfinished.length === 1) return await delayMessage(message, delayMs, worker);
      return await retryInOwnMessage(result.handlerName, delayMs, message, worker);
    }),
  );
  return dispositions.includes('retain') ? 'retain' : 'delete';
}

/** Dead-letters a message that this version cannot read. */
export async function deadLetterUnreadable(record: SqsRecord, worker: Worker): Promise<MessageDisposition> {
  const reason = 'The message is not a delivery that this version can read.';
  const letter = { reason, errorCode: 'message_unreadable', attempts: record.receiveCount, handlers: [] };
  return await deadLetterMessage(record, letter, worker);
}

/** Dead-letters a message that became too old before its handlers had their turn. */
export async function deadLetterTooOld(
  { record, delivery, attempt }: QueuedMessage,
  worker: Worker,
): Promise<MessageDisposition> {
  const body = resetForRedrive(record.body, record.messageId);
  return await deadLetterMessage(
    { ...record, body },
    { ...TOO_OLD, attempts: attempt, handlers: delivery.handlers ?? [] },
    worker,
  );
}

async function deadLetterMessage(
  { body, messageId }: SqsRecord,
  letter: DeadLetterReason,
  { app, deadLetters }: Worker,
): Promise<MessageDisposition> {
  await deadLetters.send(body, letter);
  app.metrics.record('HandlersDeadLettered', 1, letter.errorCode);
  app.logger.error('message dead-lettered', { message_id: messageId, reason: letter.reason });
  return 'delete';
}

function decide(result: HandlerResult, message: QueuedMessage, { maxAttempts }: Worker): RetryDecision {
  const decision = decideRetry(result, { attempt: message.attempt, maxAttempts, random: Math.random() });
  if (decision.kind === 'dead_letter' || remainingAgeMs(message) > 0) return decision;
  const lastError = result.error === undefined ? '' : ` Last error: ${formatError(result.error)}`;
  return { kind: 'dead_letter', errorCode: TOO_OLD.errorCode, reason: `${TOO_OLD.reason}${lastError}` };
}

function delayOf(
  decision: Exclude<RetryDecision, DeadLetterDecision>,
  handlerName: string,
  { rateLimits }: Worker,
): number {
  return decision.kind === 'rate_limited'
    ? rateLimits.reserve(handlerName, decision.wait, Date.now())
    : decision.delayMs;
}

function reportRetry(handler: string, delayMs: number, message: ProcessedMessage, { app }: Worker): void {
  const { attributes, delivery } = message;
  app.metrics.record('AgeAtRetry', ageMsOf(delivery));
  app.logger.info('handler retry scheduled', { ...attributes, handler, delay_ms: Math.round(delayMs) });
}

async function retryInOwnMessage(
  handlerName: string,
  delayMs: number,
  message: QueuedMessage,
  { queue }: Worker,
): Promise<MessageDisposition> {
  const { delivery, attempt } = message;
  const queuedSince = queuedSinceOf(message);
  await queue.send({ ...delivery, handlers: [handlerName], attemptsBefore: attempt, queuedSince }, { delayMs });
  return 'delete';
}

async function deadLetter(
  handlerName: string,
  { reason, errorCode }: DeadLetterDecision,
  { record, delivery, attempt, attributes }: ProcessedMessage,
  { app, deadLetters }: Worker,
): Promise<MessageDisposition> {
  const handlers = [handlerName];
  const body = resetForRedrive(encodeDelivery({ ...delivery, handlers }), record.messageId);
  await deadLetters.send(body, { reason, errorCode, attempts: attempt, handlers });
  app.metrics.record('HandlersDeadLettered', 1, errorCode);
  app.logger.error('handler dead-lettered', { ...attributes, handler: handlerName, reason, error_code: errorCode });
  return 'delete';
}
