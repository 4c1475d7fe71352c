import type { SignedDelivery } from '../idempotency/delivery-key.ts';

/** The delivery that an event belongs to. */
export interface DeliveryDetails {
  /** Identifies the delivery: see `deliveryKey`. Without `signed`, it identifies the event. */
  readonly deliveryKey: string;
  /**
   * What Frame.io signed. Decides for each handler which earlier deliveries are the same event.
   * @default the `deliveryKey` decides
   */
  readonly signed?: SignedDelivery | undefined;
  /** The id that all log lines of the delivery share. */
  readonly correlationId: string;
  /** Account of a job's delivery. An event and a custom action name theirs. */
  readonly accountId?: string | undefined;
  /** Number of attempts at the delivery, including this one. */
  readonly attempt: number;
  /** When the endpoint received the delivery, in milliseconds since 1970. */
  readonly receivedAt: number;
  /**
   * Whether the queue stores the delivery until its handlers have completed.
   * @default false: Frame.io sends it again if they do not complete
   */
  readonly isQueued?: boolean | undefined;
  /**
   * Whether reconciliation enqueued the delivery. Frame.io did not sign it.
   * @default false
   */
  readonly isReconciled?: boolean | undefined;
  /** Names of the handlers to run. `undefined` runs all handlers of the event. */
  readonly handlers?: readonly string[] | undefined;
  /**
   * Starts a new count of failures: see `RunOnceOptions`.
   * @default failures count from the first attempt
   */
  readonly redriveId?: string | undefined;
  /**
   * Failed attempts after which a handler does not start again.
   * @default no limit
   */
  readonly maxAttempts?: number | undefined;
  /**
   * Lock duration in milliseconds. Other workers skip a handler of this delivery until it expires.
   * @default the time budget of the handlers plus twelve seconds
   */
  readonly lockMs?: number | undefined;
}
