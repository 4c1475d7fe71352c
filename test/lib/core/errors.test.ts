import { describe, expect, it } from '@jest/globals';
import * as errors from '../../../lib/core/errors.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

describe('an error', () => {
  const { IdempotencyStoreError } = errors;
  it.each([
    { error: new errors.ConfigError('m'), name: 'ConfigError', code: 'config_error' },
    { error: new errors.SecretNotSetError('m'), name: 'SecretNotSetError', code: 'secret_not_set' },
    { error: new errors.SecretUnavailableError('m'), name: 'SecretUnavailableError', code: 'secret_unavailable' },
    { error: new errors.HandlerTimeoutError('m'), name: 'HandlerTimeoutError', code: 'handler_timed_out' },
    {
      error: new IdempotencyStoreError('m', { wasHandlerStarted: true }),
      name: 'IdempotencyStoreError',
      code: 'idempotency_store_unavailable',
    },
    { error: new errors.HandlerCrashedError(3), name: 'HandlerCrashedError', code: 'handler_crashed' },
    { error: new errors.MessageTooLongError('m'), name: 'MessageTooLongError', code: 'message_too_long' },
    { error: new errors.RetryLater(1), name: 'RetryLater', code: 'retry_later' },
    { error: new errors.PermanentError('m'), name: 'PermanentError', code: 'permanent' },
  ])('$name has the code $code', ({ error, name, code }) => {
    expect(error).toBeInstanceOf(errors.FrameioLambdaError);
    expect(error).toMatchObject({ name, code });
  });

  it('of the idempotency store keeps its cause, and whether the handler had started', () => {
    const cause = new Error('throttled');
    const error = new IdempotencyStoreError('m', { wasHandlerStarted: false, cause });
    expect(error).toMatchObject({ cause, wasHandlerStarted: false });
  });

  it('of a crashed handler contains the number of attempts', () => {
    expect(new errors.HandlerCrashedError(3).message).toContain('3 attempts');
  });
});

describe('RetryLater', () => {
  it.each([
    { name: 'keeps the wait', ms: 1_000, expected: 1_000 },
    { name: 'does not wait for a negative time', ms: -1, expected: 0 },
    { name: 'waits at most 13 days, because SQS deletes a message after 14', ms: 14 * DAY_MS, expected: 13 * DAY_MS },
    { name: 'waits 13 days instead of forever', ms: Number.POSITIVE_INFINITY, expected: 13 * DAY_MS },
  ])('$name', ({ ms, expected }) => {
    expect(new errors.RetryLater(ms).retryAfterMs).toBe(expected);
  });

  it('refuses a wait that is not a number', () => {
    expect(() => new errors.RetryLater(Number.NaN)).toThrow(errors.ConfigError);
  });

  it('has the message of the handler, or one with the wait', () => {
    expect(new errors.RetryLater(1_500, 'no proxy yet').message).toBe('no proxy yet');
    expect(new errors.RetryLater(1_500).message).toContain('1500 ms');
  });
});
