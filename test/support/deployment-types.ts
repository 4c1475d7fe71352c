/** A message in the dead-letter queue, with its attributes. */
export interface DeadLetter {
  readonly body: string;
  readonly errorCode?: string | undefined;
  readonly reason?: string | undefined;
  readonly attempts?: string | undefined;
  readonly handlers?: string | undefined;
}

/** The idempotency record of one handler of one delivery. */
export interface StoredRecord {
  readonly status: string;
  /** Time from which DynamoDB may delete the record, in Unix seconds. */
  readonly expiresAtSeconds: number;
  /** Time until which no other worker starts the handler, in ms since 1970. */
  readonly lockedUntil: number;
}

/** How polling differs from the template. */
export interface Polling {
  readonly batchSize?: number;
  readonly maxConcurrency?: number;
}
