/** An event that no attempt delivered to a webhook, with the fields of Frame.io's failure log. */
export interface LoggedFailure {
  readonly webhook_id: string;
  readonly account_id: string;
  readonly event_type: string;
  readonly resource_id: string;
  readonly user_id: string;
}

/** Answer of `GET /sandbox/failures`. */
export interface FailureList {
  /** The newest first. */
  readonly failures: readonly LoggedFailure[];
}
