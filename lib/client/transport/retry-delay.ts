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
 * A retry is safe after 408, 429, 500 and 503, and if the call was not sent. If Adobe IMS was down or busy, the call was
 * not sent, for lack of a token. If the outcome is unknown (a broken connection, another 5xx), only an idempotent call is
 * safe.
 *
 * The delay is the time that Frame.io or Adobe IMS requests, plus an exponential backoff with full jitter. The jitter
 * spreads the retries of calls that were refused at the same time.
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

/** Returns whether Adobe IMS was down or busy. If it refused the credentials, it would refuse them again. */
function isTemporary({ status = 500 }: TokenExchangeError): boolean {
  return status === 429 || status >= 500;
}
