import type { SqsQueue } from '../../lib/aws/queue.ts';
import type { ReceivedMessage } from '../../lib/aws/received-message.ts';

/** For so long nobody else sees what a walk has received and neither removed nor released, in s. */
export const HIDDEN_SECONDS = 60;

/** SQS gives so many messages at once (SQS quotas). */
const LARGEST_BATCH = 10;

/** A message may come twice though it is hidden (SQS developer guide, at-least-once delivery); so often is chance. */
const MOST_STALE_BATCHES = 3;

/** How a queue is walked. */
export interface WalkOptions {
  /**
   * How long SQS may look for messages, in s. Above 0 it asks all of its servers, at 0 some of them.
   * @default 1
   */
  readonly waitSeconds?: number;
  /**
   * Messages received at once, from 1 to 10.
   * @default 10
   */
  readonly batchSize?: number;
}

/**
 * Goes through everything in a queue once. SQS has no other way to look at a message than to receive it, which hides it:
 * so whoever walks must `release` at the end what he has not removed.
 */
export class QueueWalk {
  readonly #queue: SqsQueue;
  readonly #options: Required<WalkOptions>;
  readonly #seen = new Set<string>();
  /** Receipts of what is hidden for this walk, by message id. */
  readonly #held = new Map<string, string>();

  constructor(queue: SqsQueue, { waitSeconds = 1, batchSize = LARGEST_BATCH }: WalkOptions = {}) {
    this.#queue = queue;
    this.#options = { waitSeconds, batchSize };
  }

  /** Each message once, until the queue has no more. */
  async *messages(): AsyncGenerator<ReceivedMessage> {
    const { waitSeconds, batchSize: maxMessages } = this.#options;
    for (let staleBatches = 0; staleBatches < MOST_STALE_BATCHES; staleBatches += 1) {
      const batch = await this.#queue.receive({ maxMessages, waitSeconds, visibilitySeconds: HIDDEN_SECONDS });
      if (batch.length === 0) return;
      for (const { messageId, receiptHandle } of batch) this.#held.set(messageId, receiptHandle);
      for (const message of batch) {
        if (this.#seen.has(message.messageId)) continue;
        this.#seen.add(message.messageId);
        staleBatches = -1;
        yield message;
      }
    }
  }

  /** Takes a message off the queue for good. */
  async remove({ messageId, receiptHandle }: ReceivedMessage): Promise<void> {
    await this.#queue.delete(this.#held.get(messageId) ?? receiptHandle);
    this.#held.delete(messageId);
  }

  /** Shows everybody again what this walk hides; what cannot be released is seen again when its hiding ends. */
  async release(): Promise<void> {
    const receipts = [...this.#held.values()];
    this.#held.clear();
    while (receipts.length > 0) {
      const batch = receipts.splice(0, LARGEST_BATCH);
      await Promise.allSettled(batch.map((receipt) => this.#queue.changeVisibility(receipt, 0)));
    }
  }
}
