const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 8_000;

/**
 * Returns the wait before the next attempt in ms: exponential with full jitter. The upper limit doubles from 500 ms to
 * 8 s (AWS Architecture Blog, "Exponential Backoff And Jitter").
 *
 * @param attempt - Number of the failed attempt, starting at 0.
 * @param random - A random number from 0 to 1.
 */
export function backoffMs(attempt: number, random: number): number {
  return random * Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt);
}
