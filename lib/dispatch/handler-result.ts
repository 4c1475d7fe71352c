/** How one handler of a delivery ended. */
export type HandlerOutcome =
  | 'completed'
  /** The handler threw an error. */
  | 'failed'
  /** The handler was still running when the time budget ended. */
  | 'timed_out'
  /** The handler cannot work yet. This is not a failure. */
  | 'postponed'
  /** The handler completed this delivery in an earlier attempt. */
  | 'duplicate'
  /** Another process runs the handler for this delivery. */
  | 'in_progress'
  /** The app itself caused the event. */
  | 'skipped';

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
