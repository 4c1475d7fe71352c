import type { App } from '../app/app.ts';
import type { FrameioClientLike } from '../client/client-like.ts';
import { isUnfinished } from '../dispatch/handler-result.ts';
import { parseDelivery } from '../events/parse-delivery.ts';
import { decodeDelivery, type QueuedDelivery } from '../queue/queued-delivery.ts';
import { type Attempt, Settlement, type SettlementOptions } from './settle-message.ts';
import type { SqsRecord } from './sqs-record.ts';

/** What a message is worked on with. */
export interface MessageWorkerOptions extends Omit<SettlementOptions, 'logger' | 'metrics'> {}

/** The time that a message has. */
export interface TimeLeft {
  /** For its handlers, in ms. */
  readonly budgetMs: number;
  /** Until nothing of this invocation runs any more, in ms. */
  readonly lockMs: number;
}

/** Works on one message at a time: it ends deleted, hidden until later, or in the dead-letter queue. */
export class MessageWorker<Client extends FrameioClientLike> {
  readonly #app: App<Client>;
  readonly #maxAttempts: number;
  readonly #settlement: Settlement;

  constructor(app: App<Client>, options: MessageWorkerOptions) {
    this.#app = app;
    this.#maxAttempts = options.maxAttempts;
    this.#settlement = new Settlement({ ...options, logger: app.logger, metrics: app.metrics });
  }

  /**
   * Leaves a message to the next batch.
   *
   * @throws MessageStays when it keeps its message.
   */
  async giveBack(record: SqsRecord): Promise<void> {
    const delivery = decodeDelivery(record.body);
    if (!delivery) return await this.#settlement.buryUnreadable(record);
    await this.#settlement.wait({ record, delivery, number: numberOf(record, delivery) }, 0);
  }

  /**
   * Resolves when the message can be deleted: done, or safe in a queue.
   *
   * @throws MessageStays, and whatever SQS's client throws, when it has to stay.
   */
  async work(record: SqsRecord, { budgetMs, lockMs }: TimeLeft): Promise<void> {
    const delivery = decodeDelivery(record.body);
    const parsed = delivery && parseDelivery(delivery.body);
    if (!delivery || parsed?.kind !== 'webhook') return await this.#settlement.buryUnreadable(record);
    const attempt = numberOf(record, delivery);
    const earlyMs = (delivery.notBefore ?? 0) - Date.now();
    if (earlyMs > 0) return await this.#settlement.wait({ record, delivery, number: attempt }, earlyMs);

    const { event } = parsed;
    const { deliveryKey, correlationId, handlers, receivedAt, redriveId } = delivery;
    const maxAttempts = this.#maxAttempts;
    const details = { deliveryKey, correlationId, handlers, receivedAt, redriveId, attempt, maxAttempts, lockMs };
    const results = await this.#app.dispatch(event, budgetMs, details);
    const about = {
      event_type: event.type,
      resource_id: event.resourceId,
      correlation_id: correlationId,
      attempt,
    };
    const left = results.filter(isUnfinished);
    if (left.length > 0) {
      const tried: Attempt = { record, delivery, number: attempt, about };
      return await this.#settlement.settle(tried, left);
    }
    const ageMs = Date.now() - receivedAt;
    if (results.length === 0) this.#app.metrics.record('DeliveriesUnhandled', 1);
    else this.#app.metrics.record('AgeAtCompletion', ageMs);
    this.#app.logger.info(results.length === 0 ? 'event without handler' : 'event done', { ...about, age_ms: ageMs });
  }
}

/** How often a delivery has been taken up, this time included. */
function numberOf({ receiveCount }: SqsRecord, { attemptsBefore = 0 }: QueuedDelivery): number {
  return attemptsBefore + receiveCount;
}
