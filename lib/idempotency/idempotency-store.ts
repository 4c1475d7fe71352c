/** One handler's part of one delivery. */
export interface RunOnceOptions {
  /** See `deliveryKey`. */
  readonly deliveryKey: string;
  readonly handlerName: string;
  /** How long the work may go on, in ms: for so long nobody else may begin it. */
  readonly lockMs: number;
  /**
   * Whether what the work threw counts as a failure. If not, the work could not be done yet, and the attempt is not counted.
   * @default that it does
   */
  readonly isFailure?: ((error: unknown) => boolean) | undefined;
  /**
   * What failures are counted together: those of another series are not counted.
   * @default the first
   */
  readonly redriveId?: string | undefined;
}

/** What the idempotency store knows when work begins. */
export interface AttemptHistory {
  /** An earlier attempt was begun and did not say that it ended well: its effect may be there. */
  readonly isRetry: boolean;
  /** How many earlier attempts of the series were begun, and have failed or never said how they ended. */
  readonly failures: number;
}

/**
 * What became of the work. `duplicate`: it had been done before, and was left alone. `busy`: somebody else is at it, for so
 * long at most.
 */
export type RunOnceOutcome =
  | { readonly kind: 'completed' | 'duplicate' }
  | { readonly kind: 'in_progress'; readonly retryAfterMs: number };

/** Remembers which handler has done which delivery, so that it is done once however often it arrives. */
export interface IdempotencyStore {
  /**
   * Does the work, unless it has been done or somebody is at it.
   *
   * @throws IdempotencyStoreError when the idempotency store cannot be read or written: then the work was not begun, or it is not known to be
   *   done and will count as a repeat; and what `work` throws.
   */
  runOnce(entry: RunOnceOptions, work: (turn: AttemptHistory) => Promise<void>): Promise<RunOnceOutcome>;
}
