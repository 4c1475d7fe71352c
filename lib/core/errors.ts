/** Root of every error this framework throws. Switch on `code`; `message` is written for people. */
export abstract class FrameioLambdaError extends Error {
  abstract readonly code: string;
}

/** The deployment or the program is wrong (a missing variable, an unknown event name); no retry can help. */
export class ConfigError extends FrameioLambdaError {
  override readonly name = 'ConfigError'; // a literal, here and below: bundlers rename classes
  readonly code = 'config_error';
}

/** A secret exists but holds nothing that could be used: it is empty, a placeholder, or of the wrong form. */
export class SecretNotSetError extends FrameioLambdaError {
  override readonly name = 'SecretNotSetError';
  readonly code = 'secret_not_set';
}

/** A secret could not be fetched, and no earlier value is at hand. `cause` is the store's own error. */
export class SecretUnavailableError extends FrameioLambdaError {
  override readonly name = 'SecretUnavailableError';
  readonly code = 'secret_unavailable';
}

/** A handler was still running when its budget ended. It is the `reason` of the aborted `signal`. */
export class HandlerTimeoutError extends FrameioLambdaError {
  override readonly name = 'HandlerTimeoutError';
  readonly code = 'handler_timed_out';
}

/** The idempotency store of what has been done could not be read or written. `cause` is the error of DynamoDB's client. */
export class IdempotencyStoreError extends FrameioLambdaError {
  override readonly name = 'IdempotencyStoreError';
  readonly code = 'idempotency_store_unavailable';
  /** Whether the handler had been begun: if so, its effect may be there. */
  readonly wasHandlerStarted: boolean;

  constructor(
    message: string,
    { wasHandlerStarted, cause }: { readonly wasHandlerStarted: boolean; readonly cause?: unknown },
  ) {
    super(message, { cause });
    this.wasHandlerStarted = wasHandlerStarted;
  }
}

/** As many attempts as there may be were begun, and none said how it ended: each may have ended the process. */
export class HandlerCrashedError extends FrameioLambdaError {
  override readonly name = 'HandlerCrashedError';
  readonly code = 'handler_crashed';

  constructor(attempts: number) {
    super(`Given up: ${attempts} attempts were begun, and the last of them did not say how it ended.`);
  }
}

/** A message would be longer than SQS takes (1 MiB with its attributes; SQS developer guide, quotas). */
export class MessageTooLongError extends FrameioLambdaError {
  override readonly name = 'MessageTooLongError';
  readonly code = 'message_too_long';
}

/** The longest wait a message in SQS can be put to: it would be deleted after 14 days. */
const LONGEST_RETRY_MS = 13 * 24 * 60 * 60 * 1_000;

/** Thrown by a handler: what it waits for is not there yet. It is run again after so many ms, and nothing is paid for that. */
export class RetryLater extends FrameioLambdaError {
  override readonly name = 'RetryLater';
  readonly code = 'retry_later';
  /** From 0 to 13 days, in ms. */
  readonly retryAfterMs: number;

  /**
   * @param retryAfterMs - A time that has passed counts as 0; what is longer than 13 days, as 13 days: SQS keeps a message
   *   for 14.
   * @throws ConfigError for what is not a number.
   */
  constructor(retryAfterMs: number, message?: string) {
    if (Number.isNaN(retryAfterMs)) throw new ConfigError('RetryLater takes a number of milliseconds, not NaN.');
    const ms = Math.min(LONGEST_RETRY_MS, Math.max(0, retryAfterMs));
    super(message ?? `To be run again in ${ms} ms.`);
    this.retryAfterMs = ms;
  }
}

/** Thrown by a handler: no retry can help. The delivery goes to the dead-letter queue at once, with this reason. */
export class PermanentError extends FrameioLambdaError {
  override readonly name = 'PermanentError';
  readonly code = 'permanent';
}
