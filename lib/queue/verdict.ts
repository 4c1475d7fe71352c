import type { HandlerResult } from '../dispatch.ts';
import {
  ForbiddenError,
  FrameioLambdaError,
  NotFoundError,
  PaceError,
  PermanentError,
  RateLimitError,
  RetryLater,
  TokenExchangeError,
  UnprocessableEntityError,
} from '../errors.ts';
import { textOf } from '../thrown.ts';

/** What is to become of a handler that is left. */
export type Verdict =
  /** It could not work yet, through no fault of anybody's: it is tried again as often as it takes. */
  | { readonly kind: 'postponed'; readonly delayMs: number }
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

/** Answers of Frame.io that stay the same however often one asks: locked, gone, not what it takes. */
const PERMANENT = [ForbiddenError, NotFoundError, UnprocessableEntityError, PermanentError];

/**
 * Decides what becomes of a handler that is not done. A wait that somebody asked for is kept, with a jitter on top that
 * grows with the attempts, so that a burst that was refused together does not come back together. After a failure the
 * waits grow from ten seconds to an hour, with full jitter above the first ten seconds: Frame.io's guide asks for patience
 * after a 5xx.
 */
export function verdictOn({ outcome, error, retryAfterMs = 0 }: HandlerResult, circumstances: Circumstances): Verdict {
  const { attempt, maxAttempts, random } = circumstances;
  const jitterMs = random * Math.min(LONGEST_JITTER_MS, 500 * 2 ** attempt);
  if (outcome === 'busy') return { kind: 'postponed', delayMs: retryAfterMs + 1_000 };
  const askedForMs = waitAskedFor(error);
  if (askedForMs !== undefined) return { kind: 'postponed', delayMs: askedForMs + jitterMs };
  if (PERMANENT.some((Kind) => error instanceof Kind)) return dead(error, textOf(error));
  if (attempt >= maxAttempts) return dead(error, `Given up after ${attempt} attempts. ${textOf(error)}`);
  const rangeMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt) - FIRST_DELAY_MS;
  return { kind: 'retry', delayMs: FIRST_DELAY_MS + random * rangeMs };
}

/** How long the work is to wait, in ms, where what was thrown says so. */
export function waitAskedFor(error: unknown): number | undefined {
  if (error instanceof RetryLater || error instanceof RateLimitError || error instanceof PaceError) {
    return error.retryAfterMs;
  }
  return error instanceof TokenExchangeError ? error.retryAfterMs : undefined;
}

function dead(error: unknown, reason: string): Verdict {
  return { kind: 'dead', reason, errorCode: error instanceof FrameioLambdaError ? error.code : 'handler_failed' };
}
