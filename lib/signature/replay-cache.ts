/** Maximum number of signatures in memory. */
const MAX_SIGNATURES = 1_024;

/**
 * Remembers the signatures of completed deliveries, so that a captured request that is sent again runs no handler.
 *
 * Do not add the signature of a failed delivery: Frame.io sends it again, and it must run. Each function instance has
 * its own memory. Entries need no expiry, because a signature with an old timestamp no longer verifies. If the cache is
 * full, a new signature replaces the oldest one.
 */
export class ReplayCache {
  /** A Map keeps the order of insertion, so its first key is the oldest. */
  readonly #signatures = new Map<string, true>();

  /** Reports whether the cache holds the signature. */
  has(signature: string): boolean {
    return this.#signatures.has(signature);
  }

  /** Adds a verified signature, such as `v0=6fb0e1...`. A signature that is already there keeps its place. */
  add(signature: string): void {
    this.#signatures.set(signature, true);
    if (this.#signatures.size <= MAX_SIGNATURES) return;
    const oldest = this.#signatures.keys().next().value;
    if (oldest !== undefined) this.#signatures.delete(oldest);
  }
}
