/** Rate limit of one operation for one user. */
export interface CallLimit {
  readonly calls: number;
  readonly windowMs: number;
}

/** Whether a call is admitted, with the values of the `x-ratelimit-*` headers. */
export interface Admission extends CallLimit {
  readonly admitted: boolean;
  /** Calls that would be admitted now. */
  readonly remaining: number;
}

/** A limit of `calls` per second. */
export const perSecond = (calls: number): CallLimit => ({ calls, windowMs: 1_000 });
/** A limit of `calls` per minute. */
export const perMinute = (calls: number): CallLimit => ({ calls, windowMs: 60_000 });

/** The level is in calls times the window in milliseconds, so that it stays a whole number. */
interface Bucket {
  level: number;
  leakedAt: number;
}

/**
 * Frame.io's rate limits: a leaky bucket for each operation and user (guide, Rate Limiting). A full bucket has room for the
 * next call after `windowMs / calls`. A refused call adds nothing to it.
 */
export class RateLimiter {
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** @param now - Clock in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts a call if the bucket has room for it. */
  admit(operation: { readonly name: string; readonly limit: CallLimit }, userId: string): Admission {
    const { calls, windowMs } = operation.limit;
    const capacity = calls * windowMs;
    const bucket = this.#bucket(`${operation.name} ${userId}`);
    const now = this.#now();
    bucket.level = Math.max(0, bucket.level - Math.max(0, now - bucket.leakedAt) * calls);
    bucket.leakedAt = now;
    const admitted = bucket.level + windowMs <= capacity;
    if (admitted) bucket.level += windowMs;
    return { admitted, calls, windowMs, remaining: Math.floor((capacity - bucket.level) / windowMs) };
  }

  #bucket(key: string): Bucket {
    const known = this.#buckets.get(key);
    if (known) return known;
    const empty = { level: 0, leakedAt: this.#now() };
    this.#buckets.set(key, empty);
    return empty;
  }
}
