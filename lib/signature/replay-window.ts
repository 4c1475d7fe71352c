import { TOLERANCE_SECONDS } from './verify-signature.ts';

/** A timestamp may lie in the future by the tolerance and stays valid for the tolerance after that. */
const WINDOW_SECONDS = 2 * TOLERANCE_SECONDS;

/** Bounds the memory of one function instance to about 2 MB. */
const MAX_REMEMBERED = 10_000;

/**
 * Remembers the signatures of deliveries that are done, for as long as their timestamp would still verify, so that a
 * captured request sent again runs no handler. A delivery that failed is not remembered: Frame.io sends it again, and
 * it must run. The memory is one function instance's; nothing is shared.
 */
export class ReplayWindow {
  readonly #doneAt = new Map<string, number>();

  /** @param now - Unix seconds. */
  has(signature: string, now: number): boolean {
    const doneAt = this.#doneAt.get(signature);
    return doneAt !== undefined && now - doneAt <= WINDOW_SECONDS;
  }

  /** @param now - Unix seconds. */
  add(signature: string, now: number): void {
    this.#doneAt.set(signature, now);
    for (const [oldest, doneAt] of this.#doneAt) {
      if (now - doneAt <= WINDOW_SECONDS && this.#doneAt.size <= MAX_REMEMBERED) break;
      this.#doneAt.delete(oldest);
    }
  }
}
