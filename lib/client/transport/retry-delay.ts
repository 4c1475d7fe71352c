import { backoffMs } from '../../core/backoff.ts';
import { FrameioApiError } from '../errors/frameio-api-error.ts';
import { ApiConnectionError } from '../errors/no-response-errors.ts';
import { RateLimitError, ServerError } from '../errors/status-errors.ts';
import { TokenExchangeError } from '../errors/token-exchange-error.ts';

/**
 * 5xx statuses after which any call is retried. Frame.io sends 503 before it starts the work, and 500 most likely too.
 * Every other 5xx comes from a gateway, which may have forwarded the call.
 */
const RETRIED_FOR_ANY_METHOD: ReadonlySet<number> = new Set([500, 503]);

/** A failed attempt of a call. */
export interface FailedAttempt {
  readonly error: unknown;
  /** Number of the attempt, from 0. */
  readonly attempt: number;
  /** Whether the call may be sent twice without harm. */
  readonly isIdempotent: boolean;
  /** Random number from 0 to 1, for the jitter. */
  readonly random: number;
}

/**
 * Returns how long to wait before the next attempt, in milliseconds, or `undefined` if a retry is unsafe or cannot
 * help.
 *
 * Retried are calls that were answered with 408, 429, 500 or 503, and calls that were not sent. If the outcome is
 * unknown (no response, another 5xx), only idempotent calls are retried. A call that lacks a token because Adobe IMS
 * was down or busy was not sent either.
 *
 * The delay is exponential with full jitter. It is added to the time that Frame.io or Adobe IMS asks for, so that calls
 * that were refused together do not return together.
 */
export function retryDelayMs({ error, attempt, isIdempotent, random }: FailedAttempt): number | undefined {
  const jitter = backoffMs(attempt, random);
  if (error instanceof RateLimitError) return error.retryAfterMs + jitter;
  if (error instanceof ServerError) {
    const isRetried = isIdempotent || RETRIED_FOR_ANY_METHOD.has(error.status);
    return isRetried ? (error.retryAfterMs ?? 0) + jitter : undefined;
  }
  if (error instanceof FrameioApiError) return error.status === 408 ? jitter : undefined;
  if (error instanceof ApiConnectionError) return isIdempotent || !error.isOutcomeUnknown ? jitter : undefined;
  if (error instanceof TokenExchangeError) return isTemporary(error) ? error.retryAfterMs + jitter : undefined;
  return undefined;
}

/** Returns whether Adobe IMS was down or busy. Credentials that it refused, it refuses again. */
function isTemporary({ status = 500 }: TokenExchangeError): boolean {
  return status === 429 || status >= 500;
}
