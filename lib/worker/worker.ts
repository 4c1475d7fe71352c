import type { AppRuntime } from '../app/app-runtime.ts';
import type { SqsQueue } from '../aws/sqs-queue.ts';
import type { DeliveryQueue } from '../queue/delivery-queue.ts';
import type { QueuedDelivery } from '../queue/queued-delivery.ts';
import type { RateLimitSchedule } from '../retry/rate-limit-schedule.ts';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import type { SqsRecord } from './sqs-record.ts';

/** Parts of a worker. */
export interface Worker {
  readonly app: AppRuntime;
  /** The queue the messages come from, to change their visibility. */
  readonly messages: SqsQueue;
  /** The same queue, for new messages. */
  readonly queue: DeliveryQueue;
  readonly deadLetters: DeadLetterQueue;
  readonly rateLimits: RateLimitSchedule;
  /** Failed attempts of a handler before dead-lettering. */
  readonly maxAttempts: number;
  /** Receives after which SQS moves a message to the dead-letter queue by itself, without a reason. */
  readonly maxReceiveCount: number;
}

/** One message and the delivery in it. */
export interface QueuedMessage {
  readonly record: SqsRecord;
  readonly delivery: QueuedDelivery;
  /** Number of attempts at the delivery, this one included. */
  readonly attempt: number;
}

/**
 * What Lambda does with the message. `delete`: it is processed, or stored in a queue. `retain`: it stays in the queue,
 * hidden until its next attempt.
 */
export type MessageDisposition = 'delete' | 'retain';
