/**
 * How serious a finding is:
 *
 * - `ok`: nothing to do.
 * - `warning`: the app works, but something differs from what is usual.
 * - `problem`: something is wrong.
 * - `not_checked`: the check could not run.
 */
export type FindingStatus = 'ok' | 'warning' | 'problem' | 'not_checked';

/** What a check found. */
export interface Finding {
  readonly status: FindingStatus;
  /** What was found, on one line. */
  readonly title: string;
  /** What it means for the app. */
  readonly meaning?: string;
  /** The exact command, or what to do where no command can. */
  readonly fix?: string;
}

/** A finding with the name of its check. */
export interface CheckedFinding extends Finding {
  readonly check: string;
}

/** A check cannot run. The message says why. */
export class NotCheckedError extends Error {
  override readonly name = 'NotCheckedError';
  readonly code = 'not_checked';
  /** What to do so that it can run. */
  readonly fix: string | undefined;

  constructor(reason: string, fix?: string) {
    super(reason);
    this.fix = fix;
  }
}
