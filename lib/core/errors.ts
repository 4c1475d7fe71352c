/** Root of every error that this framework throws. Switch on `code`: `message` is for people. */
export abstract class FrameioLambdaError extends Error {
  abstract readonly code: string;
}

/** The deployment or the program is wrong (a missing variable, an unknown event name). No retry can help. */
export class ConfigError extends FrameioLambdaError {
  override readonly name = 'ConfigError'; // a literal, here and below: bundlers rename classes
  readonly code = 'config_error';
}

/** A secret holds no usable value: it has none, or one that is empty, a placeholder or malformed. */
export class SecretNotSetError extends FrameioLambdaError {
  override readonly name = 'SecretNotSetError';
  readonly code = 'secret_not_set';
}

/** A fetch of a secret failed, and no earlier value is in memory. `cause` is the error of the secret store. */
export class SecretUnavailableError extends FrameioLambdaError {
  override readonly name = 'SecretUnavailableError';
  readonly code = 'secret_unavailable';
}

/** A handler was still running when its time budget ended. The error is the `reason` of the aborted `signal`. */
export class HandlerTimeoutError extends FrameioLambdaError {
  override readonly name = 'HandlerTimeoutError';
  readonly code = 'handler_timed_out';
}

/** A read or write of the idempotency store failed. `cause` is the error of the DynamoDB client. */
export class IdempotencyStoreError extends FrameioLambdaError {
  override readonly name = 'IdempotencyStoreError';
  readonly code = 'idempotency_store_unavailable';
  /** Whether the handler had started. If so, it may have had its effect. */
  readonly wasHandlerStarted: boolean;

  constructor(
    message: string,
    { wasHandlerStarted, cause }: { readonly wasHandlerStarted: boolean; readonly cause?: unknown },
  ) {
    super(message, { cause });
    this.wasHandlerStarted = wasHandlerStarted;
  }
}

/** Every allowed attempt started, and the last one recorded no outcome: it may have crashed the process. */
export class HandlerCrashedError extends FrameioLambdaError {
  override readonly name = 'HandlerCrashedError';
  readonly code = 'handler_crashed';

  constructor(attempts: number) {
    super(`Dead-lettered after ${attempts} attempts: the last one started but recorded no outcome.`);
  }
}

/** A message exceeds the limit of SQS: 1 MiB, attributes included (SQS developer guide, quotas). */
export class MessageTooLongError extends FrameioLambdaError {
  override readonly name = 'MessageTooLongError';
  readonly code = 'message_too_long';
}

/** The payload of a job is not JSON, too long for the queue, or not one of that job. No retry can help. */
export class JobPayloadError extends FrameioLambdaError {
  override readonly name = 'JobPayloadError';
  readonly code = 'job_payload_invalid';
}

/** Maximum wait of a message in ms. SQS deletes a message after 14 days. */
const MAX_RETRY_MS = 13 * 24 * 60 * 60 * 1_000;

/**
 * A handler throws this error to run again later, for example because a resource is not ready. The attempt does not count as
 * failed.
 */
export class RetryLater extends FrameioLambdaError {
  override readonly name = 'RetryLater';
  readonly code = 'retry_later';
  /** Wait in ms, from 0 to 13 days. */
  readonly retryAfterMs: number;

  /**
   * @param retryAfterMs - Wait in ms. A negative wait becomes 0, and one over 13 days becomes 13 days.
   * @throws ConfigError when `retryAfterMs` is NaN.
   */
  constructor(retryAfterMs: number, message?: string) {
    if (Number.isNaN(retryAfterMs)) throw new ConfigError('RetryLater takes a number of milliseconds, not NaN.');
    const ms = Math.min(MAX_RETRY_MS, Math.max(0, retryAfterMs));
    super(message ?? `The handler requested another run in ${ms} ms.`);
    this.retryAfterMs = ms;
  }
}

/** A handler throws this error when no retry can help. The delivery moves to the dead-letter queue at once, with this reason. */
export class PermanentError extends FrameioLambdaError {
  override readonly name = 'PermanentError';
  readonly code = 'permanent';
}
