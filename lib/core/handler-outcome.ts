/** What happened to one handler of a delivery. */
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
  /** The app itself caused the event, or the filter of the handler does not accept it. */
  | 'skipped';
