/** What the idempotency store knows about a handler's work for a delivery. */
export interface IdempotencyRecord {
  readonly handler: string;
  /** Timestamp in the header of the attempt whose key the record has. */
  readonly timestamp: string;
  readonly status: 'in_progress' | 'completed';
  /** Number of attempts that failed, or started and recorded no end. */
  readonly failures: number;
  /** When another process may start the work, if none has completed it. */
  readonly lockedUntil: string | null;
  /** When the table may delete the record. */
  readonly expiresAt: string | null;
}

/** Answer of `GET /sandbox/deliveries/<id>/records`. */
export interface IdempotencyRecordList {
  readonly records: readonly IdempotencyRecord[];
}
