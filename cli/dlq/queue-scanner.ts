import type { ReceivedMessage } from '../../lib/aws/received-message.ts';
import type { SqsQueue } from '../../lib/aws/sqs-queue.ts';
import { type Clock, systemClock } from '../../lib/core/clock.ts';

/** A queue that can tell how much is in it. */
export interface CountedQueue extends SqsQueue {
  /** About how many messages there are. SQS is exact a minute after the last change, and may lag until then. */
  count(): Promise<MessageCount>;
}

/** About how many messages are in a queue. */
export interface MessageCount {
  /** Those that anybody can receive now. */
  readonly visible: number;
  /** Those that somebody has received and hides, or that are delayed. */
  readonly hidden: number;
}

/** For so long, at least, nobody else sees what a walk has received and neither removed nor released, in s. */
export const SHORTEST_HIDING_SECONDS = 60;

/** A message can be hidden for 12 hours (SQS API reference, ReceiveMessage). */
const LONGEST_HIDING_SECONDS = 43_200;

/** SQS gives so many messages at once (SQS quotas). */
const LARGEST_BATCH = 10;

/** A message may come twice though it is hidden (SQS developer guide, at-least-once delivery). */
const REPEATS_BY_CHANCE = 100;

/** After so many batches in a row that held nothing of what was there at the beginning, a walk asks itself if it is to end. */
const NEWER_BATCHES = 20;

/** It is to end when it could have received so many times all that is visible: SQS gives messages in any order. */
const NEWER_ROUNDS = 4;

/** SQS may say for a minute that there are messages which are gone (API reference, GetQueueAttributes): three waits. */
const LAST_LOOKS = 3;

/** SQS waits no longer for messages (SQS quotas). */
const LONGEST_WAIT_SECONDS = 20;

/** How a queue is walked. */
export interface WalkOptions {
  /**
   * How long SQS may look for messages, in s. Above 0 it asks all of its servers, at 0 some of them.
   * @default 1
   */
  readonly waitSeconds?: number | undefined;
  /**
   * Messages received at once, from 1 to 10.
   * @default 10
   */
  readonly batchSize?: number | undefined;
  /** Ends the walk; it throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** @default the machine's */
  readonly clock?: Clock | undefined;
  /**
   * Asked when SQS gives nothing more: whether that is the end, however much SQS says is there.
   * @default never
   */
  readonly isDone?: (() => boolean) | undefined;
}

interface Receive {
  /** When the walk began. */
  readonly startedAt: number;
  /** Whether SQS has said that it has more, and given nothing. */
  readonly isLastLook: boolean;
}

/**
 * Goes through everything in a queue once. SQS has no other way to look at a message than to receive it, which hides it:
 * so whoever walks must `release` at the end what he has not removed.
 *
 * A message is hidden for a minute, and for twice as long as the walk has taken so far. One that comes back before the walk
 * has ended is so hidden for three times as long as before, and most come once.
 *
 * Where messages keep coming it ends, too: SQS says at the beginning how many there are, and of what has been seen, all but
 * the oldest so many, by SQS's own time of sending, came later. When one batch after the other has only such, that is the end.
 */
export class QueueWalk {
  readonly #queue: CountedQueue;
  readonly #options: WalkOptions;
  readonly #clock: Clock;
  /** When each was sent, by message id. */
  readonly #seen = new Map<string, number>();
  readonly #removed = new Set<string>();
  /** Receipts of what is hidden for this walk, by message id. */
  readonly #held = new Map<string, string>();
  #unseen: number | undefined;

  constructor(queue: CountedQueue, options: WalkOptions = {}) {
    this.#queue = queue;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /**
   * About how many messages `messages` came to its end without: others hide them, SQS did not give them, or they came
   * meanwhile. 0 when it is sure to have seen all, `undefined` before its end.
   */
  get unseen(): number | undefined {
    return this.#unseen;
  }

  /** Each message once, until the queue has no more, gives only what has been seen, or only what has come since. */
  async *messages(): AsyncGenerator<ReceivedMessage> {
    const { batchSize = LARGEST_BATCH } = this.#options;
    const startedAt = this.#clock.now();
    const { visible, hidden } = await this.#queue.count();
    let repeats = 0;
    let newerBatches = 0;
    let lastLooks = 0;
    for (;;) {
      const batch = await this.#receive({ startedAt, isLastLook: lastLooks > 0 });
      const unseen = batch.filter((message) => this.#meet(message));
      yield* unseen;
      repeats = unseen.length > 0 ? 0 : repeats + batch.length;
      newerBatches = this.#cameLater(unseen, visible + hidden) ? newerBatches + 1 : 0;
      const isStuck = repeats > this.#seen.size + REPEATS_BY_CHANCE;
      const mayBeEndless = newerBatches > 0 && newerBatches % NEWER_BATCHES === 0;
      if (batch.length > 0 && !isStuck && !mayBeEndless) continue;
      if (this.#options.isDone?.()) return;
      const left = await this.#queue.count();
      const atOnce = Math.min(left.visible, visible + hidden);
      const isEndless = mayBeEndless && newerBatches * batchSize >= NEWER_ROUNDS * atOnce;
      if (batch.length > 0 && !isStuck && !isEndless) continue;
      this.#unseen = Math.max(isStuck ? 1 : 0, left.visible + left.hidden - this.#held.size);
      if (isStuck || isEndless || this.#unseen === 0 || left.visible === 0 || lastLooks === LAST_LOOKS) return;
      lastLooks += 1;
    }
  }

  /** Takes a message off the queue for good. */
  async remove({ messageId, receiptHandle }: ReceivedMessage): Promise<void> {
    await this.#queue.delete(this.#held.get(messageId) ?? receiptHandle);
    this.#held.delete(messageId);
    this.#removed.add(messageId);
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

  /** @returns Whether it is for the first time. */
  #meet({ messageId, sentAt }: ReceivedMessage): boolean {
    const isFirst = !this.#seen.has(messageId);
    if (isFirst) this.#seen.set(messageId, sentAt);
    return isFirst;
  }

  /** Whether all of them were sent after the `count` oldest that have been seen, which were there at the beginning. */
  #cameLater(messages: readonly ReceivedMessage[], count: number): boolean {
    if (this.#seen.size <= count) return false;
    const newestOfOldest = [...this.#seen.values()].sort((one, other) => one - other)[count - 1] ?? 0;
    return messages.every(({ sentAt }) => sentAt > newestOfOldest);
  }

  async #receive({ startedAt, isLastLook }: Receive): Promise<readonly ReceivedMessage[]> {
    const { waitSeconds = 1, batchSize: maxMessages = LARGEST_BATCH, signal } = this.#options;
    signal?.throwIfAborted();
    const elapsedSeconds = Math.ceil((this.#clock.now() - startedAt) / 1_000);
    const visibilitySeconds = Math.min(LONGEST_HIDING_SECONDS, SHORTEST_HIDING_SECONDS + 2 * elapsedSeconds);
    const batch = await this.#queue
      .receive({
        maxMessages,
        waitSeconds: isLastLook ? LONGEST_WAIT_SECONDS : waitSeconds,
        visibilitySeconds,
        // Cut off, SQS may hide messages that nobody here has heard of: it is waited for, if it does not take long.
        abortSignal: isLastLook ? signal : undefined,
      })
      .catch((error: unknown) => {
        signal?.throwIfAborted();
        throw error;
      });
    for (const message of batch) {
      this.#held.set(message.messageId, message.receiptHandle);
      // SQS may give once more what it was told to delete (API reference, DeleteMessage).
      if (this.#removed.has(message.messageId)) await this.remove(message);
    }
    signal?.throwIfAborted();
    return batch;
  }
}
