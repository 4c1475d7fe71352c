import { describe, expect, it } from '@jest/globals';
import type { HandlerResult } from '../../../lib/dispatch.ts';
import {
  ForbiddenError,
  HandlerBudgetError,
  NotFoundError,
  PaceError,
  PermanentError,
  RateLimitError,
  RetryLater,
  ServerError,
  UnauthorizedError,
  UnprocessableEntityError,
} from '../../../lib/index.ts';
import { type Circumstances, verdictOn } from '../../../lib/queue/verdict.ts';

const call = { operation: 'files.show', method: 'GET', path: '/v4/x', errors: [] };
const failed = (error: unknown): HandlerResult => ({ handlerName: 'h', outcome: 'failed', error });
const first: Circumstances = { attempt: 1, maxAttempts: 12, random: 0 };

describe('a wait that was asked for', () => {
  it.each<{ name: string; result: HandlerResult; delayMs: number }>([
    { name: 'by the handler', result: failed(new RetryLater(90_000)), delayMs: 90_000 },
    {
      name: "by the client's own pace",
      result: failed(new PaceError('files.show', 600)),
      delayMs: 600,
    },
    {
      name: 'by the ledger, as somebody is at it',
      result: { handlerName: 'h', outcome: 'busy', retryAfterMs: 4_000 },
      delayMs: 5_000,
    },
  ])('$name is kept, however many attempts there were', ({ result, delayMs }) => {
    expect(verdictOn(result, first)).toEqual({ kind: 'postponed', delayMs });
    expect(verdictOn(result, { ...first, attempt: 500 })).toEqual({ kind: 'postponed', delayMs });
  });

  it('is spread the wider the more attempts there were, by five minutes at most', () => {
    const result = failed(new RetryLater(600));
    const latest = [1, 2, 5, 50].map((attempt) => verdictOn(result, { ...first, attempt, random: 1 }));
    expect(latest).toMatchObject([1_600, 2_600, 16_600, 300_600].map((delayMs) => ({ delayMs })));
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
      expect(verdictOn(result, { ...first, attempt })).toEqual({ kind: 'rate_limited', wait });
    }
  });
});

describe('a failure', () => {
  it('is tried again after ten seconds at least, and after ever longer, up to an hour', () => {
    const result = failed(new ServerError({ ...call, status: 503 }));
    const range = (attempt: number) => [0, 1].map((random) => verdictOn(result, { ...first, attempt, random }));
    expect([1, 4, 11].map(range)).toMatchObject([
      [{ delayMs: 10_000 }, { delayMs: 20_000 }],
      [{ delayMs: 10_000 }, { delayMs: 160_000 }],
      [{ delayMs: 10_000 }, { delayMs: 3_600_000 }],
    ]);
  });

  it.each([
    { name: 'a token refused', error: new UnauthorizedError({ ...call, status: 401 }) },
    { name: 'time that ran out', error: new HandlerBudgetError('Still running') },
    { name: 'an error of the handler', error: new TypeError('x is undefined') },
    { name: 'something thrown that is no error', error: 'no' },
    { name: 'undefined thrown', error: undefined },
  ])('of $name is tried again', ({ error }) => {
    expect(verdictOn(failed(error), first)).toMatchObject({ kind: 'retry' });
  });

  it('is dead after the last attempt, with the number and the last error', () => {
    expect(verdictOn(failed(new TypeError('x is undefined')), { ...first, attempt: 12 })).toEqual({
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
  ])('that is $name is dead at once', ({ error, errorCode }) => {
    expect(verdictOn(failed(error), first)).toMatchObject({ kind: 'dead', errorCode });
  });
});
