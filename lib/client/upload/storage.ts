import { backoffMs } from '../../core/backoff.ts';
import type { Clock } from '../../core/clock.ts';
import type { HttpResponse } from '../../http/http-client.ts';
import { ApiConnections } from '../api-connections.ts';
import { ApiConnectionError, ApiTimeoutError } from '../api-errors.ts';
import { StorageError } from './upload-errors.ts';
import { type Part, partCall } from './upload-source.ts';
import { waitOrAbort } from './wait-or-abort.ts';

/** How the parts of one file are sent. */
export interface StorageOptions {
  /** The file's, if Frame.io gave it: it is part of what was signed. */
  readonly mediaType: string;
  /** How long one attempt may take, in ms. */
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly abortSignal: AbortSignal;
}

/** S3's word for a connection it gave up on; its status, 400, says less. */
const TIMED_OUT = 'RequestTimeout';

/**
 * The storage behind pre-signed addresses, where the parts of files go. It is given no token. One serves all uploads of a
 * client, so that the next finds the connections of the last.
 */
export class Storage {
  readonly #clock: Clock;
  readonly #connections = new Map<string, ApiConnections>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws StorageError when it refuses; ApiConnectionError, ApiTimeoutError, ApiAbortedError without an answer. */
  async put(part: Part, options: StorageOptions): Promise<void> {
    const { maxRetries, abortSignal } = options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#putOnce(part, options);
      } catch (error) {
        if (attempt >= maxRetries || !isTemporary(error)) throw error;
        await waitOrAbort(this.#clock, backoffMs(attempt, Math.random()), abortSignal);
      }
    }
  }

  async #putOnce(part: Part, { mediaType, timeoutMs, abortSignal }: StorageOptions): Promise<void> {
    const address = new URL(part.address.url);
    const answer = await this.#connectionsTo(address).exchange({
      call: partCall(part.number),
      method: 'PUT',
      path: `${address.pathname}${address.search}`,
      headers: { 'content-type': mediaType, 'x-amz-acl': 'private' },
      body: await part.read(),
      timeoutMs,
      abortSignal,
      isIdempotent: true,
    });
    if (answer.status < 200 || answer.status >= 300) throw refusal(part, answer);
  }

  #connectionsTo({ origin }: URL): ApiConnections {
    const connections = this.#connections.get(origin) ?? new ApiConnections(new URL(origin), this.#clock);
    this.#connections.set(origin, connections);
    return connections;
  }
}

/** A part may be sent twice: the later one takes the place of the earlier. */
function isTemporary(error: unknown): boolean {
  if (error instanceof StorageError) return error.isTemporary;
  return error instanceof ApiConnectionError || error instanceof ApiTimeoutError;
}

function refusal({ number: part }: Part, { status, text }: HttpResponse): StorageError {
  const reason = /<Code>(\w{1,80})<\/Code>/.exec(text)?.[1];
  const mayPass = status >= 500 || status === 408 || status === 429 || reason === TIMED_OUT;
  return new StorageError({ part, status, reason, isTemporary: mayPass });
}
