const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 8_000;

/**
 * A wait before the next attempt, in ms: exponential with full jitter, from 500 ms to 8 s at most (AWS Architecture Blog,
 * "Exponential Backoff And Jitter").
 *
 * @param attempt - Number of the failed attempt, from 0.
 * @param random - From 0 to 1.
 */
export function backoffMs(attempt: number, random: number): number {
  return random * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt);
}
