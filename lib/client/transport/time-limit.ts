import { limitTimerMs } from '../../core/clock.ts';

/** Limits of a wait, and the errors it ends with. */
export interface TimeLimit {
  readonly timeoutMs: number;
  readonly abortSignal: AbortSignal | undefined;
  readonly timeoutError: () => Error;
  readonly abortError: () => Error;
}

/**
 * Waits for a promise until the time is up or the signal aborts. It leaves no timer and no listener behind, so that a
 * signal that outlives many waits does not keep their results in memory.
 */
export async function withTimeLimit<Value>(promise: Promise<Value>, limit: TimeLimit): Promise<Value> {
  const { timeoutMs, abortSignal, timeoutError, abortError } = limit;
  let stop = () => {};
  const limitReached = new Promise<never>((_, reject) => {
    const abort = () => reject(abortError());
    const timer = setTimeout(() => reject(timeoutError()), limitTimerMs(timeoutMs));
    abortSignal?.addEventListener('abort', abort);
    stop = () => {
      clearTimeout(timer);
      abortSignal?.removeEventListener('abort', abort);
    };
    if (abortSignal?.aborted) abort();
  });
  return await Promise.race([limitReached, promise]).finally(stop);
}
