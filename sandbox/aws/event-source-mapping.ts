import { setImmediate } from 'node:timers/promises';
import { failedIdsOf } from './batch-response.ts';
import type { ReceivedMessage } from './sqs/message.ts';
import type { Queue } from './sqs/queue.ts';
import { sqsEvent } from './sqs/sqs-event.ts';

/** How a queue feeds a function. */
export interface EventSourceMappingOptions {
  readonly queue: Queue;
  /** Rejects when the function fails. */
  readonly invoke: (event: unknown) => Promise<unknown>;
  /** Messages a function is handed at once, at most. */
  readonly batchSize: number;
  /** Invocations at a time, at most. */
  readonly maxConcurrency: number;
  /** Whether the function tells which messages failed (`ReportBatchItemFailures`). */
  readonly reportsFailures: boolean;
  /** Told what came of each batch. */
  readonly onBatch: (result: BatchResult) => void;
}

/** What came of a batch. */
export interface BatchResult {
  /** Ids of the messages that were handed to the function. */
  readonly ids: readonly string[];
  /** Ids of those it was done with, which are deleted. */
  readonly doneIds: readonly string[];
  /** Why the whole batch failed, if it did. */
  readonly problem?: string;
}

/** Lambda guide, quotas: the payload of an invocation, with some room for what stands around bodies. */
const MAX_BATCH_BYTES = 6_000_000;

/**
 * Lambda's poller of a queue: hands visible messages to the function, and deletes those it is done with. What failed is
 * left alone: it is hidden as long as the queue, or the function, has said.
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

  /** Resolves when no message is visible and the function is not running: nothing happens until the clock goes on. */
  async settled(): Promise<void> {
    for (;;) {
      await setImmediate(); // what has been taken is being worked on by then
      if (this.#running.size > 0) await Promise.race(this.#running);
      else if (!this.#options.queue.hasVisible || this.#stop.signal.aborted) return;
    }
  }

  /** Takes no more messages; resolves when the function is no longer running. */
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
      const waitSeconds = Number.POSITIVE_INFINITY;
      const messages = await queue.receive({ maxMessages, maxBytes: MAX_BATCH_BYTES, waitSeconds, signal });
      if (messages.length === 0) continue; // stopped
      const running = this.#handle(messages).finally(() => this.#running.delete(running));
      this.#running.add(running);
    }
  }

  async #handle(messages: readonly ReceivedMessage[]): Promise<void> {
    const { queue, invoke, reportsFailures, onBatch } = this.#options;
    const ids = messages.map(({ id }) => id);
    try {
      const response = await invoke(sqsEvent(messages, queue.options.arn));
      const failed = reportsFailures ? failedIdsOf(response, ids) : new Set<string>();
      if (typeof failed === 'string') throw new Error(`The batch failed: ${failed}.`);
      const done = messages.filter(({ id }) => !failed.has(id));
      await Promise.all(done.map(({ receiptHandle }) => queue.delete(receiptHandle)));
      onBatch({ ids, doneIds: done.map(({ id }) => id) });
    } catch (error) {
      if (this.#stop.signal.aborted) return; // the function may have been stopped along with it
      onBatch({ ids, doneIds: [], problem: error instanceof Error ? error.message : String(error) });
    }
  }
}
