import { RetryLater } from '../../../lib/core/errors.ts';
import type { AttemptHistory, RunOnceOptions } from '../../../lib/idempotency/idempotency-store.ts';

/** Options of a handler for one delivery. */
export const RUN_ONCE_OPTIONS: RunOnceOptions = {
  deliveryKey: 'a'.repeat(64),
  handlerName: 'file-ready',
  lockMs: 60_000,
  isFailure: (error) => !(error instanceof RetryLater),
};

/** Work that records the history it receives at each run. */
export function work(effect: () => Promise<void> = async () => undefined) {
  const histories: AttemptHistory[] = [];
  return {
    histories,
    run: async (history: AttemptHistory) => {
      histories.push(history);
      await effect();
    },
  };
}
