import type { ApiCall } from '../errors/api-call-error.ts';
import type { RateLimit } from '../errors/frameio-api-error.ts';
import type { ApiHeaders } from './api-promise.ts';

/** A request that is about to be sent. */
export interface OutgoingRequest extends ApiCall {
  /** Path without the query. */
  readonly path: string;
  /** Query string with its question mark, or an empty string. */
  readonly query: string;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  /** Headers of the request. Those with the name of a secret, such as tokens and cookies, are replaced by `[redacted]`. */
  readonly headers: ApiHeaders;
  /** Body that is sent as JSON. */
  readonly body: unknown;
}

/** A finished request: its response, or the error that explains why no response arrived. */
export interface IncomingResponse extends ApiCall {
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  /** Time from sending the request to the end of the response, in milliseconds. */
  readonly durationMs: number;
  /** Status of the response. `undefined` if no response arrived. */
  readonly status: number | undefined;
  readonly headers: ApiHeaders;
  readonly rateLimit: RateLimit | undefined;
  /** Why there was no response. `undefined` if there was one. */
  readonly error: unknown;
}

/** Functions that the client calls for every request, retries included, for logs and metrics. */
export interface ClientHooks {
  /**
   * Function that the client calls before it sends a request. The client does not wait for a promise that it returns.
   * @default none
   */
  readonly onRequest?: ((request: OutgoingRequest) => void) | undefined;
  /**
   * Function that the client calls when a request has finished. The client does not wait for a promise that it returns.
   * @default none
   */
  readonly onResponse?: ((response: IncomingResponse) => void) | undefined;
}

/** Calls a hook. If the hook throws or rejects, the process emits a warning and the call continues. */
export function callHook<Argument>(hook: ((argument: Argument) => unknown) | undefined, argument: Argument): void {
  try {
    const returned = hook?.(argument);
    if (returned instanceof Promise) returned.catch(warn);
  } catch (error) {
    warn(error);
  }
}

function warn(error: unknown): void {
  process.emitWarning(`A hook of the Frame.io client failed: ${String(error)}`, { type: 'FrameioHookWarning' });
}
