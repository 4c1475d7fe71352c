import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../core/clock.ts';
import type { JsonValue } from '../core/json.ts';
import { withTimeout } from '../core/with-timeout.ts';
import type { Logger } from '../observability/logger.ts';
import type { Store } from '../store/store.ts';
import { StoreError } from '../store/store-errors.ts';
import { type InProgress, parseAnswerRecord } from './answer-record.ts';
import type { ReplyBody } from './reply.ts';

/** How long an answer is kept, in seconds. Frame.io repeats a request within a minute (guide, Interactions). */
const TTL_SECONDS = 24 * 60 * 60;

/** Time between two looks at the answer of another process, in milliseconds. */
const POLL_MS = 200;

/** One request for an answer. */
export interface AnswerOnceOptions {
  /** Identifies the request: see `answerKey`. */
  readonly key: string;
  /** When another process may take over, in milliseconds since 1970. */
  readonly lockedUntil: number;
  /** How long to wait for the answer of another process, or for the store, in milliseconds since 1970. */
  readonly waitUntil: number;
  readonly logger: Logger;
}

/** An answer, or `in_progress`: another process still works on it. `null` is the answer without a dialog. */
export type OnceResult =
  | { readonly kind: 'answered'; readonly answer: ReplyBody | null; readonly isRepeat: boolean }
  | { readonly kind: 'in_progress' };

/**
 * Gets one answer to a request, however often it arrives: a repeat waits for the first one's answer, or gets it from the store.
 * If the process of the first one crashed, a repeat does the work again.
 */
export class AnswerOnce {
  readonly #store: () => Store;
  readonly #clock: Clock;
  /** The requests that this process works on. */
  readonly #running = new Map<string, Promise<OnceResult>>();

  constructor(store: () => Store, clock: Clock = systemClock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * @param work - Returns the answer. Rejects only if it started no handler. `isRetry` says whether another process started
   *   the work and did not end it.
   * @throws StoreError when the store is unavailable before the work starts, and what `work` throws.
   */
  async run(
    options: AnswerOnceOptions,
    work: (attempt: { readonly isRetry: boolean }) => Promise<ReplyBody | null>,
  ): Promise<OnceResult> {
    const running = this.#running.get(options.key);
    if (running) {
      const result = await running;
      return result.kind === 'answered' ? { ...result, isRepeat: true } : result;
    }
    const started = this.#run(options, work);
    this.#running.set(options.key, started);
    try {
      return await started;
    } finally {
      this.#running.delete(options.key);
    }
  }

  async #run(
    { key, lockedUntil, waitUntil, logger }: AnswerOnceOptions,
    work: (attempt: { readonly isRetry: boolean }) => Promise<ReplyBody | null>,
  ): Promise<OnceResult> {
    const store = this.#store();
    const mine: InProgress = { status: 'in_progress', attempt: randomUUID(), lockedUntil, hasStarted: true };
    let isRetry = false;
    while (!(await store.putIfAbsent(key, mine, { expiresInSeconds: TTL_SECONDS }))) {
      const record = parseAnswerRecord(await store.get(key));
      if (record?.status === 'answered') return { kind: 'answered', answer: record.answer, isRepeat: true };
      const isFree = !record || record.lockedUntil <= this.#clock.now();
      if (isFree && (await takeOver(store, key, record, mine))) {
        isRetry = record?.hasStarted ?? false;
        break;
      }
      if (this.#clock.now() + POLL_MS >= waitUntil) return { kind: 'in_progress' };
      await this.#clock.wait(POLL_MS);
    }
    const answer = await work({ isRetry }).catch(async (error: unknown) => {
      const released = { ...mine, lockedUntil: 0, hasStarted: isRetry }; // so that a repeat starts at once
      await store.put(key, released, { expiresInSeconds: TTL_SECONDS }).catch(() => undefined);
      throw error;
    });
    const stored = store.put(key, { status: 'answered', answer }, { expiresInSeconds: TTL_SECONDS });
    await withTimeout(stored, waitUntil - this.#clock.now(), lateStore).catch((error: unknown) => {
      // The person gets the answer nevertheless. A repeat may run the handler again.
      logger.error('answer of a custom action not stored', { error });
    });
    return { kind: 'answered', answer, isRepeat: false };
  }
}

/** Returns the error of a store that responds too late for the answer. */
export function lateStore(): StoreError {
  return new StoreError('The table did not respond before the answer had to be sent.');
}

/** Replaces the lock of a process that has ended, or a released one. Returns false if another process was first. */
async function takeOver(store: Store, key: string, ended: InProgress | undefined, mine: InProgress): Promise<boolean> {
  const attemptOf = (current: JsonValue | undefined) => {
    const record = parseAnswerRecord(current);
    return record?.status === 'answered' ? 'answered' : record?.attempt;
  };
  const after = await store.update(key, (current) => (attemptOf(current) === ended?.attempt ? mine : undefined));
  return attemptOf(after) === mine.attempt;
}
