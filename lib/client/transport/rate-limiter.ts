import { ConfigError } from '../../core/errors.ts';
import { ClientRateLimitError } from '../errors/client-rate-limit-error.ts';

/** A rate limit: at most `requests` within any period of `perMs` milliseconds. */
export interface RateLimiterOptions {
  /** Integer of 1 or more. */
  readonly requests: number;
  readonly perMs: number;
}

/**
 * One rate limit for all calls together, or a function that returns one for an operation, such as `comments.create`.
 */
export type RateLimitOption = RateLimiterOptions | ((operation: string) => RateLimiterOptions | undefined);

/** Assigns each call a time at which it may be sent. */
export class RateLimiter {
  readonly #option: RateLimitOption;
  /** Sorted send times in milliseconds, past and future, by operation. Calls that share a limit have the key ''. */
  readonly #timesByKey = new Map<string, number[]>();

  /** @throws ConfigError if the rate limit is invalid. */
  constructor(option: RateLimitOption) {
    this.#option = option;
    if (typeof option === 'object') checkLimit(option);
  }

  /**
   * Reserves the earliest free time.
   *
   * @returns The reserved time in milliseconds: `now` or later.
   * @throws ClientRateLimitError, and reserves nothing, if that time is after `deadline`; ConfigError if the rate limit
   *   of the operation is invalid.
   */
  reserve(operation: string, now: number, deadline: number): number {
    const limit = typeof this.#option === 'object' ? this.#option : this.#option(operation);
    if (!limit) return now;
    const { requests, perMs } = checkLimit(limit);
    const times = this.#timesOf(operation);
    times.splice(0, times.findLastIndex((time) => time <= now - perMs) + 1); // these no longer count
    let free = now;
    // If `requests` reserved times lie within one period, no call can go between `perMs` before the last of them and
    // `perMs` after the first.
    for (const [index, first] of times.entries()) {
      const last = times[index + requests - 1];
      if (last === undefined || free <= last - perMs) break;
      if (last - first < perMs) free = Math.max(free, first + perMs);
    }
    if (free > deadline) throw new ClientRateLimitError(operation, Math.ceil(free - now));
    times.push(free);
    times.sort((one, other) => one - other);
    return free;
  }

  /** Frees a reserved time that will not be used. */
  release(operation: string, time: number): void {
    const times = this.#timesOf(operation);
    const index = times.indexOf(time);
    if (index >= 0) times.splice(index, 1);
  }

  #timesOf(operation: string): number[] {
    const key = typeof this.#option === 'object' ? '' : operation;
    const times = this.#timesByKey.get(key) ?? [];
    this.#timesByKey.set(key, times);
    return times;
  }
}

function checkLimit(limit: RateLimiterOptions): RateLimiterOptions {
  const { requests, perMs } = limit;
  if (Number.isInteger(requests) && requests >= 1 && Number.isFinite(perMs) && perMs > 0) return limit;
  throw new ConfigError(
    'rateLimit needs requests, an integer of 1 or more, and perMs, a positive number of milliseconds: ' +
      '{ requests: 5, perMs: 1_000 }.',
  );
}
