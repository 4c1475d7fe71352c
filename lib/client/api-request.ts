import type { Clock } from '../core/clock.ts';
import type { ApiResponse } from './api-promise.ts';
import type { Query } from './query.ts';

/** Methods of Frame.io's operations. */
export type HttpMethod = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** Settings of one call; the last argument of every client method. */
export interface RequestOptions {
  /**
   * Ends the call with an `ApiAbortedError`. A handler's `signal` also tells the client how much time is left, so that
   * it does not wait for what would come too late.
   */
  readonly abortSignal?: AbortSignal;
  /**
   * How long the call may take in all, its token, retries and the waits between them included, in ms.
   * @default the client's
   */
  readonly timeoutMs?: number;
  /**
   * How often the call is sent again when that is safe and may help.
   * @default the client's
   */
  readonly maxRetries?: number;
  /** Sent along with the client's own. A name given here wins, but for `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Query parameters the method does not know by name. */
  readonly queryParams?: Query;
}

/** One call, before it is sent. */
export interface ApiRequest {
  /** The client's name for it, such as `comments.create`. */
  readonly operation: string;
  readonly method: HttpMethod;
  /** Path from the root, with every value encoded: made by the `path` tag. */
  readonly path: string;
  readonly query?: Query | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** For a POST that changes nothing: whether it may be sent twice. @default by the method, as RFC 9110 9.2.2 has it */
  readonly isIdempotent?: boolean;
  readonly options?: RequestOptions | undefined;
}

/** Sends requests and reads the answers. The caller names the type of the body, which is Frame.io's word for it. */
export interface ApiSender {
  readonly clock: Clock;
  send<Body>(request: ApiRequest): Promise<ApiResponse<Body>>;
}
