import { expect, it } from '@jest/globals';
import { RateLimitError } from '../../../lib/client/errors/status-errors.ts';
import { IdempotencyStoreError, RetryLater, SecretNotSetError } from '../../../lib/core/errors.ts';
import { classifyError } from '../../../lib/retry/classify-error.ts';

const refused = new RateLimitError({ operation: 'files.show', method: 'GET', path: '/v4/x', status: 429, errors: [] });

it.each([
  { name: 'a wait that the handler requests', error: new RetryLater(1_000), expected: 'wait_requested' },
  { name: 'a refusal by the rate limit', error: refused, expected: 'wait_requested' },
  { name: 'a secret that is not set', error: new SecretNotSetError('empty'), expected: 'outage' },
  {
    name: 'a fault of the idempotency store before the handler starts',
    error: new IdempotencyStoreError('down', { wasHandlerStarted: false }),
    expected: 'outage',
  },
  {
    name: 'a fault of the idempotency store after the handler has started',
    error: new IdempotencyStoreError('down', { wasHandlerStarted: true }),
    expected: 'failure',
  },
  { name: 'any other error', error: new TypeError('x is undefined'), expected: 'failure' },
  { name: 'a thrown text', error: 'no', expected: 'failure' },
])('$name is of the class $expected', ({ error, expected }) => {
  expect(classifyError(error)).toBe(expected);
});
