/** The delay that Frame.io's rate limit requires after a refused call. */
export interface RateLimitDelay {
  /** Minimum delay in milliseconds. */
  readonly retryAfterMs: number;
  /** Milliseconds in which the rate limit allows one more call. */
  readonly perCallMs: number;
}

/**
 * Spaces the retries of deliveries that Frame.io's rate limit refused. Each handler has its own schedule in memory. After
 * a burst, deliveries come back one by one, at the rate that the limit allows.
 *
 * Random delays cannot do this, because no delivery knows how many others wait. In a measurement with 10,000 events and
 * random delays of up to five minutes, each event took 27 attempts on average, and one took 58. Delays of up to half an
 * hour would take 11 attempts by calculation, and 1.2 times the minimum duration. This schedule takes fewer than four
 * attempts on average, six at most, and 1.00 times the minimum duration (`npm run bench`).
 *
 * Each Lambda environment of the worker has its own schedule. Two environments together request up to twice the allowed
 * rate, and each refused delivery gets a new slot at the end. So the rate limit is used fully, even if one environment is
 * idle or gone. A variant with wider slots after repeated refusals took 1.3 times the minimum duration.
 */
export class RateLimitSchedule {
  /** End of the last reserved slot of each handler, in milliseconds since 1970. */
  readonly #ends = new Map<string, number>();

  /**
   * Reserves the next slot of the handler.
   *
   * @returns Milliseconds to wait for the slot.
   */
  join(handlerName: string, { retryAfterMs, perCallMs }: RateLimitDelay, now: number): number {
    const slotStart = Math.max(now, this.#ends.get(handlerName) ?? 0);
    // Slots are `perCallMs` long, whatever `retryAfterMs` is: one long delay must not move the slots of other deliveries.
    this.#ends.set(handlerName, slotStart + perCallMs);
    return Math.max(retryAfterMs, perCallMs) + (slotStart - now);
  }
}
