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
export class ReplayWindow {
  readonly #table = new Uint32Array(PLACES * 2);

  /** @param signature - One that has been verified, such as `v0=6fb0e1...`: no others are evenly spread. */
  has(signature: string): boolean {
    const first = fold(signature, 3);
    const place = (first % PLACES) * 2;
    return this.#table[place] === first && this.#table[place + 1] === fold(signature, 19);
  }

  /** @param signature - Like that of `has`. */
  add(signature: string): void {
    const first = fold(signature, 3);
    const place = (first % PLACES) * 2;
    this.#table[place] = first;
    this.#table[place + 1] = fold(signature, 19);
  }
}

/** 16 hexadecimal digits in 32 bits (FNV-1a). */
function fold(signature: string, from: number): number {
  let folded = 0x811c9dc5;
  for (let index = from; index < from + 16; index += 1) {
    folded = Math.imul(folded ^ signature.charCodeAt(index), 0x01000193);
  }
  return folded >>> 0;
}
