import type { HandlerOutcome } from '../core/handler-outcome.ts';
import type { SameBodyDelivery } from './same-event.ts';

/** Identifies one handler's work for one delivery, and says how to run it. */
export interface RunOnceOptions {
  /** Identifies the event, unless `sameBody` is set. */
  readonly deliveryKey: string;
  readonly handlerName: string;
  /**
   * Set if an earlier delivery with the same body can be the first one of the event. The store then finds the first delivery
   * and uses its key: `keyOf(firstTimestamp)`. A store that ignores this uses `deliveryKey`, and runs the handler again for a
   * delivery with a new timestamp.
   * @default `deliveryKey` identifies the event
   */
  readonly sameBody?: SameBodyDelivery | undefined;
  /** Lock duration in milliseconds. Other workers skip the handler until it expires. */
  readonly lockMs: number;
  /**
   * Whether an error of the work counts as a failed attempt. If not, the work could not be done yet.
   * @default every error counts
   */
  readonly isFailure?: ((error: unknown) => boolean) | undefined;
  /**
   * Starts a new count of failures: only failures with the same `redriveId` count together.
   * @default failures without a `redriveId` count together
   */
  readonly redriveId?: string | undefined;
}

/** The earlier attempts at the work. */
export interface AttemptHistory {
  /** Whether an earlier attempt started and did not complete. Its effect may exist already. */
  readonly isRetry: boolean;
  /** Number of earlier attempts with the same `redriveId` that failed, or started and never reported how they ended. */
  readonly failures: number;
  /**
   * The key that identifies the event.
   * @default the `deliveryKey` of the options
   */
  readonly deliveryKey?: string | undefined;
}

/** How `runOnce` ended, in the words of `HandlerOutcome`. */
export type RunOnceOutcome =
  | {
      readonly kind: Extract<HandlerOutcome, 'completed' | 'duplicate'>;
      /** Whether another process started the same work before this one completed it. */
      readonly lostLock?: boolean;
    }
  | {
      readonly kind: Extract<HandlerOutcome, 'in_progress'>;
      /** Milliseconds until the lock of the other process expires. */
      readonly retryAfterMs: number;
    };

/** Remembers which handler completed which delivery, so that each runs once, however often the delivery arrives. */
export interface IdempotencyStore {
  /**
   * Does the work, unless it is completed or another process is doing it. Rethrows what `work` throws.
   *
   * @throws IdempotencyStoreError when the store cannot be read or written. Either the work did not start, or the store
   *   does not know that it completed: then the next attempt counts as a retry.
   */
  runOnce(options: RunOnceOptions, work: (history: AttemptHistory) => Promise<void>): Promise<RunOnceOutcome>;
}
