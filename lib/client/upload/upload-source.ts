import { type FileHandle, open } from 'node:fs/promises';
import { ConfigError } from '../../core/errors.ts';
import type { ApiCall } from '../errors/api-call-error.ts';
import type { UploadUrl } from '../resources/assets.ts';
import { ByteReader, type ReadOptions } from './byte-reader.ts';

/** Body of an upload: bytes, a stream of bytes, or the path of a file on disk. The upload closes a stream. */
export type UploadBody = Uint8Array | AsyncIterable<Uint8Array> | string | URL;

/** A part of an upload. */
export interface Part {
  /** Number of the part, from 1. */
  readonly number: number;
  readonly uploadUrl: UploadUrl;
  /** Returns the bytes of the part. Every retry calls it again. */
  readonly read: () => Promise<Uint8Array>;
}

/** Options of reading the parts of a stream. */
export type PartReadOptions = Omit<ReadOptions, 'call'>;

/** Returns the call that errors name for a part. The path omits the upload URL, whose query is a secret signature. */
export function partCall(number: number): ApiCall {
  return { operation: 'files.upload', method: 'PUT', path: `part ${number}` };
}

/** Bytes of known size, split into parts. */
export interface UploadSource {
  /** Size in bytes. */
  readonly size: number;
  /**
   * Returns the parts in order. A part of a stream is read when it is requested, and stays in memory until it is sent.
   */
  parts(urls: readonly UploadUrl[], options: PartReadOptions): AsyncGenerator<Part, void, undefined>;
  close(): Promise<void>;
}

/**
 * Opens the body of an upload. A stream is read at once, and closed if this function throws.
 *
 * @param size - Size in bytes. A stream requires it, because Frame.io needs the size before the first byte.
 * @throws ConfigError if the size is missing, wrong or zero, and if there is no file at the path.
 */
export async function openSource(body: UploadBody, size: number | undefined): Promise<UploadSource> {
  const source = await sourceOf(body, size);
  const fault = faultOf(source, size);
  if (fault === undefined) return source;
  await source.close();
  throw new ConfigError(fault);
}

async function sourceOf(body: UploadBody, size = Number.NaN): Promise<UploadSource> {
  if (typeof body === 'string' || body instanceof URL) return await fileSource(body);
  return body instanceof Uint8Array ? bytesSource(body) : streamSource(body, size);
}

function faultOf(source: UploadSource, size = source.size): string | undefined {
  if (!Number.isSafeInteger(source.size)) {
    return 'A stream needs its size in bytes: set size. Frame.io requires it before the first byte.';
  }
  if (source.size <= 0) return 'The body is empty: Frame.io accepts files of one byte or more.';
  if (size === source.size) return undefined;
  return `The body has ${source.size} bytes, not ${size}: omit size, which only streams need.`;
}

function bytesSource(bytes: Uint8Array): UploadSource {
  return seekableSource(
    bytes.length,
    async (start, end) => bytes.subarray(start, end),
    async () => undefined,
  );
}

async function fileSource(path: string | URL): Promise<UploadSource> {
  const file = await openFile(path);
  const { size } = await file.stat();
  const read = async (start: number, end: number) => {
    const bytes = Buffer.allocUnsafe(end - start);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
    if (bytesRead < bytes.length) throw new Error('The file became shorter during the upload.');
    return bytes;
  };
  return seekableSource(size, read, () => file.close());
}

async function openFile(path: string | URL): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (cause) {
    const message =
      'The body is a string or a URL, so it must name a file, but the file could not be opened. ' +
      'To upload text, pass Buffer.from(text).';
    throw new ConfigError(message, { cause });
  }
}

function seekableSource(
  size: number,
  read: (start: number, end: number) => Promise<Uint8Array>,
  close: () => Promise<void>,
): UploadSource {
  return {
    size,
    close,
    async *parts(urls) {
      let nextStart = 0;
      for (const [index, uploadUrl] of urls.entries()) {
        const start = nextStart;
        nextStart += uploadUrl.size;
        yield { number: index + 1, uploadUrl, read: () => read(start, start + uploadUrl.size) };
      }
    },
  };
}

function streamSource(stream: AsyncIterable<Uint8Array>, size: number): UploadSource {
  const reader = new ByteReader(stream);
  return {
    size,
    close: () => reader.close(),
    async *parts(urls, options) {
      for (const [index, uploadUrl] of urls.entries()) {
        const number = index + 1;
        const readOptions = { ...options, call: partCall(number) };
        const bytes = await reader.read(uploadUrl.size, readOptions);
        if (bytes.length < uploadUrl.size) throw new Error(`The stream is shorter than ${size} bytes.`);
        const isLast = number === urls.length;
        if (isLast && (await reader.hasMore(readOptions))) {
          throw new Error(`The stream is longer than ${size} bytes.`);
        }
        yield { number, uploadUrl, read: async () => bytes };
      }
    },
  };
}
