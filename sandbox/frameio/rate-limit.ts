/** How many calls one user may make of one operation. */
export interface CallLimit {
  readonly calls: number;
  readonly windowMs: number;
}

/** Whether a call may pass, and what the `x-ratelimit-*` headers say of it. */
export interface Admission extends CallLimit {
  readonly admitted: boolean;
  /** Calls left right now. */
  readonly remaining: number;
}

/** So many calls a second. */
export const perSecond = (calls: number): CallLimit => ({ calls, windowMs: 1_000 });
/** So many calls a minute. */
export const perMinute = (calls: number): CallLimit => ({ calls, windowMs: 60_000 });

/** What is in a bucket, in calls times the window: whole numbers, where a leak per ms would be a fraction. */
interface Bucket {
  level: number;
  leakedAt: number;
}

/**
 * Frame.io's limits: a leaky bucket for each operation and user, which empties steadily, so that a full one has room
 * for the next call after a `calls`-th of the window (guide, Rate Limiting). A refused call leaves nothing in it.
 */
export class RateLimiter {
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** @param now - Clock in ms. One that runs fast widens the limits as much. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts a call, if there is room for it. */
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
