import {
  ForbiddenError,
  NotFoundError,
  PaceError,
  RateLimitError,
  TokenExchangeError,
  UnprocessableEntityError,
} from '../client/api-errors.ts';
import type { HandlerResult } from '../dispatch.ts';
import { FrameioLambdaError, PermanentError, RetryLater } from '../errors.ts';
import { textOf } from '../thrown.ts';
import type { RateLimitWait } from './waiting-lines.ts';

/** What is to become of a handler that is left. */
export type Verdict =
  /** It could not work yet, through no fault of anybody's: it is tried again as often as it takes. */
  | { readonly kind: 'postponed'; readonly delayMs: number }
  /** Frame.io takes no more calls of an operation: it gets a place in the line of those refused before. */
  | { readonly kind: 'rate_limited'; readonly wait: RateLimitWait }
  /** It failed, which may pass. */
  | { readonly kind: 'retry'; readonly delayMs: number }
  /** No retry can help, or there have been enough of them. */
  | { readonly kind: 'dead'; readonly reason: string; readonly errorCode: string };

/** What the verdict is made from. */
export interface Circumstances {
  /** How often the delivery has been tried. */
  readonly attempt: number;
  /** So often it is tried. */
  readonly maxAttempts: number;
  /** From 0 to 1. */
  readonly random: number;
}

const FIRST_DELAY_MS = 10_000;
const LONGEST_DELAY_MS = 3_600_000;
const LONGEST_JITTER_MS = 300_000;

/** Between two calls of an operation whose limit Frame.io does not tell. */
const UNKNOWN_PACE_MS = 1_000;

/** Answers of Frame.io that stay the same however often one asks: locked, gone, not what it takes. */
const PERMANENT = [ForbiddenError, NotFoundError, UnprocessableEntityError, PermanentError];

/**
 * Decides what becomes of a handler that is not done. Those that Frame.io's rate limit refuses line up: see
 * `WaitingLines`. A wait that somebody else asked for is kept, with a jitter on top that grows with the attempts, so that
 * those who were sent away together do not come back together. After a failure the waits grow from ten seconds to an hour,
 * with full jitter above the first ten seconds: Frame.io's guide asks for patience after a 5xx.
 */
export function verdictOn({ outcome, error, retryAfterMs = 0 }: HandlerResult, circumstances: Circumstances): Verdict {
  const { attempt, maxAttempts, random } = circumstances;
  const jitterMs = random * Math.min(LONGEST_JITTER_MS, 500 * 2 ** attempt);
  if (outcome === 'busy') return { kind: 'postponed', delayMs: retryAfterMs + 1_000 };
  if (error instanceof RateLimitError) return { kind: 'rate_limited', wait: waitOf(error) };
  const askedForMs = waitAskedFor(error);
  if (askedForMs !== undefined) return { kind: 'postponed', delayMs: askedForMs + jitterMs };
  if (PERMANENT.some((Kind) => error instanceof Kind)) return dead(error, textOf(error));
  if (attempt >= maxAttempts) return dead(error, `Given up after ${attempt} attempts. ${textOf(error)}`);
  const rangeMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt) - FIRST_DELAY_MS;
  return { kind: 'retry', delayMs: FIRST_DELAY_MS + random * rangeMs };
}

function waitOf({ retryAfterMs, rateLimit }: RateLimitError): RateLimitWait {
  const perCallMs = rateLimit && rateLimit.limit > 0 ? rateLimit.windowMs / rateLimit.limit : UNKNOWN_PACE_MS;
  return { retryAfterMs, perCallMs };
}

/** How long it is to wait at least, in ms; not at all where it is for others to see that it is dead. */
export function leastDelayMs(verdict: Verdict): number {
  if (verdict.kind === 'dead') return 0;
  return verdict.kind === 'rate_limited' ? verdict.wait.retryAfterMs : verdict.delayMs;
}

/** How long the work is to wait, in ms, where what was thrown says so. */
function waitAskedFor(error: unknown): number | undefined {
  if (error instanceof RetryLater || error instanceof PaceError) return error.retryAfterMs;
  return error instanceof TokenExchangeError ? error.retryAfterMs : undefined;
}

function dead(error: unknown, reason: string): Verdict {
  return { kind: 'dead', reason, errorCode: error instanceof FrameioLambdaError ? error.code : 'handler_failed' };
}
