import type { Clock } from '../../core/clock.ts';

/**
 * Waits for `ms` milliseconds or until the signal aborts. It does not reject on an abort: the caller's next call
 * rejects, with an error that names that call.
 */
export async function waitUnlessAborted(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  await clock.wait(ms, signal).catch((error: unknown) => {
    if (!signal?.aborted) throw error;
  });
}
