import type { Clock } from '../../core/clock.ts';

/** Waits, no longer than until the signal aborts: the call that comes next says so, with an error that names it. */
export async function waitOrAbort(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  await clock.wait(ms, signal).catch((error: unknown) => {
    if (!signal?.aborted) throw error;
  });
}
