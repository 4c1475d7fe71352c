/** Places of the table: 8 bytes each, 128 KiB in all. */
const PLACES = 16_384;

/**
 * Remembers the signatures of deliveries that are done, so that a captured request sent again runs no handler. One that
 * failed is not remembered: Frame.io sends it again, and it must run. The memory is one function instance's; nothing is
 * shared. Time plays no part, as a signature too old no longer verifies.
 *
 * Each signature has one place, which keeps 64 bits of it; another may take it over, and then the first is forgotten. A set
 * of the last so many would forget none of those, and cost a delivery several times as much, most of it in garbage
 * collection.
 */
export class ReplayCache {
  readonly #table = new Uint32Array(PLACES * 2);

  /** @param signature - One that has been verified, such as `v0=6fb0e1...`: no others are evenly spread. */
  has(signature: string): boolean {
    const first = bitsOf(signature, 3);
    const place = (first % PLACES) * 2;
    return this.#table[place] === first && this.#table[place + 1] === bitsOf(signature, 11);
  }

  /** @param signature - Like that of `has`. */
  add(signature: string): void {
    const first = bitsOf(signature, 3);
    const place = (first % PLACES) * 2;
    this.#table[place] = first;
    this.#table[place + 1] = bitsOf(signature, 11);
  }
}

/** The 32 bits of eight hexadecimal digits. */
function bitsOf(signature: string, from: number): number {
  let bits = 0;
  for (let index = from; index < from + 8; index += 1) {
    const character = signature.charCodeAt(index);
    bits = (bits << 4) | ((character & 15) + (character > 57 ? 9 : 0)); // 57 is '9', and the last bits of 'a' are 1
  }
  return bits >>> 0;
}
