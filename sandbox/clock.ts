import type { Clock } from '../lib/index.ts';

interface Alarm {
  readonly time: number;
  readonly ring: () => void;
}

/** The longest a timer of Node can be set to. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * The time by which the sandbox's services go. It follows the machine's clock, or stands still when it is told where;
 * either way it can be set forward, and what would have happened in between happens at once, in its order.
 */
export class SandboxClock implements Clock {
  #machine: () => number;
  #follows: boolean;
  /** The earliest first. */
  readonly #alarms: Alarm[] = [];
  #aheadMs: number;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param standsAt - Where it stands still, in ms since 1970; without it, it follows the machine's clock.
   * @param aheadMs - How far it is set forward already.
   */
  constructor({ standsAt, aheadMs = 0 }: { readonly standsAt?: number; readonly aheadMs?: number } = {}) {
    this.#aheadMs = aheadMs;
    this.#follows = standsAt === undefined;
    this.#machine = () => standsAt ?? Date.now();
  }

  now(): number {
    return this.#machine() + this.#aheadMs;
  }

  /** How far it has been set forward, in ms. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  /** Lets it follow the machine's clock from now on, and from where it stands. */
  follow(): void {
    const now = this.now();
    this.#machine = () => Date.now();
    this.#aheadMs = now - Date.now();
    this.#follows = true;
    this.#arm();
  }

  /** When the next thing happens by itself, if anything does: a good place to set the clock to. */
  get nextAlarmAt(): number | undefined {
    return this.#alarms[0]?.time;
  }

  /** Sets the clock forward, by whole ms. Alarms on the way ring at their times. */
  pass(ms: number): void {
    const end = this.now() + Math.ceil(ms);
    for (let next = this.#alarms[0]; next && next.time <= end; next = this.#alarms[0]) {
      this.#setTo(next.time);
      this.#alarms.shift();
      next.ring();
    }
    this.#setTo(end);
    this.#arm();
  }

  /**
   * Calls `ring` when it is `time`, or the next whole ms.
   *
   * @returns Takes the alarm back.
   */
  at(time: number, ring: () => void): () => void {
    const alarm = { time: Math.ceil(time), ring };
    this.#alarms.splice(this.#placeOf(alarm.time), 0, alarm);
    this.#arm();
    return () => {
      const index = this.#alarms.indexOf(alarm, Math.max(0, this.#firstAt(alarm.time)));
      if (index >= 0) this.#alarms.splice(index, 1);
      this.#arm();
    };
  }

  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const cancel = this.at(this.now() + ms, () => {
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
    this.#aheadMs += Math.max(0, time - this.now());
  }

  /** One timer for the next alarm. Where the clock stands still, only an alarm that is due gets one. */
  #arm(): void {
    clearTimeout(this.#timer);
    const next = this.#alarms[0];
    if (!next) return;
    const waitMs = Math.max(0, next.time - this.now());
    if (!this.#follows && waitMs > 0) return;
    this.#timer = setTimeout(() => this.pass(0), Math.min(waitMs, MAX_TIMER_MS)).unref();
  }

  /** Where an alarm goes: after all that ring no later. */
  #placeOf(time: number): number {
    return this.#search((alarm) => alarm.time > time);
  }

  #firstAt(time: number): number {
    return this.#search((alarm) => alarm.time >= time);
  }

  #search(isAfter: (alarm: Alarm) => boolean): number {
    let [low, high] = [0, this.#alarms.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const alarm = this.#alarms[middle];
      if (alarm && isAfter(alarm)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
