import { setImmediate } from 'node:timers/promises';
import type { ReceivedMessage } from '../sqs/message.ts';
import type { Queue } from '../sqs/queue.ts';
import { readFailedIds } from './batch-response.ts';
import { sqsEvent } from './sqs-event.ts';

/** Settings of an event source mapping from a queue to a function. */
export interface EventSourceMappingOptions {
  readonly queue: Queue;
  /** Rejects when the function fails. */
  readonly invoke: (event: unknown) => Promise<unknown>;
  /** Maximum number of messages in one invocation. */
  readonly batchSize: number;
  /** Maximum number of concurrent invocations. */
  readonly maxConcurrency: number;
  /** Whether the function reports which messages failed (`ReportBatchItemFailures`). */
  readonly reportsFailures: boolean;
  /** Receives the result of each batch. */
  readonly onBatch: (result: BatchResult) => void;
}

/** The result of one batch. */
export interface BatchResult {
  /** The messages that the function received. */
  readonly messages: readonly ReceivedMessage[];
  /** Ids of the messages that it completed. They are deleted from the queue. */
  readonly completedIds: readonly string[];
  /** Why the whole batch failed, if it did. */
  readonly error?: string;
}

/** Lambda guide, quotas: the payload of an invocation, less some room for the rest of the event. */
const MAX_BATCH_BYTES = 6_000_000;

/**
 * Lambda's poller for a queue. It invokes the function with visible messages and deletes those that the function completes.
 * A failed message stays hidden for the visibility timeout that the queue or the function set.
 */
export class EventSourceMapping {
  readonly #options: EventSourceMappingOptions;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #polling: Promise<void>;

  constructor(options: EventSourceMappingOptions) {
    this.#options = options;
    this.#polling = this.#poll();
  }

  /**
   * Resolves when no message is visible and no invocation runs: nothing more happens until the clock advances, or until
   * another function sends a message.
   *
   * @returns Whether it had to wait.
   */
  async whenIdle(): Promise<boolean> {
    for (let hasWaited = false; ; hasWaited = true) {
      await setImmediate(); // lets received messages reach the function
      if (this.#running.size > 0) await Promise.race(this.#running);
      else if (!this.#options.queue.hasVisible || this.#stop.signal.aborted) return hasWaited;
    }
  }

  /** Stops polling. Resolves when no invocation runs. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#polling;
    await Promise.all(this.#running);
  }

  async #poll(): Promise<void> {
    const { queue, batchSize: maxMessages, maxConcurrency } = this.#options;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      if (this.#running.size >= maxConcurrency) {
        await Promise.race(this.#running);
        continue;
      }
      const waitTimeSeconds = Number.POSITIVE_INFINITY;
      const messages = await queue.receive({ maxMessages, maxBytes: MAX_BATCH_BYTES, waitTimeSeconds, signal });
      if (messages.length === 0) continue; // stopped
      const running = this.#handle(messages).finally(() => this.#running.delete(running));
      this.#running.add(running);
    }
  }

  async #handle(messages: readonly ReceivedMessage[]): Promise<void> {
    const { queue, invoke, reportsFailures, onBatch } = this.#options;
    const messageIds = messages.map(({ id }) => id);
    try {
      const response = await invoke(sqsEvent(messages, queue.options.arn));
      const failed = reportsFailures ? readFailedIds(response, messageIds) : new Set<string>();
      if (typeof failed === 'string') throw new Error(`The batch failed: ${failed}.`);
      const completed = messages.filter(({ id }) => !failed.has(id));
      await Promise.all(completed.map(({ receiptHandle }) => queue.delete(receiptHandle)));
      onBatch({ messages, completedIds: completed.map(({ id }) => id) });
    } catch (error) {
      if (this.#stop.signal.aborted) return; // the function may have been stopped, too
      onBatch({ messages, completedIds: [], error: error instanceof Error ? error.message : String(error) });
    }
  }
}
