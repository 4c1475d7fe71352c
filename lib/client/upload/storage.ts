import { backoffMs } from '../../core/backoff.ts';
import type { Clock } from '../../core/clock.ts';
import { ApiConnectionError, ApiTimeoutError } from '../errors/no-response-errors.ts';
import { StorageError } from '../errors/upload-errors.ts';
import { ApiHttpClient } from '../transport/api-http-client.ts';
import { type Part, partCall } from './upload-source.ts';
import { waitUnlessAborted } from './wait-unless-aborted.ts';

/** How to send the parts of one file. */
export interface StorageOptions {
  /** Content type of every part. The signature of the upload URLs covers it. */
  readonly mediaType: string;
  /** Timeout of one attempt in milliseconds. */
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly abortSignal: AbortSignal;
}

/** S3's error code for a connection that it closed. S3 sends it with the status 400. */
const S3_TIMEOUT_CODE = 'RequestTimeout';

/**
 * The storage behind Frame.io's pre-signed upload URLs. It receives no token. All uploads of a client share one
 * instance and its open connections.
 */
export class Storage {
  readonly #clock: Clock;
  readonly #clientByOrigin = new Map<string, ApiHttpClient>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Sends a part, with retries.
   *
   * @throws StorageError if the storage refuses the part; ApiConnectionError, ApiTimeoutError or ApiAbortedError
   *   without a response.
   */
  async put(part: Part, options: StorageOptions): Promise<void> {
    const { maxRetries, abortSignal } = options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#putOnce(part, options);
      } catch (error) {
        if (attempt >= maxRetries || !isTemporary(error)) throw error;
        await waitUnlessAborted(this.#clock, backoffMs(attempt, Math.random()), abortSignal);
      }
    }
  }

  async #putOnce(part: Part, { mediaType, timeoutMs, abortSignal }: StorageOptions): Promise<void> {
    const url = new URL(part.uploadUrl.url);
    const response = await this.#clientFor(url).send({
      call: partCall(part.number),
      method: 'PUT',
      path: `${url.pathname}${url.search}`,
      headers: { 'content-type': mediaType, 'x-amz-acl': 'private' },
      body: await part.read(),
      timeoutMs,
      abortSignal,
      isIdempotent: true, // a second PUT of a part replaces the first
    });
    if (response.status < 200 || response.status >= 300) throw storageErrorOf(response, part.number);
  }

  #clientFor({ origin }: URL): ApiHttpClient {
    const client = this.#clientByOrigin.get(origin) ?? new ApiHttpClient(new URL(origin), this.#clock);
    this.#clientByOrigin.set(origin, client);
    return client;
  }
}

function isTemporary(error: unknown): boolean {
  if (error instanceof StorageError) return error.isTemporary;
  return error instanceof ApiConnectionError || error instanceof ApiTimeoutError;
}

/** Returns the error for a response of the storage with an error status. */
export function storageErrorOf({ status, text }: { status: number; text: string }, part?: number): StorageError {
  const reason = /<Code>(\w{1,80})<\/Code>/.exec(text)?.[1];
  const isTemporary = status >= 500 || status === 408 || status === 429 || reason === S3_TIMEOUT_CODE;
  return new StorageError({ part, status, reason, isTemporary });
}
