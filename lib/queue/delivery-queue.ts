import { SqsQueue } from '../aws/queue.ts';
import { MessageTooLongError } from '../errors.ts';
import { encodeDelivery, type QueuedDelivery } from './queued-delivery.ts';

/** How a delivery is put into the queue. */
export interface EnqueueOptions {
  /**
   * For how long the worker is not given it.
   * @default 0
   */
  readonly delayMs?: number | undefined;
  /**
   * How long that may take.
   * @default the queue's
   */
  readonly timeoutMs?: number | undefined;
}

/** Where deliveries wait for the worker. */
export interface DeliveryQueue {
  /**
   * Resolves when the delivery is safe.
   *
   * @throws MessageTooLongError; AwsServiceError and AwsConnectionError when it may not be safe.
   */
  send(delivery: QueuedDelivery, options?: EnqueueOptions): Promise<void>;
}

/** SQS takes a body of so many bytes, attributes included, which stay below the difference (SQS quotas). */
const MAX_BODY_BYTES = 1_048_576 - 8_192;

/** SQS delays a message no longer (SQS quotas). */
const LONGEST_DELAY_SECONDS = 900;

/** A queue in SQS. */
export class SqsDeliveryQueue implements DeliveryQueue {
  readonly #queue: SqsQueue;

  constructor(queueUrl: string, queue = new SqsQueue(queueUrl)) {
    this.#queue = queue;
  }

  async send(delivery: QueuedDelivery, { delayMs = 0, timeoutMs }: EnqueueOptions = {}): Promise<void> {
    const text = encodeDelivery(delivery);
    await this.#queue.send(assertFits(text), { delaySeconds: secondsOf(delayMs), timeoutMs });
  }
}

/** @throws MessageTooLongError */
export function assertFits(text: string): string {
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_BODY_BYTES) return text;
  throw new MessageTooLongError(`The delivery makes a message of ${bytes} bytes; SQS takes ${MAX_BODY_BYTES}.`);
}

function secondsOf(ms: number): number {
  return Math.min(LONGEST_DELAY_SECONDS, Math.ceil(ms / 1_000));
}
