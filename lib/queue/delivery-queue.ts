import { SqsQueue } from '../aws/sqs-queue.ts';
import { MessageTooLongError } from '../core/errors.ts';
import { encodeDelivery, groupIdOf, type QueuedDelivery } from './queued-delivery.ts';

/** Settings of one send. */
export interface EnqueueOptions {
  /**
   * Milliseconds before the worker may process the delivery.
   * @default 0
   */
  readonly delayMs?: number | undefined;
  /**
   * Maximum time for the send in milliseconds.
   * @default the queue's timeout
   */
  readonly timeoutMs?: number | undefined;
}

/** A queue of deliveries for the worker. */
export interface DeliveryQueue {
  /**
   * Resolves when the queue has stored the delivery.
   *
   * @throws MessageTooLongError when the message is longer than the queue accepts.
   * @throws AwsServiceError and AwsConnectionError when the queue may not have stored the delivery.
   */
  send(delivery: QueuedDelivery, options?: EnqueueOptions): Promise<void>;
}

/** SQS's maximum message size (SQS quotas), minus room for the message attributes. */
const MAX_BODY_BYTES = 1_048_576 - 8_192;

/** SQS's maximum delay of a new message (SQS quotas). The worker postpones the message for the rest of a longer delay. */
const MAX_SQS_DELAY_MS = 900_000;

/** A delivery queue in Amazon SQS. */
export class SqsDeliveryQueue implements DeliveryQueue {
  readonly #queue: SqsQueue;

  constructor(queueUrl: string, queue = new SqsQueue(queueUrl)) {
    this.#queue = queue;
  }

  async send(delivery: QueuedDelivery, { delayMs = 0, timeoutMs }: EnqueueOptions = {}): Promise<void> {
    const notBefore = delayMs > MAX_SQS_DELAY_MS ? Date.now() + delayMs : undefined;
    const text = encodeDelivery({ ...delivery, notBefore });
    assertFits(text);
    const delaySeconds = Math.ceil(Math.min(MAX_SQS_DELAY_MS, delayMs) / 1_000);
    await this.#queue.send(text, { delaySeconds, timeoutMs, groupId: groupIdOf(delivery) });
  }
}

/** @throws MessageTooLongError */
function assertFits(text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_BODY_BYTES) return;
  throw new MessageTooLongError(
    `A message can have at most ${MAX_BODY_BYTES} bytes, but this delivery has ${bytes}. Lower maxBodyBytes of the endpoint.`,
  );
}
