import { describe, expect, it } from '@jest/globals';
import type { HandlerResult } from '../../../lib/dispatch/handler-result.ts';
import {
  ClientRateLimitError,
  ForbiddenError,
  HandlerCrashedError,
  HandlerTimeoutError,
  IdempotencyStoreError,
  NotFoundError,
  PermanentError,
  RateLimitError,
  RetryLater,
  SecretNotSetError,
  SecretUnavailableError,
  ServerError,
  TokenExchangeError,
  UnauthorizedError,
  UnprocessableEntityError,
} from '../../../lib/index.ts';
import { decideRetry, type RetryContext } from '../../../lib/retry/decide-retry.ts';

const call = { operation: 'files.show', method: 'GET', path: '/v4/x', errors: [] };
const failed = (error: unknown): HandlerResult => ({ handlerName: 'h', outcome: 'failed', error });
const first: RetryContext = { attempt: 1, maxAttempts: 12, random: 0 };

describe('a wait that was asked for', () => {
  it.each<{ name: string; result: HandlerResult; delayMs: number }>([
    { name: 'by the handler', result: failed(new RetryLater(90_000)), delayMs: 90_000 },
    {
      name: "by the client's own pace",
      result: failed(new ClientRateLimitError('files.show', 600)),
      delayMs: 600,
    },
    {
      name: 'by the ledger, as somebody is at it',
      result: { handlerName: 'h', outcome: 'in_progress', retryAfterMs: 4_000 },
      delayMs: 5_000,
    },
  ])('$name is kept, however many attempts there were', ({ result, delayMs }) => {
    expect(decideRetry(result, first)).toEqual({ kind: 'postponed', delayMs });
    expect(decideRetry(result, { ...first, attempt: 500 })).toEqual({ kind: 'postponed', delayMs });
  });

  it('is spread the wider the more attempts there were, by five minutes at most', () => {
    const result = failed(new RetryLater(600));
    const latest = [1, 2, 5, 50].map((attempt) => decideRetry(result, { ...first, attempt, random: 1 }));
    expect(latest).toMatchObject([1_600, 2_600, 16_600, 300_600].map((delayMs) => ({ delayMs })));
  });
});

it.each([
  { name: 'of Adobe IMS', error: new TokenExchangeError('down', { retryAfterMs: 1_000 }) },
  {
    name: 'of Adobe IMS, which refuses the credentials',
    error: new TokenExchangeError('no', { status: 401, retryAfterMs: 1_000 }),
  },
  { name: 'of Secrets Manager', error: new SecretUnavailableError('down') },
  { name: 'of whoever was to set the secret', error: new SecretNotSetError('empty') },
  { name: 'of the ledger, before the handler', error: new IdempotencyStoreError('down', { wasHandlerStarted: false }) },
])('an outage $name is waited for without end, ever longer, up to an hour', ({ error }) => {
  const range = (attempt: number) => [0, 1].map((random) => decideRetry(failed(error), { ...first, attempt, random }));
  expect([1, 500].map(range)).toEqual([
    [10_000, 20_000].map((delayMs) => ({ kind: 'postponed', delayMs })),
    [10_000, 3_600_000].map((delayMs) => ({ kind: 'postponed', delayMs })),
  ]);
});

it('what was not begun, as there was no time left, is no failure', () => {
  const result: HandlerResult = {
    handlerName: 'h',
    outcome: 'postponed',
    error: new HandlerTimeoutError('spent before'),
  };
  expect(decideRetry(result, { ...first, attempt: 40 })).toMatchObject({ kind: 'postponed' });
});

describe('an error of the official SDK', () => {
  /** As that SDK throws them: with a status, and the headers in what came back. */
  const official = (statusCode: number, headers: Record<string, string> = {}) =>
    Object.assign(new Error(`Status code: ${statusCode}`), {
      statusCode,
      body: {},
      rawResponse: { headers: new Headers(headers) },
    });

  it('lines up like any other where it tells of the rate limit', () => {
    const error = official(429, {
      'x-ratelimit-limit': '10',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-window': '60000',
    });
    const wait = { retryAfterMs: 6_000, perCallMs: 6_000 };
    expect(decideRetry(failed(error), { ...first, attempt: 500 })).toEqual({ kind: 'rate_limited', wait });
  });

  it.each([
    [403, { kind: 'dead', errorCode: 'forbidden' }],
    [404, { kind: 'dead', errorCode: 'not_found' }],
    [422, { kind: 'dead', errorCode: 'unprocessable_entity' }],
    [500, { kind: 'retry' }],
  ])('of status %i is judged like ours', (status, verdict) => {
    expect(decideRetry(failed(official(status)), first)).toMatchObject(verdict);
  });

  it('is told from one of another service, whose status says nothing of Frame.io', () => {
    const other = Object.assign(new Error('Not found'), { status: 404, statusCode: 404 });
    expect(decideRetry(failed(other), first)).toMatchObject({ kind: 'retry' });
  });
});

describe('a call that Frame.io’s rate limit refuses', () => {
  it.each([
    {
      name: 'the pace of its limit',
      rateLimit: { limit: 100, remaining: 0, windowMs: 60_000 },
      wait: { retryAfterMs: 2_000, perCallMs: 600 },
    },
    {
      name: 'a call a second where none is told',
      rateLimit: undefined,
      wait: { retryAfterMs: 2_000, perCallMs: 1_000 },
    },
    {
      name: 'a call a second where the limit is nothing',
      rateLimit: { limit: 0, remaining: 0, windowMs: 60_000 },
      wait: { retryAfterMs: 2_000, perCallMs: 1_000 },
    },
  ])('lines up at $name, however many attempts there were', ({ rateLimit, wait }) => {
    const result = failed(new RateLimitError({ ...call, status: 429, retryAfterMs: 2_000, rateLimit }));
    for (const attempt of [1, 500]) {
      expect(decideRetry(result, { ...first, attempt })).toEqual({ kind: 'rate_limited', wait });
    }
  });
});

describe('a failure', () => {
  it('is tried again after ten seconds at least, and after ever longer, up to an hour', () => {
    const result = failed(new ServerError({ ...call, status: 503 }));
    const range = (attempt: number) => [0, 1].map((random) => decideRetry(result, { ...first, attempt, random }));
    expect([1, 4, 11].map(range)).toMatchObject([
      [{ delayMs: 10_000 }, { delayMs: 20_000 }],
      [{ delayMs: 10_000 }, { delayMs: 160_000 }],
      [{ delayMs: 10_000 }, { delayMs: 3_600_000 }],
    ]);
  });

  it('waits as long as Frame.io asks, where that is longer', () => {
    const error = new ServerError({ ...call, status: 503, retryAfterMs: 7_200_000 });
    expect(decideRetry(failed(error), first)).toEqual({ kind: 'retry', delayMs: 7_200_000 });
  });

  it('is counted with those before it, and not with the waits between them', () => {
    const result = { ...failed(new TypeError('x')), failures: 2 };
    expect(decideRetry(result, { ...first, attempt: 500, random: 1 })).toEqual({ kind: 'retry', delayMs: 40_000 });
  });

  it.each([
    { name: 'a token refused', error: new UnauthorizedError({ ...call, status: 401 }) },
    { name: 'the ledger, after the handler', error: new IdempotencyStoreError('down', { wasHandlerStarted: true }) },
    { name: 'time that ran out', error: new HandlerTimeoutError('Still running') },
    { name: 'an error of the handler', error: new TypeError('x is undefined') },
    { name: 'something thrown that is no error', error: 'no' },
    { name: 'undefined thrown', error: undefined },
  ])('of $name is tried again', ({ error }) => {
    expect(decideRetry(failed(error), first)).toMatchObject({ kind: 'retry' });
  });

  it('is dead after the last attempt, with the number and the last error', () => {
    expect(decideRetry(failed(new TypeError('x is undefined')), { ...first, attempt: 12 })).toEqual({
      kind: 'dead',
      errorCode: 'handler_failed',
      reason: 'Given up after 12 attempts. TypeError: x is undefined',
    });
  });

  it.each([
    { name: 'locked or not allowed', error: new ForbiddenError({ ...call, status: 403 }), errorCode: 'forbidden' },
    { name: 'gone', error: new NotFoundError({ ...call, status: 404 }), errorCode: 'not_found' },
    {
      name: 'not what Frame.io takes',
      error: new UnprocessableEntityError({ ...call, status: 422 }),
      errorCode: 'unprocessable_entity',
    },
    { name: 'said by the handler to be for good', error: new PermanentError('No such preset'), errorCode: 'permanent' },
    { name: 'to have ended the process each time', error: new HandlerCrashedError(12), errorCode: 'handler_crashed' },
  ])('that is $name is dead at once', ({ error, errorCode }) => {
    expect(decideRetry(failed(error), first)).toMatchObject({ kind: 'dead', errorCode });
  });
});

describe('RetryLater', () => {
  it.each([
    [-60_000, 0],
    [Number.POSITIVE_INFINITY, 13 * 24 * 3_600_000],
    [90_000, 90_000],
  ])('of %d ms is one of %d ms: not in the past, and not longer than SQS keeps a message', (asked, ms) => {
    expect(new RetryLater(asked).retryAfterMs).toBe(ms);
  });

  it('of what is no number is refused', () => {
    expect(() => new RetryLater(Number.NaN)).toThrow('RetryLater takes a number of milliseconds, not NaN.');
  });
});
