import type { IncomingMessage } from 'node:http';
import { httpModuleOf } from '../../http/node-http.ts';
import { ApiAbortedError, ApiTimeoutError } from '../errors/no-response-errors.ts';
import { withTimeLimit } from '../transport/time-limit.ts';
import { ByteReader, type ReadOptions } from '../upload/byte-reader.ts';
import { storageErrorOf } from '../upload/storage.ts';

/** The rest of a file, as the storage sends it. */
export interface MediaRange {
  /** Position of the first byte in the file: 0 if the storage ignores the requested start, NaN if it states none. */
  readonly start: number;
  /** Size of the whole file. `undefined` if the storage does not state it. */
  readonly totalBytes: number | undefined;
  readonly etag: string | undefined;
  readonly reader: ByteReader;
}

/** Enough of an error response to find the code of S3 in it. */
const ERROR_BYTES = 1_000;

/**
 * Requests the bytes of a pre-signed URL from `start` on. It sends no token.
 *
 * @returns `undefined` if the storage states that the media end at `start`.
 * @throws StorageError for an error status or a redirect; ApiTimeoutError or ApiAbortedError without a response; the
 *   error of Node.js if the connection fails.
 */
export async function openRange(url: URL, start: number, options: ReadOptions): Promise<MediaRange | undefined> {
  const { call, timeoutMs, abortSignal } = options;
  const headers = start > 0 ? { range: `bytes=${start}-` } : {};
  const request = httpModuleOf(url).get(url, { headers });
  const failed = { ...call, isOutcomeUnknown: false };
  const responded = new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve).on('error', reject);
  });
  const response = await withTimeLimit(responded, {
    timeoutMs,
    abortSignal,
    timeoutError: () => new ApiTimeoutError(failed, timeoutMs),
    abortError: () => new ApiAbortedError(failed, { cause: abortSignal.reason }),
  }).catch((error: unknown) => {
    request.destroy();
    throw error;
  });
  const reader = new ByteReader(response);
  const { statusCode: status = 0, headers: received } = response;
  if (status !== 200 && status !== 206) {
    const text = String(await reader.read(ERROR_BYTES, options).catch(() => ''));
    await reader.close();
    if (status === 416 && start > 0 && received['content-range'] === `bytes */${start}`) return undefined;
    throw storageErrorOf({ status, text });
  }
  const isPart = status === 206;
  const [, first, size] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(received['content-range'] ?? '') ?? [];
  const total = Number(isPart ? size : received['content-length']); // NaN for the size *
  return {
    start: isPart ? Number(first) : 0,
    totalBytes: Number.isNaN(total) ? undefined : total,
    etag: received.etag,
    reader,
  };
}
