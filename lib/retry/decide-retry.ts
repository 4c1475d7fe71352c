import { ClientRateLimitError } from '../client/errors/client-rate-limit-error.ts';
import type { RateLimit } from '../client/errors/frameio-api-error.ts';
import {
  ForbiddenError,
  NotFoundError,
  RateLimitError,
  ServerError,
  UnprocessableEntityError,
} from '../client/errors/status-errors.ts';
import { TokenExchangeError } from '../client/errors/token-exchange-error.ts';
import { asApiError } from '../client/official-sdk-error.ts';
import {
  FrameioLambdaError,
  HandlerCrashedError,
  JobPayloadError,
  PermanentError,
  RetryLater,
} from '../core/errors.ts';
import type { HandlerOutcome } from '../core/handler-outcome.ts';
import { limitWait, MAX_FRAMEIO_WAIT_MS, MAX_IMS_WAIT_MS } from '../core/requested-wait.ts';
import { formatError } from '../observability/serialize-error.ts';
import { classifyError } from './classify-error.ts';
import { isOutcomeUnknown, UNKNOWN_OUTCOME_LOCK_MS } from './is-outcome-unknown.ts';
import type { RateLimitDelay } from './rate-limit-schedule.ts';

/** What to do with a handler that has not completed. */
export type RetryDecision =
  /** Run it again after the delay. The handler could not work yet, so there is no limit to the attempts. */
  | { readonly kind: 'postpone'; readonly delayMs: number }
  /** Run it again in the next slot of the `RateLimitSchedule`, because Frame.io's rate limit refused a call. */
  | { readonly kind: 'rate_limited'; readonly wait: RateLimitDelay }
  /** Run it again after the delay. The handler failed, but the cause may be temporary. */
  | { readonly kind: 'retry'; readonly delayMs: number }
  /** Move it to the dead-letter queue. No retry can help, or too many attempts have failed. */
  | { readonly kind: 'dead_letter'; readonly reason: string; readonly errorCode: string };

/** The part of a handler's result that the decision reads. */
export interface AttemptResult {
  readonly outcome: HandlerOutcome;
  readonly error?: unknown;
  readonly retryAfterMs?: number | undefined;
  readonly failures?: number | undefined;
}

/** The facts that the decision depends on, besides the result. */
export interface RetryContext {
  /** Number of attempts at the delivery. Counts as the number of failures if that is not known. */
  readonly attempt: number;
  /** Failed attempts allowed before dead-lettering. */
  readonly maxAttempts: number;
  /** A random number from 0 to 1, for the jitter. */
  readonly random: number;
}

const MIN_DELAY_MS = 10_000;
const MAX_DELAY_MS = 3_600_000;
const MAX_JITTER_MS = 300_000;

/** Milliseconds between two calls of an operation whose rate limit is unknown. */
const DEFAULT_PER_CALL_MS = 1_000;

/** Maximum wait for the lock of another process: Lambda ends an invocation after 15 minutes (Lambda quotas). */
const MAX_LOCK_MS = 16 * 60_000;

/** Time after the end of another process's lock, so that the lock has certainly expired. */
const LOCK_MARGIN_MS = 1_000;

/** Errors that no retry can fix. */
const PERMANENT_ERRORS = [
  ForbiddenError,
  NotFoundError,
  UnprocessableEntityError,
  PermanentError,
  HandlerCrashedError,
  JobPayloadError,
];

/**
 * Decides whether and when an unfinished handler runs again.
 *
 * - If another process runs the handler, it waits for the lock to expire.
 * - If Frame.io's rate limit refused a call, it waits for a slot of the `RateLimitSchedule`.
 * - If the error requests a wait, it waits that long, plus a jitter that grows with the attempts. The jitter spreads the
 *   retries of deliveries that were refused at the same time.
 * - During an outage and after a failure, the delay grows from ten seconds to an hour, with full jitter above ten
 *   seconds. Frame.io's guide tells clients to back off after a 5xx.
 *
 * Only failures count towards `maxAttempts`.
 */
export function decideRetry(result: AttemptResult, { attempt, maxAttempts, random }: RetryContext): RetryDecision {
  const error = asApiError(result.error);
  if (result.outcome === 'in_progress') {
    return { kind: 'postpone', delayMs: limitWait(result.retryAfterMs ?? 0, MAX_LOCK_MS) + LOCK_MARGIN_MS };
  }
  if (error instanceof RateLimitError) return { kind: 'rate_limited', wait: rateLimitDelay(error) };
  if (error instanceof RetryLater || error instanceof ClientRateLimitError) {
    const jitterMs = random * Math.min(MAX_JITTER_MS, 500 * 2 ** attempt);
    return { kind: 'postpone', delayMs: error.retryAfterMs + jitterMs };
  }
  if (classifyError(error) === 'outage' || result.outcome === 'postponed') {
    const retryAfterMs = error instanceof TokenExchangeError ? limitWait(error.retryAfterMs, MAX_IMS_WAIT_MS) : 0;
    return { kind: 'postpone', delayMs: Math.max(retryAfterMs, backoffMs(attempt, random)) };
  }
  if (PERMANENT_ERRORS.some((ErrorType) => error instanceof ErrorType))
    return deadLetter(error, formatError(result.error));
  const failures = result.failures ?? attempt;
  if (failures >= maxAttempts) {
    return deadLetter(error, `Dead-lettered after ${failures} attempts. Last error: ${formatError(result.error)}`);
  }
  const retryAfterMs = error instanceof ServerError ? limitWait(error.retryAfterMs ?? 0, MAX_FRAMEIO_WAIT_MS) : 0;
  // A retry before the end of the lock would only be postponed.
  const lockMs = isOutcomeUnknown(result.error) ? UNKNOWN_OUTCOME_LOCK_MS + LOCK_MARGIN_MS : 0;
  return { kind: 'retry', delayMs: Math.max(retryAfterMs, lockMs, backoffMs(failures, random)) };
}

/** Returns a random delay from ten seconds to a maximum that doubles with each attempt. */
function backoffMs(attempt: number, random: number): number {
  const rangeMs = Math.min(MAX_DELAY_MS, MIN_DELAY_MS * 2 ** attempt) - MIN_DELAY_MS;
  return MIN_DELAY_MS + random * rangeMs;
}

function rateLimitDelay({ retryAfterMs, rateLimit }: RateLimitError): RateLimitDelay {
  const perCallMs = rateLimit && isPlausible(rateLimit) ? rateLimit.windowMs / rateLimit.limit : DEFAULT_PER_CALL_MS;
  return { retryAfterMs: limitWait(retryAfterMs, MAX_FRAMEIO_WAIT_MS), perCallMs };
}

/** Returns whether the rate limit can be one. Slots after a mistaken one would delay every other refused delivery. */
function isPlausible({ limit, windowMs }: RateLimit): boolean {
  return limit >= 1 && windowMs > 0 && windowMs <= MAX_FRAMEIO_WAIT_MS;
}

/** Returns the minimum delay in milliseconds: 0 for `dead_letter`, so that the worker dead-letters the handler at once. */
export function minDelayMs(decision: RetryDecision): number {
  if (decision.kind === 'dead_letter') return 0;
  return decision.kind === 'rate_limited' ? decision.wait.retryAfterMs : decision.delayMs;
}

function deadLetter(error: unknown, reason: string): RetryDecision {
  return {
    kind: 'dead_letter',
    reason,
    errorCode: error instanceof FrameioLambdaError ? error.code : 'handler_failed',
  };
}
