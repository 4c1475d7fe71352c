/**
 * How one handler of a delivery ended. `timed_out`: it was still running when its time was up. `postponed`: it could not
 * work yet, which is no failure. `duplicate`: it had completed this delivery before. `in_progress`: another invocation
 * runs it. `skipped`: the app caused the event itself.
 */
export type HandlerOutcome =
  | 'completed'
  | 'failed'
  | 'timed_out'
  | 'postponed'
  | 'duplicate'
  | 'in_progress'
  | 'skipped';
