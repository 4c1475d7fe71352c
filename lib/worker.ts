import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { App } from './app.ts';
import { SqsQueue } from './aws/queue.ts';
import type { FrameioClientLike } from './client/client-like.ts';
import { DeadLetters } from './queue/dead-letters.ts';
import { SqsDeliveryQueue } from './queue/delivery-queue.ts';
import { MessageWorker } from './queue/message-worker.ts';
import { readBatch, readQueueRecord } from './queue/queue-record.ts';
import { Turnstile } from './queue/turnstile.ts';

/** Settings of `workerHandler`. */
export interface WorkerOptions {
  /** URL of the queue the messages come from. */
  readonly queueUrl: string;
  /** URL of the queue for what cannot be worked on. */
  readonly deadLetterQueueUrl: string;
  /**
   * So often a delivery that fails is tried, before it goes to the dead-letter queue. Waits that somebody asked for, such as
   * those of a rate limit, do not end it.
   * @default 12
   */
  readonly maxAttempts?: number;
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

/** Kept back of the time Lambda gives, to settle what is left of the batch. */
const SETTLING_MS = 5_000;

/**
 * Makes the Lambda handler that works on the deliveries in the queue. It never waits: what has to wait is hidden in the
 * queue for so long. A message is deleted when its handlers are done, or safe in the dead-letter queue with the reason.
 */
export function workerHandler<Client extends FrameioClientLike>(
  app: App<Client>,
  options: WorkerOptions,
): WorkerHandler {
  const { queueUrl, deadLetterQueueUrl, maxAttempts = 12, concurrency = 5 } = options;
  const messages = new SqsQueue(queueUrl);
  const queue = new SqsDeliveryQueue(queueUrl, messages);
  const deadLetters = new DeadLetters(new SqsQueue(deadLetterQueueUrl));
  const worker = new MessageWorker(app, { messages, queue, deadLetters, maxAttempts });

  return async (event, context) => {
    const turnstile = new Turnstile(concurrency);
    const work = (record: unknown) =>
      turnstile.pass(async () => {
        const message = readQueueRecord(record);
        await worker.work(message, Math.max(1_000, context.getRemainingTimeInMillis() - SETTLING_MS));
      });
    const processor = new BatchProcessor(EventType.SQS);
    try {
      return await processPartialResponse(readBatch(event), work, processor, { throwOnFullBatchFailure: false });
    } finally {
      app.metrics.publish();
    }
  };
}
