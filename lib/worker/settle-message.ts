import type { SqsQueue } from '../aws/sqs-queue.ts';
import type { HandlerResult } from '../dispatch/handler-result.ts';
import type { LogAttributes, Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import { formatError } from '../observability/serialize-error.ts';
import type { DeliveryQueue } from '../queue/delivery-queue.ts';
import { encodeDelivery, type QueuedDelivery, resetForRedrive } from '../queue/queued-delivery.ts';
import { decideRetry, type RetryDecision } from '../retry/decide-retry.ts';
import { RateLimitSchedule } from '../retry/rate-limit-schedule.ts';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import type { SqsRecord } from './sqs-record.ts';

/** What becomes of messages is settled with. */
export interface SettlementOptions {
  /** Hides a message for longer. */
  readonly messages: SqsQueue;
  /** Takes what is to be tried again apart from the message it came with. */
  readonly queue: DeliveryQueue;
  readonly deadLetters: DeadLetterQueue;
  readonly logger: Logger;
  readonly metrics: MetricsRecorder;
  /** After so many failures a handler is given up. */
  readonly maxAttempts: number;
  /** So often SQS gives out a message; then it moves it to the dead-letter queue, without a reason. */
  readonly maxReceiveCount: number;
}

/** One attempt at a delivery, some of whose handlers are not done. */
export interface Attempt {
  readonly record: SqsRecord;
  readonly delivery: QueuedDelivery;
  /** How often the delivery has been tried, this time included. */
  readonly number: number;
  /** What its log lines share. */
  readonly about: LogAttributes;
}

/**
 * SQS hides a message for 12 hours at most, counted from its receipt (SQS API reference, ChangeMessageVisibility), of
 * which Lambda's longest invocation may be gone.
 */
const LONGEST_HIDING_MS = (43_200 - 900) * 1_000;

/** SQS deletes a message after 14 days without a word; before that it is given up with one. */
const LONGEST_STAY_MS = 13 * 24 * 60 * 60 * 1_000;

/** What becomes of a handler, once places in line are given. */
type Sentence = Exclude<RetryDecision, { readonly kind: 'rate_limited' }>;

/** A message that stays in the queue, hidden until it is tried again. */
export class MessageStays extends Error {
  override readonly name = 'MessageStays';
}

/** Settles what becomes of a message whose handlers are not all done. */
export class Settlement {
  readonly #options: SettlementOptions;
  readonly #lines = new RateLimitSchedule();

  constructor(options: SettlementOptions) {
    this.#options = options;
  }

  /** Resolves when a message that nobody can read is in the dead-letter queue. */
  async buryUnreadable({ body, messageId, receiveCount }: SqsRecord): Promise<void> {
    const reason = 'The message is no delivery this version can read.';
    const errorCode = 'message_unreadable';
    await this.#options.deadLetters.bury(body, { reason, errorCode, attempts: receiveCount, handlers: [] });
    this.#options.metrics.record('HandlersDeadLettered', 1, errorCode);
    this.#options.logger.error('message buried', { message_id: messageId, reason });
  }

  /**
   * Has a delivery wait in its message, or, where SQS would soon move that to the dead-letter queue without a reason, in a
   * new one.
   *
   * @throws MessageStays when it keeps its message.
   */
  async wait(
    { record, delivery, number }: Pick<Attempt, 'record' | 'delivery' | 'number'>,
    delayMs: number,
  ): Promise<void> {
    if (record.receiveCount >= this.#options.maxReceiveCount || delayMs > LONGEST_HIDING_MS) {
      const queuedSince = queuedSinceOf({ record, delivery });
      return await this.#options.queue.send({ ...delivery, attemptsBefore: number, queuedSince }, { delayMs });
    }
    const seconds = Math.ceil(delayMs / 1_000);
    await this.#options.messages.changeVisibility(record.receiptHandle, seconds);
    throw new MessageStays(`It is tried again in ${seconds} s.`);
  }

  /**
   * Buries what is dead, and has the rest wait, each handler for as long as it has to: one that is alone keeps the message,
   * several get a message each.
   *
   * @throws MessageStays when the message is kept.
   */
  async settle(attempt: Attempt, left: readonly HandlerResult[]): Promise<void> {
    await Promise.all(
      left.map(async (result) => {
        const name = result.handlerName;
        const sentence = this.#judge(result, attempt);
        if (sentence.kind === 'dead') return await this.#bury(attempt, name, sentence);
        const { delayMs } = sentence;
        const about = { ...attempt.about, handler: name, delay_ms: Math.round(delayMs) };
        this.#options.logger.info('handler waits', about);
        if (left.length === 1) return await this.wait(attempt, delayMs);
        const queuedSince = queuedSinceOf(attempt);
        const apart = { ...attempt.delivery, handlers: [name], attemptsBefore: attempt.number, queuedSince };
        await this.#options.queue.send(apart, { delayMs });
      }),
    );
  }

  #judge(result: HandlerResult, attempt: Attempt): Sentence {
    const { maxAttempts } = this.#options;
    const now = Date.now();
    const verdict = decideRetry(result, { attempt: attempt.number, maxAttempts, random: Math.random() });
    if (verdict.kind === 'dead') return verdict;
    if (now - queuedSinceOf(attempt) >= LONGEST_STAY_MS) {
      const why = result.error === undefined ? '' : ` ${formatError(result.error)}`;
      return { kind: 'dead', errorCode: 'too_old', reason: `It has waited for 13 days, as long as SQS lets it.${why}` };
    }
    if (verdict.kind !== 'rate_limited') return verdict;
    return { kind: 'postponed', delayMs: this.#lines.join(result.handlerName, verdict.wait, now) };
  }

  async #bury(
    { record, delivery, number, about }: Attempt,
    handlerName: string,
    { reason, errorCode }: Extract<RetryDecision, { kind: 'dead' }>,
  ): Promise<void> {
    const handlers = [handlerName];
    const text = resetForRedrive(encodeDelivery({ ...delivery, handlers }), record.messageId);
    await this.#options.deadLetters.bury(text, { reason, errorCode, attempts: number, handlers });
    this.#options.metrics.record('HandlersDeadLettered', 1, errorCode);
    this.#options.logger.error('handler buried', { ...about, handler: handlerName, reason, error_code: errorCode });
  }
}

function queuedSinceOf({ record, delivery }: Pick<Attempt, 'record' | 'delivery'>): number {
  return delivery.queuedSince ?? record.sentAt;
}
