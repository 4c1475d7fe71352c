import { AsyncLocalStorage } from 'node:async_hooks';
import type { AttemptHistory, IdempotencyStore, RunOnceOptions, RunOnceOutcome } from '../../lib/index.ts';

const currentKey = new AsyncLocalStorage<string>();

/** Another idempotencyStore, which tells the handler that it lets in which delivery is at hand. */
export class KeyedIdempotencyStore implements IdempotencyStore {
  readonly #idempotencyStore: IdempotencyStore;

  constructor(idempotencyStore: IdempotencyStore) {
    this.#idempotencyStore = idempotencyStore;
  }

  runOnce(entry: RunOnceOptions, work: (turn: AttemptHistory) => Promise<void>): Promise<RunOnceOutcome> {
    return this.#idempotencyStore.runOnce(entry, (turn) => currentKey.run(entry.deliveryKey, () => work(turn)));
  }
}

/**
 * The key of the delivery that a handler is run for: what its effect can be told by where the same thing happens again and
 * again.
 *
 * @throws Error outside of a handler.
 */
export function deliveryKeyAtHand(): string {
  const key = currentKey.getStore();
  if (key === undefined) throw new Error('No handler is being run.');
  return key;
}
