import type { Clock } from '../../lib/core/clock.ts';

interface Timer {
  readonly time: number;
  readonly callback: () => void;
}

/** The longest delay that Node's `setTimeout` accepts. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Where a clock starts. */
export interface SandboxClockOptions {
  /**
   * Time in ms since 1970 at which the clock stands still.
   * @default none: the clock follows the machine's clock
   */
  readonly frozenAt?: number;
  /**
   * Milliseconds by which the clock is already ahead.
   * @default 0
   */
  readonly offsetMs?: number;
}

/**
 * The clock of the sandbox's services. It follows the machine's clock or stands still. Both kinds can be advanced: timers
 * that become due on the way run immediately, in the order of their times.
 */
export class SandboxClock implements Clock {
  #machine: () => number;
  #isFrozen: boolean;
  /** Sorted by time, earliest first. */
  readonly #timers: Timer[] = [];
  #offsetMs: number;
  #nodeTimer: NodeJS.Timeout | undefined;

  constructor({ frozenAt, offsetMs = 0 }: SandboxClockOptions = {}) {
    this.#offsetMs = offsetMs;
    this.#isFrozen = frozenAt !== undefined;
    this.#machine = () => frozenAt ?? Date.now();
  }

  now(): number {
    return this.#machine() + this.#offsetMs;
  }

  /** Milliseconds by which the clock has been advanced. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** Makes the clock stand still. */
  freeze(): void {
    const now = this.now();
    this.#machine = () => now;
    this.#offsetMs = 0;
    this.#isFrozen = true;
    this.#arm();
  }

  /** Makes a frozen clock follow the machine's clock, starting at its current time. */
  resume(): void {
    const now = this.now();
    this.#machine = () => Date.now();
    this.#offsetMs = now - Date.now();
    this.#isFrozen = false;
    this.#arm();
  }

  /** Time of the next timer, if there is one. */
  get nextTimerAt(): number | undefined {
    return this.#timers[0]?.time;
  }

  /** Advances the clock by whole milliseconds. Each timer on the way runs at its own time. */
  advance(ms: number): void {
    const end = this.now() + Math.ceil(ms);
    for (let next = this.#timers[0]; next && next.time <= end; next = this.#timers[0]) {
      this.#setTo(next.time);
      this.#timers.shift();
      next.callback();
    }
    this.#setTo(end);
    this.#arm();
  }

  /**
   * Schedules `callback` for `time`, rounded up to a whole millisecond.
   *
   * @returns A function that cancels the timer.
   */
  schedule(time: number, callback: () => void): () => void {
    const timer = { time: Math.ceil(time), callback };
    this.#timers.splice(this.#indexAfter(timer.time), 0, timer);
    this.#arm();
    return () => {
      const index = this.#timers.indexOf(timer, Math.max(0, this.#firstIndexAt(timer.time)));
      if (index >= 0) this.#timers.splice(index, 1);
      this.#arm();
    };
  }

  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const cancel = this.schedule(this.now() + ms, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      const onAbort = () => {
        cancel();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  #setTo(time: number): void {
    this.#offsetMs += Math.max(0, time - this.now());
  }

  /** Sets one Node timer for the next timer. A frozen clock needs it only for a timer that is already due. */
  #arm(): void {
    clearTimeout(this.#nodeTimer);
    const next = this.#timers[0];
    if (!next) return;
    const waitMs = Math.max(0, next.time - this.now());
    if (this.#isFrozen && waitMs > 0) return;
    this.#nodeTimer = setTimeout(() => this.advance(0), Math.min(waitMs, MAX_TIMEOUT_MS)).unref();
  }

  /** Index after every timer that is due at `time` or earlier. */
  #indexAfter(time: number): number {
    return this.#search((timer) => timer.time > time);
  }

  #firstIndexAt(time: number): number {
    return this.#search((timer) => timer.time >= time);
  }

  #search(isAfter: (timer: Timer) => boolean): number {
    let [low, high] = [0, this.#timers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const timer = this.#timers[middle];
      if (timer && isAfter(timer)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
