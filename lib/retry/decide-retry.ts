import { ClientRateLimitError } from '../client/errors/client-rate-limit-error.ts';
import {
  ForbiddenError,
  NotFoundError,
  RateLimitError,
  ServerError,
  UnprocessableEntityError,
} from '../client/errors/status-errors.ts';
import { TokenExchangeError } from '../client/errors/token-exchange-error.ts';
import { asApiError } from '../client/official-sdk-error.ts';
import { FrameioLambdaError, HandlerCrashedError, PermanentError, RetryLater } from '../core/errors.ts';
import type { HandlerResult } from '../dispatch/handler-result.ts';
import { textOf } from '../observability/serialize-error.ts';
import { isOutage } from './classify-error.ts';
import type { RateLimitDelay } from './rate-limit-schedule.ts';

/** What is to become of a handler that is left. */
export type RetryDecision =
  /** It could not work yet, through no fault of anybody's: it is tried again as often as it takes. */
  | { readonly kind: 'postponed'; readonly delayMs: number }
  /** Frame.io takes no more calls of an operation: it gets a place in the line of those refused before. */
  | { readonly kind: 'rate_limited'; readonly wait: RateLimitDelay }
  /** It failed, which may pass. */
  | { readonly kind: 'retry'; readonly delayMs: number }
  /** No retry can help, or there have been enough of them. */
  | { readonly kind: 'dead'; readonly reason: string; readonly errorCode: string };

/** What the verdict is made from. */
export interface RetryContext {
  /** How often the delivery has been tried; so many of these tries have failed at most. */
  readonly attempt: number;
  /** After so many failures it is given up. */
  readonly maxAttempts: number;
  /** From 0 to 1. */
  readonly random: number;
}

const FIRST_DELAY_MS = 10_000;
const LONGEST_DELAY_MS = 3_600_000;
const LONGEST_JITTER_MS = 300_000;

/** What Frame.io is waited for at most: its windows are minutes, and what is longer than half a day is a mistake. */
const LONGEST_REFUSAL_MS = 11 * 3_600_000;

/** Between two calls of an operation whose limit Frame.io does not tell. */
const UNKNOWN_PACE_MS = 1_000;

/** Answers of Frame.io that stay the same however often one asks: locked, gone, not what it takes. */
const PERMANENT = [ForbiddenError, NotFoundError, UnprocessableEntityError, PermanentError, HandlerCrashedError];

/**
 * Decides what becomes of a handler that is not done. Those that Frame.io's rate limit refuses line up: see
 * `RateLimitSchedule`. A wait that somebody else asked for is kept, with a jitter on top that grows with the attempts, so that
 * those who were sent away together do not come back together. After a failure, and while an outage lasts, the waits grow
 * from ten seconds to an hour, with full jitter above the first ten seconds: Frame.io's guide asks for patience after a 5xx.
 * Failures come to an end, waits do not.
 */
export function decideRetry(result: HandlerResult, { attempt, maxAttempts, random }: RetryContext): RetryDecision {
  const error = asApiError(result.error);
  if (result.outcome === 'in_progress') return { kind: 'postponed', delayMs: (result.retryAfterMs ?? 0) + 1_000 };
  if (error instanceof RateLimitError) return { kind: 'rate_limited', wait: waitOf(error) };
  if (error instanceof RetryLater || error instanceof ClientRateLimitError) {
    const jitterMs = random * Math.min(LONGEST_JITTER_MS, 500 * 2 ** attempt);
    return { kind: 'postponed', delayMs: error.retryAfterMs + jitterMs };
  }
  if (isOutage(error) || result.outcome === 'postponed') {
    const leastMs = error instanceof TokenExchangeError ? error.retryAfterMs : 0;
    return { kind: 'postponed', delayMs: Math.max(leastMs, growing(attempt, random)) };
  }
  if (PERMANENT.some((Kind) => error instanceof Kind)) return dead(error, textOf(result.error));
  const failures = result.failures ?? attempt;
  if (failures >= maxAttempts) return dead(error, `Given up after ${failures} attempts. ${textOf(result.error)}`);
  const askedForMs = error instanceof ServerError ? Math.min(LONGEST_REFUSAL_MS, error.retryAfterMs ?? 0) : 0;
  return { kind: 'retry', delayMs: Math.max(askedForMs, growing(failures, random)) };
}

/** From ten seconds to a time that doubles with each attempt. */
function growing(attempt: number, random: number): number {
  const rangeMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt) - FIRST_DELAY_MS;
  return FIRST_DELAY_MS + random * rangeMs;
}

function waitOf({ retryAfterMs, rateLimit }: RateLimitError): RateLimitDelay {
  const perCallMs = rateLimit && rateLimit.limit > 0 ? rateLimit.windowMs / rateLimit.limit : UNKNOWN_PACE_MS;
  return { retryAfterMs: Math.min(LONGEST_REFUSAL_MS, retryAfterMs), perCallMs };
}

/** How long it is to wait at least, in ms; not at all where it is for others to see that it is dead. */
export function minDelayMs(verdict: RetryDecision): number {
  if (verdict.kind === 'dead') return 0;
  return verdict.kind === 'rate_limited' ? verdict.wait.retryAfterMs : verdict.delayMs;
}

function dead(error: unknown, reason: string): RetryDecision {
  return { kind: 'dead', reason, errorCode: error instanceof FrameioLambdaError ? error.code : 'handler_failed' };
}
