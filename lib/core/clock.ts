import { setTimeout } from 'node:timers/promises';

/** A source of time. A test passes its own, so that no test waits. */
export interface Clock {
  /** Returns the current time in ms since 1970. */
  now(): number;
  /** Resolves after `ms`. Rejects if the signal aborts first. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * Largest difference between the clocks of two processes at which a handler does not run twice, in milliseconds. A lock
 * expires by the clock of the process that waits for it, so it lasts longer by this time.
 */
export const CLOCK_TOLERANCE_MS = 10_000;

const MAX_TIMER_MS = 2 ** 31 - 1;

/** Returns `ms`, limited to about 25 days. Node treats a longer time, such as Infinity, as 1 ms. */
export function limitTimerMs(ms: number): number {
  return Math.min(ms, MAX_TIMER_MS);
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (ms, signal) => setTimeout(limitTimerMs(ms), undefined, { signal }),
};
