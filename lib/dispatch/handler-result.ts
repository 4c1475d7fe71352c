import type { HandlerOutcome } from '../core/handler-outcome.ts';

/** The result of one handler of a delivery. */
export interface HandlerResult {
  readonly handlerName: string;
  readonly outcome: HandlerOutcome;
  /** What the handler threw, or the `HandlerTimeoutError`. */
  readonly error?: unknown;
  /** When it may be tried again, in ms from now, where that is known. */
  readonly retryAfterMs?: number | undefined;
  /** How many attempts have failed, this one included if it has. Known with a idempotency store only. */
  readonly failures?: number | undefined;
}

/** Outcomes after which a handler has still to be run. */
const LEFT: ReadonlySet<HandlerOutcome> = new Set(['failed', 'timed_out', 'postponed', 'in_progress']);

/** Whether a handler has still to be run. */
export function isUnfinished({ outcome }: HandlerResult): boolean {
  return LEFT.has(outcome);
}

/** Whether somebody has to hear of it. */
export function isFailure({ outcome }: HandlerResult): boolean {
  return outcome === 'failed' || outcome === 'timed_out';
}
