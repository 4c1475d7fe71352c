/** Rate and burst of an API Gateway stage. */
export interface ThrottleSettings {
  /** Requests a second. */
  readonly rate: number;
  readonly burst: number;
}

/** API Gateway's token bucket: filled to `burst`, refilled at `rate` a second, one token a request. */
export class Throttle {
  readonly #settings: ThrottleSettings;
  readonly #now: () => number;
  #tokens: number;
  #refilledAt: number;

  /** @param now - Clock in ms. */
  constructor(settings: ThrottleSettings, now: () => number = Date.now) {
    this.#settings = settings;
    this.#now = now;
    this.#tokens = settings.burst;
    this.#refilledAt = now();
  }

  /** Whether one more request may pass. */
  admit(): boolean {
    const now = this.#now();
    const refill = ((now - this.#refilledAt) / 1_000) * this.#settings.rate;
    this.#tokens = Math.min(this.#settings.burst, this.#tokens + refill);
    this.#refilledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
