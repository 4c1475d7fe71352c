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
export class HandlerBudgetError extends FrameioLambdaError {
  override readonly name = 'HandlerBudgetError';
  readonly code = 'handler_budget_exceeded';
}

/** The ledger of what has been done could not be read or written. `cause` is the error of DynamoDB's client. */
export class LedgerError extends FrameioLambdaError {
  override readonly name = 'LedgerError';
  readonly code = 'ledger_unavailable';
}

/** A message would be longer than SQS takes (1 MiB with its attributes; SQS developer guide, quotas). */
export class MessageTooLongError extends FrameioLambdaError {
  override readonly name = 'MessageTooLongError';
  readonly code = 'message_too_long';
}

/** Thrown by a handler: what it waits for is not there yet. It is run again after so many ms, and nothing is paid for that. */
export class RetryLater extends FrameioLambdaError {
  override readonly name = 'RetryLater';
  readonly code = 'retry_later';
  readonly retryAfterMs: number;

  /** @param retryAfterMs - 11 h 45 min at most, as SQS hides a message for some 12 hours and no longer. */
  constructor(retryAfterMs: number, message = `To be run again in ${retryAfterMs} ms.`) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Thrown by a handler: no retry can help. The delivery goes to the dead-letter queue at once, with this reason. */
export class PermanentError extends FrameioLambdaError {
  override readonly name = 'PermanentError';
  readonly code = 'permanent';
}
