import type { ReadableStream } from 'node:stream/web';

const NOTHING = new Uint8Array();

/** Reads a stream of bytes in lengths of one's own. From the start the stream is its own, to read and to end. */
export class ByteReader {
  readonly #stream: AsyncIterable<Uint8Array>;
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** The next chunk, from when it is asked for until it is made use of. */
  #next: Promise<IteratorResult<Uint8Array>> | undefined;
  #isReading = false;
  /** What has come, and has not been asked for yet. */
  #rest: Uint8Array = NOTHING;

  /** Asks for the first chunk at once: only who reads a Node stream hears that it has failed, and else nobody does. */
  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#stream = stream;
    this.#chunks = chunksOf(stream);
    this.#readOn().catch(() => undefined); // told when it is made use of
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
      const { done, value } = await this.#readOn();
      this.#next = undefined;
      if (done) return false;
      if (!(value instanceof Uint8Array)) throw new Error('The stream gave something other than bytes.');
      this.#rest = value;
    }
    return true;
  }

  /**
   * Ends the stream, however far it has been read. Never rejects: by now it does not matter any more.
   *
   * A generator that is in the middle of a chunk hears of it after that chunk, which may never come, and is not waited
   * for.
   */
  async close(): Promise<void> {
    const isReading = this.#isReading;
    const ended = this.#end().catch(() => undefined);
    if (!isReading) await ended;
  }

  #readOn(): Promise<IteratorResult<Uint8Array>> {
    this.#next ??= this.#readChunk();
    return this.#next;
  }

  async #readChunk(): Promise<IteratorResult<Uint8Array>> {
    this.#isReading = true;
    try {
      return await this.#chunks.next();
    } finally {
      this.#isReading = false;
    }
  }

  async #end(): Promise<void> {
    if (isDestroyable(this.#stream)) this.#stream.destroy();
    await this.#chunks.return?.();
  }
}

/** A web stream by its reader, which can end it in the middle of a chunk; its iterator cannot. */
function chunksOf(stream: AsyncIterable<Uint8Array>): AsyncIterator<Uint8Array> {
  if (!isWebStream(stream)) return stream[Symbol.asyncIterator]();
  const reader = stream.getReader();
  return {
    next: () => reader.read(),
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}

function isWebStream(stream: AsyncIterable<Uint8Array>): stream is ReadableStream<Uint8Array> {
  return 'getReader' in stream && typeof stream.getReader === 'function';
}

/** Node's streams are. */
function isDestroyable(stream: object): stream is { destroy(): void } {
  return 'destroy' in stream && typeof stream.destroy === 'function';
}
