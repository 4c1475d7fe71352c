import type { Clock } from '../../core/clock.ts';
import type { ApiResponse } from './api-promise.ts';
import type { Query } from './query.ts';

/** HTTP methods of Frame.io's operations. */
export type HttpMethod = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** Options of one call: the last argument of every client method. */
export interface RequestOptions {
  /**
   * Signal that ends the call with an `ApiAbortedError`. A handler's `signal` also carries its deadline, and the client
   * starts no wait that would end after it.
   * @default none
   */
  readonly abortSignal?: AbortSignal;
  /**
   * Timeout of the whole call in milliseconds, including the token, all retries and the waits between them.
   * @default the client's
   */
  readonly timeoutMs?: number;
  /** The same as `timeoutMs` in seconds, under the name of the official SDK. `timeoutMs` wins. */
  readonly timeoutInSeconds?: number;
  /**
   * Maximum number of retries, each only if it is safe and may help.
   * @default the client's
   */
  readonly maxRetries?: number;
  /**
   * Headers to send besides the client's. They override the client's headers, except `authorization`.
   * @default none
   */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Query parameters that the method has no argument for.
   * @default none
   */
  readonly queryParams?: Query;
}

/** One call, before it is sent. */
export interface ApiRequest {
  /** Name of the client's method, such as `comments.create`. */
  readonly operation: string;
  readonly method: HttpMethod;
  /** Path from the root, with every value encoded, as the `path` tag returns it. */
  readonly path: string;
  readonly query?: Query | undefined;
  /** Body to send as JSON. */
  readonly body?: unknown;
  /**
   * Whether the call may be sent twice. A POST that changes nothing sets it.
   * @default by the method (RFC 9110 9.2.2)
   */
  readonly isIdempotent?: boolean;
  readonly options?: RequestOptions | undefined;
}

/** Sends calls and reads their responses. The caller states the type of the body, as Frame.io documents it. */
export interface ApiSender {
  /** Base URL of the API without `/v4`. `undefined` if the sender does not send to one. */
  readonly baseUrl?: URL | undefined;
  readonly clock: Clock;
  /** Signal that ends all calls. `undefined` if no signal ends them. */
  readonly signal?: AbortSignal | undefined;
  send<Body>(request: ApiRequest): Promise<ApiResponse<Body>>;
}
