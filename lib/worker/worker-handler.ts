import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import pLimit from 'p-limit';
import type { App } from '../app/app.ts';
import { createSqsClientForQueue } from '../aws/sqs-client.ts';
import { SqsQueue } from '../aws/sqs-queue.ts';
import type { FrameioClientLike } from '../client/client-like.ts';
import { ConfigError } from '../core/errors.ts';
import { serializeError } from '../observability/serialize-error.ts';
import { SqsDeliveryQueue } from '../queue/delivery-queue.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { MessageWorker } from './process-message.ts';
import { MessageStays } from './settle-message.ts';
import { readBatch, readSqsRecord } from './sqs-record.ts';

/** Settings of `workerHandler`. */
export interface WorkerOptions {
  /** URL of the queue the messages come from. */
  readonly queueUrl: string;
  /** URL of the queue for what cannot be worked on. */
  readonly deadLetterQueueUrl: string;
  /**
   * So many failures of a handler at one delivery are let pass, before it goes to the dead-letter queue. Waits that
   * somebody asked for, such as those of a rate limit, are none, and neither are outages.
   * @default 12
   */
  readonly maxAttempts?: number;
  /**
   * `maxReceiveCount` of the queue's redrive policy: a delivery that is to wait longer gets a new message in time.
   * @default 1000, the most that SQS can count to
   */
  readonly maxReceiveCount?: number | undefined;
  /**
   * Messages of a batch that are worked on side by side.
   * @default 5
   */
  readonly concurrency?: number;
}

/** What a worker's Lambda handler is given besides the event. */
export interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** The answer to Lambda's event source mapping: the messages that stay in the queue. */
export interface BatchReply {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** What Lambda calls with a batch of messages. */
export type WorkerHandler = (event: unknown, context: InvocationContext) => Promise<BatchReply>;

/** Kept back of the time Lambda gives, in ms, to settle what is left of the batch. */
const SETTLING_MS = 5_000;

/** How long SQS may take for one message that is settled, in ms. */
const SQS_TIMEOUT_MS = 2_000;

/**
 * Makes the Lambda handler that works on the deliveries in the queue. It never waits: what has to wait is hidden in the
 * queue for so long. A message is deleted when its handlers are done, or safe in the dead-letter queue with the reason.
 *
 * @throws ConfigError when the app has no idempotency store, without which handlers that are done would be run again with those that
 *   are not; and for a number below 1.
 */
export function workerHandler<Client extends FrameioClientLike>(
  app: App<Client>,
  options: WorkerOptions,
): WorkerHandler {
  const { queueUrl, deadLetterQueueUrl } = options;
  const { maxAttempts, maxReceiveCount, concurrency } = numbersOf(options);
  if (!app.hasIdempotencyStore) {
    throw new ConfigError(
      'The worker has no ledger to tell what is done: pass new App({ ledger: new DynamoDbIdempotencyStore(table) }).',
    );
  }
  const queueAt = (url: string) => new SqsQueue(url, createSqsClientForQueue(url, { timeoutMs: SQS_TIMEOUT_MS }));
  const messages = queueAt(queueUrl);
  const queue = new SqsDeliveryQueue(queueUrl, messages);
  const deadLetters = new DeadLetterQueue(queueAt(deadLetterQueueUrl));
  const worker = new MessageWorker(app, { messages, queue, deadLetters, maxAttempts, maxReceiveCount });

  return async (event, context) => {
    const fullBudgetMs = context.getRemainingTimeInMillis() - SETTLING_MS;
    const limit = pLimit(concurrency);
    let hasBegun = false;
    const work = async (record: unknown) => {
      try {
        await limit(async () => {
          const message = readSqsRecord(record);
          const lockMs = context.getRemainingTimeInMillis();
          const budgetMs = lockMs - SETTLING_MS;
          // What waited for its turn too long would be cut off in the middle: it is given back for the next batch.
          if (hasBegun && budgetMs < fullBudgetMs / 2) return await worker.giveBack(message);
          hasBegun = true;
          await worker.work(message, { budgetMs: Math.max(1_000, budgetMs), lockMs });
        });
      } catch (error) {
        if (!(error instanceof MessageStays)) app.logger.error('message not settled', { error: serializeError(error) });
        throw error;
      }
    };
    const processor = new BatchProcessor(EventType.SQS);
    try {
      return await processPartialResponse(readBatch(event), work, processor, { throwOnFullBatchFailure: false });
    } finally {
      app.metrics.publish();
    }
  };
}

function numbersOf({ maxAttempts = 12, maxReceiveCount = 1_000, concurrency = 5 }: WorkerOptions) {
  for (const [name, value] of Object.entries({ maxAttempts, maxReceiveCount, concurrency })) {
    if (!Number.isInteger(value) || value < 1) throw new ConfigError(`${name} is a whole number from 1, not ${value}.`);
  }
  return { maxAttempts, maxReceiveCount, concurrency };
}
