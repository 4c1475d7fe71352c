import type { FileHandle } from 'node:fs/promises';
import { ConfigError } from '../../core/errors.ts';
import type { ApiCall } from '../api-errors.ts';
import type { UploadUrl } from '../resources/assets.ts';
import { ByteReader, type Patience } from './byte-reader.ts';

/** What can be uploaded: bytes, a stream of bytes, or the path of a file on disk. A stream is ended with the upload. */
export type UploadBody = Uint8Array | AsyncIterable<Uint8Array> | string | URL;

/** A part on its way: its number from 1, where it goes, and its bytes, which may be asked for again. */
export interface Part {
  readonly number: number;
  readonly address: UploadUrl;
  readonly read: () => Promise<Uint8Array>;
}

/** How long each chunk of a stream is waited for. */
export type PartPatience = Omit<Patience, 'call'>;

/** How errors name a part: the query of its address is a signature, which belongs in no message. */
export function partCall(number: number): ApiCall {
  return { operation: 'files.upload', method: 'PUT', path: `part ${number}` };
}

/** Bytes of a known number, cut into parts. */
export interface UploadSource {
  /** In bytes. */
  readonly size: number;
  /** The parts in their order. One of a stream is read when it is asked for, and kept until it has been sent. */
  parts(addresses: readonly UploadUrl[], patience: PartPatience): AsyncGenerator<Part, void, undefined>;
  close(): Promise<void>;
}

/**
 * A stream is read from at once, and ended when there is an error.
 *
 * @param size - In bytes; a stream needs it, as Frame.io wants to know before the first byte.
 * @throws ConfigError for a size that is missing, wrong or zero, and for a path where there is no file.
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
    return 'A stream needs its size in bytes: Frame.io wants to know it before the first byte.';
  }
  if (source.size <= 0) return 'The body is empty: Frame.io takes files of one byte or more.';
  if (size === source.size) return undefined;
  return `The body has ${source.size} bytes, not ${size}: leave size out, it is needed for streams only.`;
}

function bytesSource(bytes: Uint8Array): UploadSource {
  return seekable(
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
    if (bytesRead < bytes.length) throw new Error('The file has become shorter while it was read.');
    return bytes;
  };
  return seekable(size, read, () => file.close());
}

async function openFile(path: string | URL): Promise<FileHandle> {
  const { open } = await import('node:fs/promises'); // costs a cold start 1 ms, and is rarely needed
  try {
    return await open(path);
  } catch (cause) {
    const message =
      'The body is a text, which is taken for the path of a file, but there is none to read there. For text itself, pass Buffer.from(text).';
    throw new ConfigError(message, { cause });
  }
}

function seekable(
  size: number,
  read: (start: number, end: number) => Promise<Uint8Array>,
  close: () => Promise<void>,
): UploadSource {
  return {
    size,
    close,
    async *parts(addresses) {
      let start = 0;
      for (const [index, address] of addresses.entries()) {
        const from = start;
        start += address.size;
        yield { number: index + 1, address, read: () => read(from, from + address.size) };
      }
    },
  };
}

function streamSource(stream: AsyncIterable<Uint8Array>, size: number): UploadSource {
  const reader = new ByteReader(stream);
  return {
    size,
    close: () => reader.close(),
    async *parts(addresses, patience) {
      for (const [index, address] of addresses.entries()) {
        const number = index + 1;
        const partPatience = { ...patience, call: partCall(number) };
        const bytes = await reader.read(address.size, partPatience);
        if (bytes.length < address.size) throw new Error(`The stream ended early: it is shorter than ${size} bytes.`);
        const isLast = number === addresses.length;
        if (isLast && (await reader.hasMore(partPatience))) {
          throw new Error(`The stream is longer than ${size} bytes.`);
        }
        yield { number, address, read: async () => bytes };
      }
    },
  };
}
