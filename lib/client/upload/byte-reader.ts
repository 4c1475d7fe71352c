import type { ReadableStream } from 'node:stream/web';
import { ApiAbortedError, type ApiCall } from '../api-errors.ts';

/** How long a chunk is waited for. */
export interface Patience {
  /** What it is waited for, as errors name it. */
  readonly call: ApiCall;
  readonly timeoutMs: number;
  readonly abortSignal: AbortSignal;
}

/** A stream under way. */
interface Chunks {
  next(): Promise<IteratorResult<Uint8Array>>;
  end(): Promise<void>;
}

const NOTHING = new Uint8Array();

/** The longest time a timer of Node's can be set to; beyond it, 1 ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Reads a stream of bytes in lengths of one's own. From the start the stream is its own, to read and to end. */
export class ByteReader {
  readonly #chunks: Chunks;
  /** The next chunk, from when it is asked for until it is made use of. */
  #next: Promise<IteratorResult<Uint8Array>> | undefined;
  #isReading = false;
  /** What has come, and has not been asked for yet. */
  #rest: Uint8Array = NOTHING;

  /** Asks for the first chunk at once: only who reads a Node stream hears that it has failed, and else nobody does. */
  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#chunks = chunksOf(stream);
    this.#readOn().catch(() => undefined); // told when it is made use of
  }

  /**
   * The next `length` bytes; fewer when the stream ends before. They are a copy of no more than themselves: a view of a
   * chunk, which may be of any size, would keep all of it in memory.
   *
   * @throws ApiAbortedError; Error when a chunk does not come in time.
   */
  async read(length: number, patience: Patience): Promise<Uint8Array> {
    const bytes = Buffer.allocUnsafeSlow(length);
    let filled = 0;
    while (filled < length && (await this.hasMore(patience))) {
      const piece = this.#rest.subarray(0, length - filled);
      bytes.set(piece, filled);
      filled += piece.length;
      this.#rest = piece.length < this.#rest.length ? this.#rest.subarray(piece.length) : NOTHING;
    }
    return bytes.subarray(0, filled);
  }

  /** Whether another byte comes. Throws what `read` throws. */
  async hasMore(patience: Patience): Promise<boolean> {
    while (this.#rest.length === 0) {
      const { done, value } = await inTime(this.#readOn(), patience);
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
    const ended = this.#chunks.end().catch(() => undefined);
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
}

/** What is read, if it comes in time. Leaves nothing behind: a race with the signal would keep all chunks in memory. */
function inTime<Value>(reading: Promise<Value>, { call, timeoutMs, abortSignal }: Patience): Promise<Value> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      abortSignal.removeEventListener('abort', abort);
    };
    const abort = () => {
      settle();
      reject(new ApiAbortedError({ ...call, maybeSent: false }, { cause: abortSignal.reason }));
    };
    const timeUp = () => {
      settle();
      reject(new Error(`The stream gave nothing for ${timeoutMs} ms`));
    };
    const timer = setTimeout(timeUp, Math.min(timeoutMs, LONGEST_TIMER_MS));
    reading.then(resolve, reject).finally(settle);
    if (abortSignal.aborted) abort();
    else abortSignal.addEventListener('abort', abort);
  });
}

/** Chunks of a web stream come from its reader, which can end it in the middle of one; its iterator cannot. */
function chunksOf(stream: AsyncIterable<Uint8Array>): Chunks {
  if (isWebStream(stream)) {
    const reader = stream.getReader();
    return { next: () => reader.read(), end: () => reader.cancel() };
  }
  const iterator = stream[Symbol.asyncIterator]();
  return {
    next: () => iterator.next(),
    end: async () => {
      if (isDestroyable(stream)) stream.destroy();
      await iterator.return?.();
    },
  };
}

function isWebStream(stream: AsyncIterable<Uint8Array>): stream is ReadableStream<Uint8Array> {
  return 'getReader' in stream;
}

/** Node's streams are. */
function isDestroyable(stream: object): stream is { destroy(): void } {
  return 'destroy' in stream && typeof stream.destroy === 'function';
}
