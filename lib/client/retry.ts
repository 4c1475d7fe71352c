import { backoffMs } from '../core/backoff.ts';
import { ApiConnectionError, FrameioApiError, RateLimitError, ServerError, TokenExchangeError } from './api-errors.ts';

/** Frame.io's own: 503 is a refusal, and 500 comes most likely before the deed. Any other is of something in front. */
const MOST_LIKELY_NOT_DONE = new Set([500, 503]);

/** What is known of a failed attempt. */
export interface FailedAttempt {
  readonly error: unknown;
  /** Number of the attempt, from 0. */
  readonly attempt: number;
  /** Whether the call may be sent twice without harm. */
  readonly isIdempotent: boolean;
  /** From 0 to 1. */
  readonly random: number;
}

/**
 * How long to wait before the call is sent again, in ms; `undefined` when that would not help or would not be safe.
 *
 * Sent again are calls answered 408, 429, 500 or 503, and those that never got out. Those whose fate is unknown (no
 * answer, any other 5xx) are sent again only where twice is as good as once. A call for which Adobe IMS gave no token,
 * as it was down or busy, was not sent either. The waits are exponential with full jitter; what Frame.io or Adobe IMS
 * needs is waited for in any case, and the jitter comes on top, so that those who were refused together do not come back
 * together.
 */
export function retryDelayMs({ error, attempt, isIdempotent, random }: FailedAttempt): number | undefined {
  const jitter = backoffMs(attempt, random);
  if (error instanceof RateLimitError) return error.retryAfterMs + jitter;
  if (error instanceof ServerError) {
    return isIdempotent || MOST_LIKELY_NOT_DONE.has(error.status) ? (error.retryAfterMs ?? 0) + jitter : undefined;
  }
  if (error instanceof FrameioApiError) return error.status === 408 ? jitter : undefined;
  if (error instanceof ApiConnectionError) return isIdempotent || !error.maybeSent ? jitter : undefined;
  if (error instanceof TokenExchangeError) return isPassing(error) ? error.retryAfterMs + jitter : undefined;
  return undefined;
}

/** Whether Adobe IMS did not answer, was busy or had broken down. Credentials it refuses, it will refuse again. */
function isPassing({ status = 500 }: TokenExchangeError): boolean {
  return status === 429 || status >= 500;
}
