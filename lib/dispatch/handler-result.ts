import type { HandlerOutcome } from '../core/handler-outcome.ts';

/** The result of one handler for one delivery. */
export interface HandlerResult {
  readonly handlerName: string;
  readonly outcome: HandlerOutcome;
  /** What the handler threw, or the `HandlerTimeoutError`. */
  readonly error?: unknown;
  /** Milliseconds until the handler can run again, if known. */
  readonly retryAfterMs?: number | undefined;
  /** Number of failed attempts, including this one if it failed. Known only with an idempotency store. */
  readonly failures?: number | undefined;
}

const UNFINISHED: ReadonlySet<HandlerOutcome> = new Set(['failed', 'timed_out', 'postponed', 'in_progress']);

/** Returns whether the handler still has to run. */
export function isUnfinished({ outcome }: HandlerResult): boolean {
  return UNFINISHED.has(outcome);
}

/** Returns whether the result is a failure, which `onError` handlers receive. */
export function isFailure({ outcome }: HandlerResult): boolean {
  return outcome === 'failed' || outcome === 'timed_out';
}
