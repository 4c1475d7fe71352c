import type { ApiCall, RateLimit } from './api-errors.ts';
import type { ApiHeaders } from './api-promise.ts';

/** A request about to be sent. */
export interface OutgoingRequest extends ApiCall {
  /** Without the query. */
  readonly path: string;
  /** The query string with its question mark, or nothing. */
  readonly query: string;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  /** What is sent, but for the token, which is replaced by `[redacted]`. */
  readonly headers: ApiHeaders;
  /** What is sent as JSON. */
  readonly body: unknown;
}

/** How a request ended: with an answer, or with an error that says why there is none. */
export interface IncomingResponse extends ApiCall {
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  /** From sending to the end of the answer, in ms. */
  readonly durationMs: number;
  /** `undefined` when there was no answer. */
  readonly status: number | undefined;
  readonly headers: ApiHeaders;
  readonly rateLimit: RateLimit | undefined;
  /** Why there was no answer. */
  readonly error: unknown;
}

/** Told of every request, each attempt of a call by itself: to log, to count, to measure. No promise is waited for. */
export interface ClientHooks {
  /** Told before a request is sent. */
  readonly onRequest?: ((request: OutgoingRequest) => void) | undefined;
  /** Told when a request has ended. */
  readonly onResponse?: ((response: IncomingResponse) => void) | undefined;
}

/**
 * Calls a hook. What it throws, at once or later, becomes a warning of the process: a failing hook must not fail the
 * call it looks at.
 */
export function tell<Told>(hook: ((told: Told) => unknown) | undefined, told: Told): void {
  try {
    const returned = hook?.(told);
    if (returned instanceof Promise) returned.catch(warn);
  } catch (error) {
    warn(error);
  }
}

function warn(error: unknown): void {
  process.emitWarning(`A hook of the Frame.io client failed: ${String(error)}`, { type: 'FrameioHookWarning' });
}
