import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  App,
  type AttemptHistory,
  type DeliveryQueue,
  type EndpointResponse,
  endpointHandler,
  PermanentError,
  RetryLater,
  type RunOnceOptions,
  type RunOnceOutcome,
} from '../../../lib/index.ts';
import { signedDelivery } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

describe('what is left of a delivery comes from the queue', () => {
  it.each<{ name: string; handle: () => Promise<void>; fromMs: number; toMs: number }>([
    {
      name: 'after a failure only when what was sent has had time to arrive, so that a look finds it',
      handle: () => Promise.reject(new Error('socket hang up')),
      fromMs: 10_000,
      toMs: 20_000,
    },
    {
      name: 'when the handler has asked for it',
      handle: () => Promise.reject(new RetryLater(60_000)),
      fromMs: 60_000,
      toMs: 61_000,
    },
    {
      name: 'at once, for the dead-letter queue, when no retry can help',
      handle: () => Promise.reject(new PermanentError('locked')),
      fromMs: 0,
      toMs: 0,
    },
    {
      name: 'after a handler that was stopped like after a failure, when its lock has ended',
      handle: () => new Promise(() => undefined),
      fromMs: 10_000,
      toMs: 20_000,
    },
  ])('$name', async ({ handle, fromMs, toMs }) => {
    const delays: (number | undefined)[] = [];
    const queue = { send: async (_: unknown, options?: { delayMs?: number }) => void delays.push(options?.delayMs) };
    const app = new App({ logger: new MemoryLogger(), signingSecrets: 'signing-secret' });
    app.onWebhook('file.ready', handle);
    const reply = await endpointHandler(app, { queue, budgetMs: 50 })(signedDelivery());
    expect(reply.statusCode).toBe(202);
    expect(delays).toHaveLength(1);
    expect(delays[0]).toBeGreaterThanOrEqual(fromMs);
    expect(delays[0]).toBeLessThanOrEqual(toMs);
  });
});

it('each handler that is left has a message of its own, and waits for itself', async () => {
  const sent: unknown[] = [];
  const queue: DeliveryQueue = {
    send: async ({ handlers }, { delayMs = 0 } = {}) => void sent.push([handlers, delayMs > 3_600_000]),
  };
  const app = new App({ logger: new MemoryLogger(), signingSecrets: 'signing-secret' })
    .onWebhook('file.ready', () => Promise.reject(new RetryLater(6 * 3_600_000)), { name: 'archive' })
    .onWebhook('file.ready', () => Promise.reject(new Error('socket hang up')), { name: 'notify' })
    .onWebhook('file.ready', () => undefined, { name: 'done' });
  expect((await endpointHandler(app, { queue })(signedDelivery())).statusCode).toBe(202);
  expect(sent).toEqual([
    [['archive'], true],
    [['notify'], false],
  ]);
});

it('is not safe when the queue takes only a part of what is left', async () => {
  const queue: DeliveryQueue = {
    send: async ({ handlers }) => {
      if (handlers?.includes('notify')) throw new Error('no answer');
    },
  };
  const fails = () => Promise.reject(new Error('socket hang up'));
  const app = new App({ logger: new MemoryLogger(), signingSecrets: 'signing-secret' })
    .onWebhook('file.ready', fails, { name: 'archive' })
    .onWebhook('file.ready', async () => await fails(), { name: 'notify' });
  expect((await endpointHandler(app, { queue })(signedDelivery())).statusCode).toBe(500);
});

describe('by the clock', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
  afterEach(() => void jest.useRealTimers());

  it('Frame.io has its 5xx in the five seconds it waits, when a handler takes all of its time and the queue, too', async () => {
    const queue = {
      send: (_: unknown, { timeoutMs = Number.POSITIVE_INFINITY } = {}) =>
        new Promise<void>((_resolve, reject) => setTimeout(() => reject(new Error('no answer')), timeoutMs)),
    };
    const app = new App({ logger: new MemoryLogger(), signingSecrets: 'signing-secret' });
    app.onWebhook('file.ready', () => new Promise(() => undefined));
    let answer: EndpointResponse | undefined;
    const answered = endpointHandler(app, { queue })(signedDelivery()).then((reply) => {
      answer = reply;
    });
    await jest.advanceTimersByTimeAsync(4_500);
    expect(answer).toMatchObject({ statusCode: 503 });
    await answered;
  });

  describe.each([
    { payload: 'v2', field: 'timeEpoch' },
    { payload: 'v1', field: 'requestTimeEpoch' },
  ])('a cold start is taken off the time of the handlers (payload $payload)', ({ field }) => {
    /** Delivers what API Gateway had so long ago; says when the handler was aborted, in ms from now. */
    async function abortedAfter(agoMs: number): Promise<number | undefined> {
      let isBegun = false;
      const app = new App({ logger: new MemoryLogger(), signingSecrets: 'signing-secret' });
      app.onWebhook('file.ready', () => {
        isBegun = true;
        return new Promise(() => undefined);
      });
      const event = signedDelivery();
      const requestContext = { ...event.requestContext, [field]: Date.now() - agoMs };
      const queue = { send: async () => undefined };
      const startedAt = Date.now();
      let endedAt = Number.NaN;
      const answered = endpointHandler(app, { queue })({ ...event, requestContext }).then(({ statusCode }) => {
        endedAt = Date.now();
        return statusCode;
      });
      await jest.advanceTimersByTimeAsync(4_000);
      expect(await answered).toBe(202);
      return isBegun ? endedAt - startedAt : undefined;
    }

    it('as long as there is some left', async () => {
      expect(await abortedAfter(0)).toBe(3_000);
      expect(await abortedAfter(1_200)).toBe(1_800);
    });

    it('and none is begun when there is none left', async () => {
      expect(await abortedAfter(3_500)).toBeUndefined();
    });

    it('a request that was recorded long ago, or is of the future, has all of it', async () => {
      expect(await abortedAfter(86_400_000)).toBe(3_000);
      expect(await abortedAfter(-60_000)).toBe(3_000);
    });
  });

  it('what a long handler leaves comes from the queue when its lock has ended, and not before', async () => {
    const budgetMs = 60_000;
    const delays: number[] = [];
    const queue = { send: async (_: unknown, { delayMs = 0 } = {}) => void delays.push(delayMs) };
    const locks: number[] = [];
    const idempotencyStore = {
      runOnce: async (
        { lockMs }: RunOnceOptions,
        work: (turn: AttemptHistory) => Promise<void>,
      ): Promise<RunOnceOutcome> => {
        locks.push(lockMs);
        await work({ isRetry: false, failures: 0 });
        return { kind: 'completed' };
      },
    };
    const app = new App({ logger: new MemoryLogger(), signingSecrets: 'signing-secret', idempotencyStore });
    app.onWebhook('file.ready', () => new Promise(() => undefined));
    const answered = endpointHandler(app, { queue, budgetMs })(signedDelivery());
    await jest.advanceTimersByTimeAsync(budgetMs);
    expect(await answered).toMatchObject({ statusCode: 202 });
    expect(locks).toEqual([expect.any(Number)]);
    expect(locks[0]).toBeGreaterThan(budgetMs);
    expect(delays).toEqual(locks);
  });
});
