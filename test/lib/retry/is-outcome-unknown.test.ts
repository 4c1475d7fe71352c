import { expect, it } from '@jest/globals';
import { ApiTimeoutError } from '../../../lib/client/errors/no-response-errors.ts';
import { NotFoundError, ServerError } from '../../../lib/client/errors/status-errors.ts';
import { HandlerTimeoutError, PermanentError, RetryLater, SecretUnavailableError } from '../../../lib/core/errors.ts';
import { isOutcomeUnknown, UNKNOWN_OUTCOME_LOCK_MS } from '../../../lib/retry/is-outcome-unknown.ts';

const call = { operation: 'comments.create', method: 'POST', path: '/v4/x' };
const answered = { ...call, errors: [] };

it.each([
  {
    name: 'a call without a response',
    error: new ApiTimeoutError({ ...call, isOutcomeUnknown: true }, 100),
    isUnknown: true,
  },
  {
    name: 'a call that was not sent',
    error: new ApiTimeoutError({ ...call, isOutcomeUnknown: false }, 100),
    isUnknown: false,
  },
  { name: 'a call that Frame.io refused', error: new NotFoundError({ ...answered, status: 404 }), isUnknown: false },
  { name: 'a call that Frame.io failed at', error: new ServerError({ ...answered, status: 500 }), isUnknown: true },
  { name: 'a handler that timed out', error: new HandlerTimeoutError('still running'), isUnknown: true },
  { name: 'any other error', error: new Error('connection reset'), isUnknown: true },
  { name: 'a PermanentError', error: new PermanentError('No such preset'), isUnknown: false },
  { name: 'a requested wait', error: new RetryLater(1_000), isUnknown: false },
  { name: 'an outage', error: new SecretUnavailableError('down'), isUnknown: false },
])('the outcome of $name is unknown: $isUnknown', ({ error, isUnknown }) => {
  expect(isOutcomeUnknown(error)).toBe(isUnknown);
});

it('keeps the lock for five seconds more than two clocks can differ', () => {
  expect(UNKNOWN_OUTCOME_LOCK_MS).toBe(15_000);
});
