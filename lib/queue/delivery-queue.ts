import { SqsQueue } from '../aws/sqs-queue.ts';
import { MessageTooLongError } from '../core/errors.ts';
import { encodeDelivery, type QueuedDelivery } from './queued-delivery.ts';

/** How a delivery is put into the queue. */
export interface EnqueueOptions {
  /**
   * For how long it is not tried, in ms.
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

/** SQS delays a new message no longer (SQS quotas): the rest of a wait is the worker's to keep. */
const LONGEST_DELAY_MS = 900_000;

/** A queue in SQS. */
export class SqsDeliveryQueue implements DeliveryQueue {
  readonly #queue: SqsQueue;

  constructor(queueUrl: string, queue = new SqsQueue(queueUrl)) {
    this.#queue = queue;
  }

  async send(delivery: QueuedDelivery, { delayMs = 0, timeoutMs }: EnqueueOptions = {}): Promise<void> {
    const notBefore = delayMs > LONGEST_DELAY_MS ? Date.now() + delayMs : undefined;
    const text = assertFits(encodeDelivery({ ...delivery, notBefore }));
    const delaySeconds = Math.ceil(Math.min(LONGEST_DELAY_MS, delayMs) / 1_000);
    await this.#queue.send(text, { delaySeconds, timeoutMs });
  }
}

/** @throws MessageTooLongError */
function assertFits(text: string): string {
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_BODY_BYTES) return text;
  throw new MessageTooLongError(`The delivery makes a message of ${bytes} bytes; there is room for ${MAX_BODY_BYTES}.`);
}
