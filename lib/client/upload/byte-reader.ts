import type { ReadableStream } from 'node:stream/web';
import type { ApiCall } from '../errors/api-call-error.ts';
import { ApiAbortedError } from '../errors/no-response-errors.ts';
import { withTimeLimit } from '../transport/time-limit.ts';

/** Options of a read. */
export interface ReadOptions {
  /** The call that the bytes are for, as errors name it. */
  readonly call: ApiCall;
  /** Timeout for each chunk in milliseconds. */
  readonly timeoutMs: number;
  readonly abortSignal: AbortSignal;
}

/** A source of chunks that can be closed. */
interface ChunkSource {
  next(): Promise<IteratorResult<Uint8Array>>;
  close(): Promise<void>;
}

const NO_BYTES = new Uint8Array();

/** Reads a stream of bytes in pieces of the caller's length. Only the reader may read and close the stream. */
export class ByteReader {
  readonly #chunks: ChunkSource;
  /** The next chunk, from the request for it until the reader uses it. */
  #nextChunk: Promise<IteratorResult<Uint8Array>> | undefined;
  #isReading = false;
  /** Bytes that have arrived and that no call has read yet. */
  #unread: Uint8Array = NO_BYTES;

  /** Requests the first chunk at once: a Node.js stream that fails without a reader ends the process. */
  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#chunks = chunkSourceOf(stream);
    this.#requestChunk().catch(() => undefined); // `hasMore` throws the error when it uses the chunk
  }

  /**
   * Returns the next `length` bytes, or fewer at the end of the stream. The bytes are a copy: a view of a chunk would
   * keep the whole chunk in memory, whatever its size.
   *
   * @throws ApiAbortedError; Error if a chunk is late or is not bytes; the stream's own error.
   */
  async read(length: number, options: ReadOptions): Promise<Uint8Array> {
    const bytes = Buffer.allocUnsafeSlow(length);
    let filled = 0;
    while (filled < length && (await this.hasMore(options))) {
      const piece = this.#unread.subarray(0, length - filled);
      bytes.set(piece, filled);
      filled += piece.length;
      this.#unread = piece.length < this.#unread.length ? this.#unread.subarray(piece.length) : NO_BYTES;
    }
    return bytes.subarray(0, filled);
  }

  /** Returns the next chunk of any length, or `undefined` at the end of the stream. Throws what `read` throws. */
  async readChunk(options: ReadOptions): Promise<Uint8Array | undefined> {
    if (!(await this.hasMore(options))) return undefined;
    const chunk = this.#unread;
    this.#unread = NO_BYTES;
    return chunk;
  }

  /** Returns whether the stream has another byte. Throws what `read` throws. */
  async hasMore({ call, timeoutMs, abortSignal }: ReadOptions): Promise<boolean> {
    while (this.#unread.length === 0) {
      const { done, value } = await withTimeLimit(this.#requestChunk(), {
        timeoutMs,
        abortSignal,
        timeoutError: () => new Error(`The stream returned no bytes for ${timeoutMs} ms.`),
        abortError: () => new ApiAbortedError({ ...call, isOutcomeUnknown: false }, { cause: abortSignal.reason }),
      });
      this.#nextChunk = undefined;
      if (done) return false;
      if (!(value instanceof Uint8Array)) throw new Error('The stream returned a chunk that is not a Uint8Array.');
      this.#unread = value;
    }
    return true;
  }

  /**
   * Closes the stream at any position. It never rejects, because no caller needs the stream any more.
   *
   * A generator that is producing a chunk closes after that chunk, which may never come. The method does not wait for
   * it.
   */
  async close(): Promise<void> {
    const isReading = this.#isReading;
    const closed = this.#chunks.close().catch(() => undefined);
    if (!isReading) await closed;
  }

  #requestChunk(): Promise<IteratorResult<Uint8Array>> {
    this.#nextChunk ??= this.#readChunk();
    return this.#nextChunk;
  }

  async #readChunk(): Promise<IteratorResult<Uint8Array>> {
    this.#isReading = true;
    try {
      return await this.#chunks.next();
    } finally {
      this.#isReading = false;
    }
  }
}

/**
 * Returns the chunks of a stream. Reads a web stream with its reader, which can close it while a chunk is pending. Its
 * iterator cannot.
 */
function chunkSourceOf(stream: AsyncIterable<Uint8Array>): ChunkSource {
  if (isWebStream(stream)) {
    const reader = stream.getReader();
    return { next: () => reader.read(), close: () => reader.cancel() };
  }
  const iterator = stream[Symbol.asyncIterator]();
  return {
    next: () => iterator.next(),
    close: async () => {
      if (isDestroyable(stream)) stream.destroy();
      await iterator.return?.();
    },
  };
}

function isWebStream(stream: AsyncIterable<Uint8Array>): stream is ReadableStream<Uint8Array> {
  return 'getReader' in stream;
}

/** Streams of Node.js can be destroyed. */
function isDestroyable(stream: object): stream is { destroy(): void } {
  return 'destroy' in stream && typeof stream.destroy === 'function';
}
