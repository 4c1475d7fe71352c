/** What Frame.io's rate limit asks of a call it has refused. */
export interface RateLimitWait {
  /** How long to wait in any case. */
  readonly retryAfterMs: number;
  /** The time in which Frame.io makes room for one call. */
  readonly perCallMs: number;
}

/**
 * The lines in which deliveries wait that Frame.io's rate limit has refused: one for each handler, kept in memory. Each
 * place comes as much later than the one before as the limit takes for a call, so that a burst comes back at the pace at
 * which it can be done.
 *
 * Waits drawn at random cannot do that without knowing how many wait. Ten thousand events within 1.2 times what the limits
 * allow take a range of some five minutes, in which each is refused twenty times; a range in which each is refused a few
 * times makes the last ones too late. In line it is about four (`npm run bench` shows it). Each of the worker's
 * environments has lines of its own: two of them bring back twice as many as there is room for, and half go to the end
 * again, which keeps the limit used to the full when one environment ends and its places come at the pace of nobody.
 */
export class WaitingLines {
  /** When the last place of a handler's line comes, in ms since 1970. */
  readonly #ends = new Map<string, number>();

  /** @returns How long to wait for the next place in the handler's line, in ms. */
  join(handlerName: string, { retryAfterMs, perCallMs }: RateLimitWait, now: number): number {
    const afterTheLast = (this.#ends.get(handlerName) ?? 0) + perCallMs;
    const place = Math.max(now + retryAfterMs, afterTheLast);
    this.#ends.set(handlerName, place);
    return place - now;
  }
}
