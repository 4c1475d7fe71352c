/** Rate and burst of an API Gateway stage. */
export interface ThrottleSettings {
  /** Requests per second. */
  readonly rate: number;
  readonly burst: number;
}

/** API Gateway's token bucket: holds up to `burst` tokens, gains `rate` tokens per second, spends one per request. */
export class Throttle {
  readonly #settings: ThrottleSettings;
  readonly #now: () => number;
  #tokens: number;
  #refilledAt: number;

  /** @param now - Clock in milliseconds. */
  constructor(settings: ThrottleSettings, now: () => number = Date.now) {
    this.#settings = settings;
    this.#now = now;
    this.#tokens = settings.burst;
    this.#refilledAt = now();
  }

  /** Takes a token. Returns `false` when there is none, so that the request must be rejected. */
  tryTake(): boolean {
    const now = this.#now();
    const refill = ((now - this.#refilledAt) / 1_000) * this.#settings.rate;
    this.#tokens = Math.min(this.#settings.burst, this.#tokens + refill);
    this.#refilledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
