/** Maximum number of signatures in each of the two sets. */
const SET_SIZE = 1_024;

/**
 * Remembers the signatures of completed deliveries, so that a captured request that is sent again runs no handler.
 *
 * Do not add the signature of a failed delivery: Frame.io sends it again, and it must run. Each function instance has
 * its own memory. Entries need no expiry, because a signature with an old timestamp no longer verifies. The cache holds
 * at least the latest 1,024 signatures and at most 2,048.
 */
export class ReplayCache {
  #recent = new Set<string>();
  #older: ReadonlySet<string> = new Set();

  /** Reports whether the cache holds the signature. */
  has(signature: string): boolean {
    return this.#recent.has(signature) || this.#older.has(signature);
  }

  /** Adds a verified signature, such as `v0=6fb0e1...`. */
  add(signature: string): void {
    if (this.#recent.size >= SET_SIZE) {
      this.#older = this.#recent;
      this.#recent = new Set();
    }
    this.#recent.add(signature);
  }
}
