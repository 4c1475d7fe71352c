import type { App } from '../app.ts';
import type { SqsQueue } from '../aws/queue.ts';
import type { FrameioClientLike } from '../client/client-like.ts';
import { type HandlerResult, isLeft } from '../dispatch.ts';
import type { AnyWebhookEvent } from '../events/event-map.ts';
import { parseDelivery } from '../events/parse-delivery.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { DeliveryQueue } from './delivery-queue.ts';
import type { QueueRecord } from './queue-record.ts';
import { decodeDelivery, encodeDelivery, type QueuedDelivery } from './queued-delivery.ts';
import { type Verdict, verdictOn } from './verdict.ts';
import { WaitingLines } from './waiting-lines.ts';

/** What a worker works with. */
export interface MessageWorkerOptions {
  /** Hides a message for longer. */
  readonly messages: SqsQueue;
  /** Takes what is left of a delivery that is part dead, part alive. */
  readonly queue: DeliveryQueue;
  readonly deadLetters: DeadLetters;
  /** So often a delivery that fails is tried. */
  readonly maxAttempts: number;
}

/**
 * SQS hides a message for 12 hours at most, counted from its receipt (SQS API reference, ChangeMessageVisibility), of
 * which Lambda's longest invocation may be gone.
 */
const LONGEST_HIDING_SECONDS = 43_200 - 900;

/** SQS deletes a message after 14 days without a word; before that it is given up with one. */
const LONGEST_WAIT_MS = 13 * 24 * 60 * 60 * 1_000;

/** A verdict, once places in line are given. */
type Sentence = Exclude<Verdict, { readonly kind: 'rate_limited' }>;

/** A message that stays in the queue, hidden until it is tried again. */
export class MessageStays extends Error {
  override readonly name = 'MessageStays';
}

/** Works on one message at a time of day: it ends deleted, hidden until later, or in the dead-letter queue. */
export class MessageWorker<Client extends FrameioClientLike> {
  readonly #app: App<Client>;
  readonly #options: MessageWorkerOptions;
  readonly #lines = new WaitingLines();

  constructor(app: App<Client>, options: MessageWorkerOptions) {
    this.#app = app;
    this.#options = options;
  }

  /**
   * Resolves when the message can be deleted: done, or safe in the dead-letter queue.
   *
   * @param budgetMs - How long its handlers may take.
   * @throws MessageStays, and whatever SQS's client throws, when it has to stay.
   */
  async work(record: QueueRecord, budgetMs: number): Promise<void> {
    const delivery = decodeDelivery(record.body);
    const parsed = delivery && parseDelivery(delivery.body);
    if (!delivery || parsed?.kind !== 'webhook') return await this.#buryUnreadable(record);
    const { event } = parsed;
    const about = {
      event_type: event.type,
      resource_id: event.resourceId,
      correlation_id: delivery.correlationId,
      attempt: record.receiveCount,
    };
    const { deliveryKey, correlationId, handlers } = delivery;
    const details = {
      deliveryKey,
      correlationId,
      handlers,
      attempt: record.receiveCount,
      receivedAt: delivery.receivedAt,
    };
    const results = await this.#app.dispatch(event, budgetMs, details);
    const left = results.filter(isLeft);
    const ageMs = Date.now() - delivery.receivedAt;
    if (left.length === 0) {
      if (results.length > 0) this.#app.metrics.record('AgeAtCompletion', ageMs);
      this.#app.logger.info(results.length === 0 ? 'event without handler' : 'event done', { ...about, age_ms: ageMs });
      return;
    }
    await this.#settle(record, delivery, event, left);
  }

  async #buryUnreadable({ body, messageId, receiveCount }: QueueRecord): Promise<void> {
    const reason = 'The message is no delivery this version can read.';
    await this.#options.deadLetters.bury(body, {
      reason,
      errorCode: 'message_unreadable',
      attempts: receiveCount,
      handlers: [],
    });
    this.#app.metrics.record('HandlersDeadLettered', 1, 'message_unreadable');
    this.#app.logger.error('message buried', { message_id: messageId, reason });
  }

  /** Buries what is dead; what is alive stays, or, where it lay in one message with the dead, gets one of its own. */
  async #settle(
    record: QueueRecord,
    delivery: QueuedDelivery,
    event: AnyWebhookEvent,
    left: readonly HandlerResult[],
  ): Promise<void> {
    const judged = left.map((result) => ({ name: result.handlerName, verdict: this.#judge(result, record) }));
    const alive: { name: string; delayMs: number }[] = [];
    let isAnyDead = false;
    for (const { name, verdict } of judged) {
      if (verdict.kind === 'dead') {
        isAnyDead = true;
        await this.#bury(record, delivery, event, name, verdict);
      } else alive.push({ name, delayMs: verdict.delayMs });
    }
    if (alive.length === 0) return;
    const delayMs = Math.max(...alive.map((one) => one.delayMs));
    this.#app.metrics.record('HandlersPostponed', alive.length);
    this.#app.logger.warn('event postponed', {
      event_type: event.type,
      resource_id: event.resourceId,
      correlation_id: delivery.correlationId,
      attempt: record.receiveCount,
      handlers: alive.map(({ name }) => name),
      delay_ms: Math.round(delayMs),
    });
    if (isAnyDead) {
      await this.#options.queue.send({ ...delivery, handlers: alive.map(({ name }) => name) }, { delayMs });
      return;
    }
    const seconds = Math.min(LONGEST_HIDING_SECONDS, Math.ceil(delayMs / 1_000));
    await this.#options.messages.changeVisibility(record.receiptHandle, seconds);
    throw new MessageStays(`It is tried again in ${seconds} s.`);
  }

  /** A message that was put back from the dead-letter queue is as old as its stay in this one. */
  #judge(result: HandlerResult, { receiveCount: attempt, sentAt }: QueueRecord): Sentence {
    const { maxAttempts } = this.#options;
    const now = Date.now();
    const verdict = verdictOn(result, { attempt, maxAttempts, random: Math.random() });
    if (verdict.kind !== 'dead' && now - sentAt >= LONGEST_WAIT_MS) {
      return { kind: 'dead', errorCode: 'too_old', reason: 'It has been tried for 13 days; SQS would soon delete it.' };
    }
    if (verdict.kind !== 'rate_limited') return verdict;
    return { kind: 'postponed', delayMs: this.#lines.join(result.handlerName, verdict.wait, now) };
  }

  async #bury(
    { receiveCount }: QueueRecord,
    delivery: QueuedDelivery,
    event: AnyWebhookEvent,
    handlerName: string,
    { reason, errorCode }: Extract<Verdict, { kind: 'dead' }>,
  ): Promise<void> {
    const handlers = [handlerName];
    const cause = { reason, errorCode, attempts: receiveCount, handlers };
    await this.#options.deadLetters.bury(encodeDelivery({ ...delivery, handlers }), cause);
    this.#app.metrics.record('HandlersDeadLettered', 1, errorCode);
    this.#app.logger.error('handler buried', {
      event_type: event.type,
      resource_id: event.resourceId,
      correlation_id: delivery.correlationId,
      handler: handlerName,
      reason,
      error_code: errorCode,
    });
  }
}
