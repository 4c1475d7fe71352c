import { describe, expect, it } from '@jest/globals';
import { ClientRateLimitError } from '../../../lib/client/errors/client-rate-limit-error.ts';
import {
  ForbiddenError,
  NotFoundError,
  RateLimitError,
  ServerError,
  UnauthorizedError,
  UnprocessableEntityError,
} from '../../../lib/client/errors/status-errors.ts';
import { TokenExchangeError } from '../../../lib/client/errors/token-exchange-error.ts';
import {
  HandlerCrashedError,
  HandlerTimeoutError,
  IdempotencyStoreError,
  PermanentError,
  RetryLater,
  SecretNotSetError,
  SecretUnavailableError,
} from '../../../lib/core/errors.ts';
import type { HandlerResult } from '../../../lib/dispatch/handler-result.ts';
import { decideRetry, minDelayMs, type RetryContext, type RetryDecision } from '../../../lib/retry/decide-retry.ts';
import { UNKNOWN_OUTCOME_LOCK_MS } from '../../../lib/retry/is-outcome-unknown.ts';

const call = { operation: 'files.show', method: 'GET', path: '/v4/x', errors: [] };
const failed = (error: unknown): HandlerResult => ({ handlerName: 'h', outcome: 'failed', error });
const first: RetryContext = { attempt: 1, maxAttempts: 12, random: 0 };

describe('a requested wait', () => {
  it.each<{ name: string; result: HandlerResult; delayMs: number }>([
    { name: 'the handler requests', result: failed(new RetryLater(90_000)), delayMs: 90_000 },
    {
      name: "the client's own rate limit requests",
      result: failed(new ClientRateLimitError('files.show', 600)),
      delayMs: 600,
    },
    {
      name: 'the lock of another process requires',
      result: { handlerName: 'h', outcome: 'in_progress', retryAfterMs: 4_000 },
      delayMs: 5_000,
    },
  ])('that $name applies after any number of attempts', ({ result, delayMs }) => {
    expect(decideRetry(result, first)).toEqual({ kind: 'postpone', delayMs });
    expect(decideRetry(result, { ...first, attempt: 500 })).toEqual({ kind: 'postpone', delayMs });
  });

  it('has a jitter that grows with the attempts, up to five minutes', () => {
    const result = failed(new RetryLater(600));
    const longest = [1, 2, 5, 50].map((attempt) => decideRetry(result, { ...first, attempt, random: 1 }));
    expect(longest).toMatchObject([1_600, 2_600, 16_600, 300_600].map((delayMs) => ({ delayMs })));
  });
});

it.each([
  { name: 'of Adobe IMS', error: new TokenExchangeError('down', { retryAfterMs: 1_000 }) },
  {
    name: 'of Adobe IMS that refuses the credentials',
    error: new TokenExchangeError('no', { status: 401, retryAfterMs: 1_000 }),
  },
  { name: 'of Secrets Manager', error: new SecretUnavailableError('down') },
  { name: 'of a secret that is not set', error: new SecretNotSetError('empty') },
  {
    name: 'of the idempotency store before the handler starts',
    error: new IdempotencyStoreError('down', { wasHandlerStarted: false }),
  },
])('postpones without limit during an outage $name, with delays up to an hour', ({ error }) => {
  const range = (attempt: number) => [0, 1].map((random) => decideRetry(failed(error), { ...first, attempt, random }));
  expect([1, 500].map(range)).toEqual([
    [10_000, 20_000].map((delayMs) => ({ kind: 'postpone', delayMs })),
    [10_000, 3_600_000].map((delayMs) => ({ kind: 'postpone', delayMs })),
  ]);
});

it('does not count a handler that had no time to start as failed', () => {
  const result: HandlerResult = {
    handlerName: 'h',
    outcome: 'postponed',
    error: new HandlerTimeoutError('no time left'),
  };
  expect(decideRetry(result, { ...first, attempt: 40 })).toMatchObject({ kind: 'postpone' });
});

describe('an error of the official SDK', () => {
  /** Makes an error as the official SDK throws it: with a status, and with the headers in the raw response. */
  const official = (statusCode: number, headers: Record<string, string> = {}) =>
    Object.assign(new Error(`Status code: ${statusCode}`), {
      statusCode,
      body: {},
      rawResponse: { headers: new Headers(headers) },
    });

  it('waits for a slot if it has the rate limit headers', () => {
    const error = official(429, {
      'x-ratelimit-limit': '10',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-window': '60000',
    });
    const wait = { retryAfterMs: 6_000, perCallMs: 6_000 };
    expect(decideRetry(failed(error), { ...first, attempt: 500 })).toEqual({ kind: 'rate_limited', wait });
  });

  it.each([
    [403, { kind: 'dead_letter', errorCode: 'forbidden' }],
    [404, { kind: 'dead_letter', errorCode: 'not_found' }],
    [422, { kind: 'dead_letter', errorCode: 'unprocessable_entity' }],
    [500, { kind: 'retry' }],
  ])('of status %i gets the same decision as our own error', (status, decision) => {
    expect(decideRetry(failed(official(status)), first)).toMatchObject(decision);
  });

  it('is distinguished from an error of another service with the same status', () => {
    const other = Object.assign(new Error('Not found'), { status: 404, statusCode: 404 });
    expect(decideRetry(failed(other), first)).toMatchObject({ kind: 'retry' });
  });
});

it('waits for the lock of another process for 16 minutes at most, whatever its clock says', () => {
  const result: HandlerResult = { handlerName: 'h', outcome: 'in_progress', retryAfterMs: 99_999_999_000 };
  expect(decideRetry(result, first)).toEqual({ kind: 'postpone', delayMs: 961_000 });
});

it('waits for Adobe IMS for five minutes at most', () => {
  const error = new TokenExchangeError('busy', { status: 429, retryAfterMs: 99_999_999_000 });
  expect(decideRetry(failed(error), first)).toEqual({ kind: 'postpone', delayMs: 300_000 });
});

describe('a call that Frame.io’s rate limit refuses', () => {
  it('waits for 15 minutes at most', () => {
    const result = failed(new RateLimitError({ ...call, status: 429, retryAfterMs: 60_000_000_000 }));
    expect(decideRetry(result, first)).toMatchObject({ wait: { retryAfterMs: 900_000 } });
  });

  it.each([
    { name: 'one call a second if the window is years', limit: 1, windowMs: 60_000_000_000 },
    { name: 'one call a second if the window is negative', limit: 1, windowMs: -1 },
    { name: 'one call a second if the window is zero', limit: 1, windowMs: 0 },
    { name: 'one call a second if the limit is less than a call', limit: 0.001, windowMs: 60_000 },
  ])('waits for a slot at $name', ({ limit, windowMs }) => {
    const rateLimit = { limit, remaining: 0, windowMs };
    const result = failed(new RateLimitError({ ...call, status: 429, retryAfterMs: 2_000, rateLimit }));
    const wait = { retryAfterMs: 2_000, perCallMs: 1_000 };
    expect(decideRetry(result, first)).toEqual({ kind: 'rate_limited', wait });
  });

  it.each([
    {
      name: 'the rate of the limit',
      rateLimit: { limit: 100, remaining: 0, windowMs: 60_000 },
      wait: { retryAfterMs: 2_000, perCallMs: 600 },
    },
    {
      name: 'one call in the longest window',
      rateLimit: { limit: 1, remaining: 0, windowMs: 900_000 },
      wait: { retryAfterMs: 2_000, perCallMs: 900_000 },
    },
    {
      name: 'one call a second if the limit is unknown',
      rateLimit: undefined,
      wait: { retryAfterMs: 2_000, perCallMs: 1_000 },
    },
    {
      name: 'one call a second if the limit is zero',
      rateLimit: { limit: 0, remaining: 0, windowMs: 60_000 },
      wait: { retryAfterMs: 2_000, perCallMs: 1_000 },
    },
  ])('waits for a slot at $name, after any number of attempts', ({ rateLimit, wait }) => {
    const result = failed(new RateLimitError({ ...call, status: 429, retryAfterMs: 2_000, rateLimit }));
    for (const attempt of [1, 500]) {
      expect(decideRetry(result, { ...first, attempt })).toEqual({ kind: 'rate_limited', wait });
    }
  });
});

describe('a failure', () => {
  it('runs again after at least ten seconds, with a maximum that grows to an hour', () => {
    const result = failed(new ServerError({ ...call, status: 503 }));
    const range = (attempt: number) => [0, 1].map((random) => decideRetry(result, { ...first, attempt, random }));
    expect([1, 4, 11].map(range)).toMatchObject([
      [{ delayMs: 10_000 }, { delayMs: 20_000 }],
      [{ delayMs: 10_000 }, { delayMs: 160_000 }],
      [{ delayMs: 10_000 }, { delayMs: 3_600_000 }],
    ]);
  });

  it('waits for retry-after if that is longer', () => {
    const error = new ServerError({ ...call, status: 503, retryAfterMs: 600_000 });
    expect(decideRetry(failed(error), first)).toEqual({ kind: 'retry', delayMs: 600_000 });
  });

  it('waits for retry-after for 15 minutes at most', () => {
    const error = new ServerError({ ...call, status: 503, retryAfterMs: 7_200_000 });
    expect(decideRetry(failed(error), first)).toEqual({ kind: 'retry', delayMs: 900_000 });
  });

  it('goes to the dead-letter queue after the last failure, not after the last attempt', () => {
    const twelve = { ...failed(new TypeError('x')), failures: 12 };
    expect(decideRetry(twelve, first)).toMatchObject({ kind: 'dead_letter' });
    expect(decideRetry({ ...twelve, failures: 11 }, { ...first, attempt: 12 })).toMatchObject({ kind: 'retry' });
  });

  it('counts earlier failures, but not the waits between them', () => {
    const result = { ...failed(new TypeError('x')), failures: 2 };
    expect(decideRetry(result, { ...first, attempt: 500, random: 1 })).toEqual({ kind: 'retry', delayMs: 40_000 });
  });

  it.each([
    { name: 'a refused token', error: new UnauthorizedError({ ...call, status: 401 }) },
    {
      name: 'the idempotency store after the handler has started',
      error: new IdempotencyStoreError('down', { wasHandlerStarted: true }),
    },
    { name: 'a handler that timed out', error: new HandlerTimeoutError('still running') },
    { name: 'an error in the handler', error: new TypeError('x is undefined') },
    { name: 'a thrown value that is not an Error', error: 'no' },
    { name: 'a thrown undefined', error: undefined },
  ])('of $name runs again', ({ error }) => {
    expect(decideRetry(failed(error), first)).toMatchObject({ kind: 'retry' });
  });

  it('goes to the dead-letter queue after the last attempt, with the count and the last error', () => {
    expect(decideRetry(failed(new TypeError('x is undefined')), { ...first, attempt: 12 })).toEqual({
      kind: 'dead_letter',
      errorCode: 'handler_failed',
      reason: 'Dead-lettered after 12 attempts. Last error: TypeError: x is undefined',
    });
  });

  it.each([
    {
      name: 'a locked or forbidden resource',
      error: new ForbiddenError({ ...call, status: 403 }),
      errorCode: 'forbidden',
    },
    { name: 'a missing resource', error: new NotFoundError({ ...call, status: 404 }), errorCode: 'not_found' },
    {
      name: 'a request that Frame.io cannot process',
      error: new UnprocessableEntityError({ ...call, status: 422 }),
      errorCode: 'unprocessable_entity',
    },
    { name: 'a PermanentError of the handler', error: new PermanentError('No such preset'), errorCode: 'permanent' },
    {
      name: 'a process that crashed at each attempt',
      error: new HandlerCrashedError(12),
      errorCode: 'handler_crashed',
    },
  ])('of $name goes to the dead-letter queue at once', ({ error, errorCode }) => {
    expect(decideRetry(failed(error), first)).toMatchObject({ kind: 'dead_letter', errorCode });
  });
});

it('waits for the end of the lock when a request of the failed attempt may still take effect', () => {
  expect(decideRetry(failed(new Error('connection reset')), first)).toEqual({
    kind: 'retry',
    delayMs: UNKNOWN_OUTCOME_LOCK_MS + 1_000,
  });
});

describe('the minimum delay', () => {
  it.each<{ decision: RetryDecision; expected: number }>([
    { decision: { kind: 'postpone', delayMs: 400 }, expected: 400 },
    { decision: { kind: 'retry', delayMs: 500 }, expected: 500 },
    { decision: { kind: 'rate_limited', wait: { retryAfterMs: 600, perCallMs: 1_000 } }, expected: 600 },
    { decision: { kind: 'dead_letter', reason: 'r', errorCode: 'permanent' }, expected: 0 },
  ])('of $decision.kind is $expected ms', ({ decision, expected }) => {
    expect(minDelayMs(decision)).toBe(expected);
  });
});
