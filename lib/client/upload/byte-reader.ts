const NOTHING = new Uint8Array();

/** Reads a stream of bytes in lengths of one's own. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** What has come, and has not been asked for yet. */
  #rest: Uint8Array = NOTHING;

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /**
   * The next `length` bytes; fewer when the stream ends before. They are a copy of no more than themselves: a view of a
   * chunk, which may be of any size, would keep all of it in memory.
   */
  async read(length: number): Promise<Uint8Array> {
    const bytes = Buffer.allocUnsafeSlow(length);
    let filled = 0;
    while (filled < length && (await this.hasMore())) {
      const piece = this.#rest.subarray(0, length - filled);
      bytes.set(piece, filled);
      filled += piece.length;
      this.#rest = piece.length < this.#rest.length ? this.#rest.subarray(piece.length) : NOTHING;
    }
    return bytes.subarray(0, filled);
  }

  /** Whether another byte comes. */
  async hasMore(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#chunks.next();
      if (done) return false;
      if (!(value instanceof Uint8Array)) throw new Error('The stream gave something other than bytes.');
      this.#rest = value;
    }
    return true;
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
