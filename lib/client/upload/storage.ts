import type { Clock } from '../../clock.ts';
import { ApiConnectionError, ApiTimeoutError, StorageError } from '../../errors.ts';
import { type HttpAnswer, HttpConnections } from '../http-connections.ts';
import { backoffMs } from '../retry.ts';
import { type Part, partCall } from './upload-source.ts';
import { waitOrAbort } from './wait-or-abort.ts';

/** How parts are sent. */
export interface StorageOptions {
  /** The file's, if Frame.io gave it: it is part of what was signed. */
  readonly mediaType: string;
  /** How long one attempt may take, in ms. */
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly abortSignal: AbortSignal;
  readonly clock: Clock;
}

/** S3's word for a connection it gave up on; its status, 400, says less. */
const TIMED_OUT = 'RequestTimeout';

/** The storage behind pre-signed addresses, where the parts of a file go. It is given no token. */
export class Storage {
  readonly #options: StorageOptions;
  readonly #connections = new Map<string, HttpConnections>();

  constructor(options: StorageOptions) {
    this.#options = options;
  }

  /** @throws StorageError when it refuses; ApiConnectionError, ApiTimeoutError, ApiAbortedError without an answer. */
  async put(part: Part): Promise<void> {
    const { clock, maxRetries, abortSignal } = this.#options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#putOnce(part);
      } catch (error) {
        if (attempt >= maxRetries || !isTemporary(error)) throw error;
        await waitOrAbort(clock, backoffMs(attempt, Math.random()), abortSignal);
      }
    }
  }

  async #putOnce(part: Part): Promise<void> {
    const address = new URL(part.address.url);
    const { mediaType, timeoutMs, abortSignal } = this.#options;
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

  #connectionsTo({ origin }: URL): HttpConnections {
    const connections = this.#connections.get(origin) ?? new HttpConnections(new URL(origin), this.#options.clock);
    this.#connections.set(origin, connections);
    return connections;
  }
}

/** A part may be sent twice: the later one takes the place of the earlier. */
function isTemporary(error: unknown): boolean {
  if (error instanceof StorageError) return error.isTemporary;
  return error instanceof ApiConnectionError || error instanceof ApiTimeoutError;
}

function refusal({ number: part }: Part, { status, text }: HttpAnswer): StorageError {
  const reason = /<Code>(\w{1,80})<\/Code>/.exec(text)?.[1];
  const mayPass = status >= 500 || status === 408 || status === 429 || reason === TIMED_OUT;
  return new StorageError({ part, status, reason, isTemporary: mayPass });
}
