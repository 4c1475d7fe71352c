import { setTimeout } from 'node:timers/promises';

/** Time, as something that can be given: a test owns its clock and waits for nothing. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms`; rejects when the signal aborts before. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A time that a timer can be set to: some 25 days at most. What is longer, such as Infinity, Node takes for 1 ms. */
export function limitTimerMs(ms: number): number {
  return Math.min(ms, LONGEST_TIMER_MS);
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (ms, signal) => setTimeout(limitTimerMs(ms), undefined, { signal }),
};
