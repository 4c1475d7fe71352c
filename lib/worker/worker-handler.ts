import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import pLimit from 'p-limit';
import type { AppRuntime } from '../app/app-runtime.ts';
import { createSqsClientForQueue } from '../aws/sqs-client.ts';
import { SqsQueue } from '../aws/sqs-queue.ts';
import { CLOCK_TOLERANCE_MS } from '../core/clock.ts';
import { ENV, readNumberFromEnv, requireEnv } from '../core/env.ts';
import { ConfigError } from '../core/errors.ts';
import { traceWorker } from '../observability/trace.ts';
import { SqsDeliveryQueue } from '../queue/delivery-queue.ts';
import { RateLimitSchedule } from '../retry/rate-limit-schedule.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { processMessage, returnMessage } from './process-message.ts';
import { readBatch, readSqsRecord, type SqsRecord } from './sqs-record.ts';
import type { MessageDisposition, Worker } from './worker.ts';

/** Settings of `workerHandler`. */
export interface WorkerOptions {
  /**
   * URL of the queue that the messages come from.
   * @default the environment variable QUEUE_URL
   */
  readonly queueUrl?: string | undefined;
  /**
   * URL of the queue for messages that the worker cannot process.
   * @default the environment variable DEAD_LETTER_QUEUE_URL
   */
  readonly deadLetterQueueUrl?: string | undefined;
  /**
   * Failed attempts of a handler before dead-lettering. Waits, such as those for a rate limit or during an outage, do not
   * count as failures.
   * @default 12
   */
  readonly maxAttempts?: number;
  /**
   * `maxReceiveCount` of the queue's redrive policy. Before a message reaches it, the worker replaces the message.
   * @default the environment variable MAX_RECEIVE_COUNT, or 1000, the maximum of SQS
   */
  readonly maxReceiveCount?: number | undefined;
  /**
   * Number of messages of a batch that the worker processes at the same time.
   * @default 5
   */
  readonly concurrency?: number;
}

/** The part of Lambda's context object that the worker uses. */
export interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** Response to Lambda's event source mapping: the messages that stay in the queue. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Lambda calls this function with each batch of messages. */
export type WorkerHandler = (event: unknown, context: InvocationContext) => Promise<BatchResponse>;

/** Part of the invocation's time, in ms, that is reserved for settling the batch. */
const SETTLING_MS = 5_000;

/** Minimum time for the handlers of a message, in ms. */
const MIN_BUDGET_MS = 1_000;

/** Time for one call to SQS, in ms. */
const SQS_TIMEOUT_MS = 2_000;

/**
 * Makes the Lambda handler that processes the deliveries on the queue. It never sleeps: a delay hides the message in the
 * queue. A message is deleted once its handlers completed, or once the dead-letter queue has stored it with the reason.
 *
 * ```ts
 * export const handler = await workerHandler(app);
 * ```
 *
 * @returns A promise, because it loads the app's secrets first. Without `await`, an entry point exports the promise, which
 *   Lambda cannot call. It does not reject if a secret is unavailable.
 * @throws ConfigError if a queue is missing; if the app has no idempotency store, because each retry would run the completed
 *   handlers again; and for a number below 1.
 */
export async function workerHandler(app: AppRuntime, options: WorkerOptions = {}): Promise<WorkerHandler> {
  const { concurrency } = readNumbers(options);
  const worker = makeWorker(app, options);
  await app.preload();
  return async (event, context) => {
    const processRecord = messageProcessor(worker, context, concurrency);
    const batch = new BatchProcessor(EventType.SQS);
    try {
      return await processPartialResponse(readBatch(event), processRecord, batch, { throwOnFullBatchFailure: false });
    } finally {
      app.metrics.publish();
    }
  };
}

function makeWorker(app: AppRuntime, options: WorkerOptions): Worker {
  if (!app.hasIdempotencyStore) {
    throw new ConfigError(
      `The worker needs an idempotency store to know which handlers completed. Set ${ENV.idempotencyTable} to the name of a DynamoDB table, or pass new App({ idempotencyStore }).`,
    );
  }
  const { queueUrl = requireEnv(ENV.queueUrl), deadLetterQueueUrl = requireEnv(ENV.deadLetterQueueUrl) } = options;
  const { maxAttempts, maxReceiveCount } = readNumbers(options);
  // A constant in a bundle: see `cdk/bundling`.
  if (process.env.FRAMEIO_LAMBDA_SANDBOX === 'true') traceWorker({ maxAttempts });
  const queueAt = (url: string) => new SqsQueue(url, createSqsClientForQueue(url, { timeoutMs: SQS_TIMEOUT_MS }));
  const messages = queueAt(queueUrl);
  const queue = new SqsDeliveryQueue(queueUrl, messages);
  const deadLetters = new DeadLetterQueue(queueAt(deadLetterQueueUrl));
  return { app, messages, queue, deadLetters, rateLimits: new RateLimitSchedule(), maxAttempts, maxReceiveCount };
}

/** Returns the function that Powertools calls for each record: it throws to keep a message in the queue. */
function messageProcessor(
  worker: Worker,
  context: InvocationContext,
  concurrency: number,
): (record: unknown) => Promise<void> {
  const fullBudgetMs = context.getRemainingTimeInMillis() - SETTLING_MS;
  const limit = pLimit(concurrency);
  let hasStarted = false;

  async function process(record: SqsRecord): Promise<MessageDisposition> {
    const remainingMs = context.getRemainingTimeInMillis();
    const budgetMs = remainingMs - SETTLING_MS;
    // If a message waited too long for its turn, Lambda would end its handlers early. A later batch runs them.
    if (hasStarted && budgetMs < fullBudgetMs / 2) return await returnMessage(record, worker);
    hasStarted = true;
    return await processMessage(
      record,
      { budgetMs: Math.max(MIN_BUDGET_MS, budgetMs), lockMs: remainingMs + CLOCK_TOLERANCE_MS },
      worker,
    );
  }

  return async (record) => {
    const disposition = await limit(() => process(readSqsRecord(record))).catch((error: unknown) => {
      worker.app.logger.error('message not settled', { error });
      throw error;
    });
    if (disposition === 'retain') throw new MessageRetained();
  };
}

/** Tells Powertools that the message stays in the queue. */
class MessageRetained extends Error {
  override readonly name = 'MessageRetained';
}

function readNumbers(options: WorkerOptions) {
  const { maxAttempts = 12, concurrency = 5 } = options;
  const maxReceiveCount = options.maxReceiveCount ?? readNumberFromEnv(ENV.maxReceiveCount) ?? 1_000;
  for (const [name, value] of Object.entries({ maxAttempts, maxReceiveCount, concurrency })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new ConfigError(`Expected ${name} to be a whole number of at least 1, found ${value}.`);
    }
  }
  return { maxAttempts, maxReceiveCount, concurrency };
}
