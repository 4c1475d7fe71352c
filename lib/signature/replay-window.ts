/** Places of the table: 8 bytes each, 128 KiB in all. */
const PLACES = 16_384;

/**
 * Remembers the signatures of deliveries that are done, so that a captured request sent again runs no handler. One that
 * failed is not remembered: Frame.io sends it again, and it must run. The memory is one function instance's; nothing is
 * shared. Time plays no part, as a signature too old no longer verifies.
 *
 * Each digest has one place, which keeps 48 more of its bits; another may take it over, and then the first is
 * forgotten. A set of the last so many would forget none of those, and cost a delivery several times as much, most of
 * it in garbage collection.
 */
export class ReplayWindow {
  readonly #table = new Float64Array(PLACES).fill(-1);

  /** @param digest - The hexadecimal digits of a signature that has been verified: no others are evenly spread. */
  has(digest: string): boolean {
    return this.#table[placeOf(digest)] === bitsOf(digest);
  }

  /** @param digest - Like that of `has`. */
  add(digest: string): void {
    this.#table[placeOf(digest)] = bitsOf(digest);
  }
}

function placeOf(digest: string): number {
  return Number.parseInt(digest.slice(0, 4), 16) % PLACES;
}

function bitsOf(digest: string): number {
  return Number.parseInt(digest.slice(4, 16), 16);
}
