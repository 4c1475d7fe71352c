/** What Frame.io's rate limit asks of a call it has refused. */
export interface RateLimitDelay {
  /** How long to wait in any case. */
  readonly retryAfterMs: number;
  /** The time in which Frame.io makes room for one call. */
  readonly perCallMs: number;
}

/**
 * The lines in which deliveries wait that Frame.io's rate limit has refused: one for each handler, kept in memory. A burst
 * comes back one by one, at the pace at which it can be done.
 *
 * Waits drawn at random cannot do that without knowing how many wait. Of 10,000 events each was tried 27 times, and one 58
 * times, with waits of up to five minutes; longer ones, up to the half an hour that would still keep within 1.2 times what
 * the limits allow, make it 11 by calculation. In line it is less than four, six at most, at 1.00 (`npm run bench`).
 *
 * Each of the worker's environments has lines of its own. Two of them ask for up to twice what there is room for, and what
 * is refused goes to the end: so the limit is used to the full also when one has nothing to do or is gone. To space places
 * wider after several refusals, in order to ask for less, was 1.3 times what the limits allow.
 */
export class RateLimitSchedule {
  /** When the last place of a handler's line comes, in ms since 1970. */
  readonly #ends = new Map<string, number>();

  /** @returns How long to wait for the next place in the handler's line, in ms. */
  join(handlerName: string, { retryAfterMs, perCallMs }: RateLimitDelay, now: number): number {
    // What one call is asked to wait moves nobody else's place: it may be far longer than the line.
    const place = Math.max(now, this.#ends.get(handlerName) ?? 0) + perCallMs;
    this.#ends.set(handlerName, place);
    return Math.max(retryAfterMs, perCallMs) + (place - perCallMs - now);
  }
}
