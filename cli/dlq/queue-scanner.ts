import type { ReceivedMessage } from '../../lib/aws/received-message.ts';
import { type Clock, systemClock } from '../../lib/core/clock.ts';
import type { CountableQueue } from './countable-queue.ts';

/** Minimum visibility timeout of a received message. */
export const MIN_VISIBILITY_SECONDS = 60;

/** Maximum visibility timeout: 12 hours (SQS API reference, ReceiveMessage). */
const MAX_VISIBILITY_SECONDS = 43_200;

/** Maximum number of messages per receive (SQS quotas). */
const MAX_BATCH_SIZE = 10;

/** Repeated messages in a row to accept, beyond the number of known messages: SQS delivers at least once. */
const MAX_EXTRA_REPEATS = 100;

/** After this many batches of only newer messages in a row, the scan checks whether it is endless. */
const NEWER_BATCHES_PER_CHECK = 20;

/** The scan is endless if the newer batches could have held all visible messages this often: SQS does not order them. */
const NEWER_BATCH_ROUNDS = 4;

/** Long polls for messages that only the counts show. Counts may lag by a minute (SQS API reference). */
const MAX_FINAL_POLLS = 3;

/** Maximum duration of a long poll (SQS quotas). */
const MAX_WAIT_SECONDS = 20;

/** How to scan a queue. */
export interface ScanOptions {
  /**
   * Duration of a long poll in seconds. With 0, SQS queries only some of its servers.
   * @default 1
   */
  readonly waitSeconds?: number | undefined;
  /**
   * Messages per receive, from 1 to 10.
   * @default 10
   */
  readonly batchSize?: number | undefined;
  /** Ends the scan, which then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /**
   * Returns true if the caller needs no further message. Checked when SQS returns no new message.
   * @default never
   */
  readonly isDone?: (() => boolean) | undefined;
}

interface ReceiveContext {
  readonly startedAt: number;
  /** Whether the counts show messages that the last receive did not return. */
  readonly isFinalPoll: boolean;
}

/**
 * Scans all messages of a queue once.
 *
 * To read a message from SQS, the scan must receive it, which hides it from other consumers. At the end, call `release`:
 * it makes the messages visible again that were not removed.
 *
 * The visibility timeout is a minute plus twice the time since the start. So when a message becomes visible again during
 * the scan, its next timeout is about three times as long, and most messages arrive only once.
 *
 * The scan also ends if messages keep arriving. At the start, it requests the number of messages, N, from SQS. The N oldest
 * known messages were present at the start, and the others are newer. The scan ends after enough batches of only newer
 * messages.
 */
export class QueueScanner {
  readonly #queue: CountableQueue;
  readonly #options: ScanOptions;
  readonly #clock: Clock;
  /** Sending time of each known message, by message id. */
  readonly #sentAt = new Map<string, number>();
  readonly #removed = new Set<string>();
  /** Newest receipt handle of each hidden message, by message id. */
  readonly #receipts = new Map<string, string>();
  #unseen: number | undefined;

  constructor(queue: CountableQueue, options: ScanOptions = {}) {
    this.#queue = queue;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /**
   * Approximate number of messages that the scan did not receive: other consumers hold them, SQS did not return them, or
   * they arrived during the scan. 0 if the scan is complete, `undefined` before its end.
   */
  get unseen(): number | undefined {
    return this.#unseen;
  }

  /** Yields each message once, until the queue returns nothing, only known messages, or only newer messages. */
  async *messages(): AsyncGenerator<ReceivedMessage> {
    const { batchSize = MAX_BATCH_SIZE } = this.#options;
    const startedAt = this.#clock.now();
    const { visible, hidden } = await this.#queue.count();
    let repeats = 0;
    let newerBatches = 0;
    let finalPolls = 0;
    for (;;) {
      const batch = await this.#receive({ startedAt, isFinalPoll: finalPolls > 0 });
      const firstSeen = batch.filter((message) => this.#recordIfNew(message));
      yield* firstSeen;
      repeats = firstSeen.length > 0 ? 0 : repeats + batch.length;
      newerBatches = this.#areNewer(firstSeen, visible + hidden) ? newerBatches + 1 : 0;
      const isRepeating = repeats > this.#sentAt.size + MAX_EXTRA_REPEATS;
      const mayBeEndless = newerBatches > 0 && newerBatches % NEWER_BATCHES_PER_CHECK === 0;
      if (batch.length > 0 && !isRepeating && !mayBeEndless) continue;
      if (this.#options.isDone?.()) return;
      const remaining = await this.#queue.count();
      const visibleFromStart = Math.min(remaining.visible, visible + hidden);
      const isEndless = mayBeEndless && newerBatches * batchSize >= NEWER_BATCH_ROUNDS * visibleFromStart;
      if (batch.length > 0 && !isRepeating && !isEndless) continue;
      this.#unseen = Math.max(isRepeating ? 1 : 0, remaining.visible + remaining.hidden - this.#receipts.size);
      const isDrained = this.#unseen === 0 || remaining.visible === 0;
      if (isRepeating || isEndless || isDrained || finalPolls === MAX_FINAL_POLLS) return;
      finalPolls += 1;
    }
  }

  /** Deletes a message from the queue. */
  async remove({ messageId, receiptHandle }: ReceivedMessage): Promise<void> {
    await this.#queue.delete(this.#receipts.get(messageId) ?? receiptHandle);
    this.#receipts.delete(messageId);
    this.#removed.add(messageId);
  }

  /** Makes all hidden messages visible again. If a call fails, the message stays hidden until its timeout expires. */
  async release(): Promise<void> {
    const receipts = [...this.#receipts.values()];
    this.#receipts.clear();
    while (receipts.length > 0) {
      const batch = receipts.splice(0, MAX_BATCH_SIZE);
      await Promise.allSettled(batch.map((receipt) => this.#queue.changeVisibility(receipt, 0)));
    }
  }

  /** Records a message. Returns false if it was known. */
  #recordIfNew({ messageId, sentAt }: ReceivedMessage): boolean {
    const isNew = !this.#sentAt.has(messageId);
    if (isNew) this.#sentAt.set(messageId, sentAt);
    return isNew;
  }

  /** Returns whether all `messages` were sent after the `initialCount` oldest known messages. */
  #areNewer(messages: readonly ReceivedMessage[], initialCount: number): boolean {
    if (this.#sentAt.size <= initialCount) return false;
    const sorted = [...this.#sentAt.values()].sort((one, other) => one - other);
    const newestInitial = sorted[initialCount - 1] ?? 0;
    return messages.every(({ sentAt }) => sentAt > newestInitial);
  }

  async #receive({ startedAt, isFinalPoll }: ReceiveContext): Promise<readonly ReceivedMessage[]> {
    const { waitSeconds = 1, batchSize: maxMessages = MAX_BATCH_SIZE, signal } = this.#options;
    signal?.throwIfAborted();
    const elapsedSeconds = Math.ceil((this.#clock.now() - startedAt) / 1_000);
    const visibilitySeconds = Math.min(MAX_VISIBILITY_SECONDS, MIN_VISIBILITY_SECONDS + 2 * elapsedSeconds);
    const batch = await this.#queue
      .receive({
        maxMessages,
        waitSeconds: isFinalPoll ? MAX_WAIT_SECONDS : waitSeconds,
        visibilitySeconds,
        // After an aborted receive, SQS may hide messages whose receipts never arrived. So abort only the long polls.
        abortSignal: isFinalPoll ? signal : undefined,
      })
      .catch((error: unknown) => {
        signal?.throwIfAborted();
        throw error;
      });
    for (const message of batch) {
      this.#receipts.set(message.messageId, message.receiptHandle);
      // SQS may return a deleted message again (SQS API reference, DeleteMessage).
      if (this.#removed.has(message.messageId)) await this.remove(message);
    }
    signal?.throwIfAborted();
    return batch;
  }
}
