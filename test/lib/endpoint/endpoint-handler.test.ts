import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import { PermanentError, RetryLater } from '../../../lib/core/errors.ts';
import { endpointHandler } from '../../../lib/endpoint/endpoint-handler.ts';
import type { EndpointResponse } from '../../../lib/endpoint/http-response.ts';
import type {
  AttemptHistory,
  IdempotencyStore,
  RunOnceOptions,
  RunOnceOutcome,
} from '../../../lib/idempotency/idempotency-store.ts';
import type { DeliveryQueue } from '../../../lib/queue/delivery-queue.ts';
import type { QueuedDelivery } from '../../../lib/queue/queued-delivery.ts';
import { signedDelivery } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

describe('the queued message of an unfinished handler', () => {
  it.each<{ name: string; handle: () => Promise<void>; fromMs: number; toMs: number }>([
    {
      name: 'is delayed after a failure, so that a sent request can arrive before the retry',
      handle: () => Promise.reject(new Error('socket hang up')),
      fromMs: 10_000,
      toMs: 20_000,
    },
    {
      name: 'is delayed by the time that the handler requested',
      handle: () => Promise.reject(new RetryLater(60_000)),
      fromMs: 60_000,
      toMs: 61_000,
    },
    {
      name: 'is not delayed when no retry can help: the worker dead-letters it',
      handle: () => Promise.reject(new PermanentError('locked')),
      fromMs: 0,
      toMs: 0,
    },
    {
      name: 'is delayed after a timeout as after a failure',
      handle: () => new Promise(() => undefined),
      fromMs: 10_000,
      toMs: 20_000,
    },
  ])('$name', async ({ handle, fromMs, toMs }) => {
    const delays: (number | undefined)[] = [];
    const queue = { send: async (_: unknown, options?: { delayMs?: number }) => void delays.push(options?.delayMs) };
    const app = new App({ logger: new MemoryLogger(), signingSecrets: 'a-signing-secret' });
    app.onWebhook('file.ready', handle);
    const endpoint = await endpointHandler(app, { queue, budgetMs: 50 });
    const response = await endpoint(signedDelivery());
    expect(response.statusCode).toBe(202);
    expect(delays).toHaveLength(1);
    expect(delays[0]).toBeGreaterThanOrEqual(fromMs);
    expect(delays[0]).toBeLessThanOrEqual(toMs);
  });
});

it('queues a message for each unfinished handler, with a delay of its own', async () => {
  const sent: unknown[] = [];
  const queue: DeliveryQueue = {
    send: async ({ handlers }, { delayMs = 0 } = {}) => void sent.push([handlers, delayMs > 3_600_000]),
  };
  const app = new App({ logger: new MemoryLogger(), signingSecrets: 'a-signing-secret' })
    .onWebhook('file.ready', () => Promise.reject(new RetryLater(6 * 3_600_000)), { name: 'archive' })
    .onWebhook('file.ready', () => Promise.reject(new Error('socket hang up')), { name: 'notify' })
    .onWebhook('file.ready', () => undefined, { name: 'index' });
  const endpoint = await endpointHandler(app, { queue });
  expect(await endpoint(signedDelivery())).toMatchObject({ statusCode: 202 });
  expect(sent).toEqual([
    [['archive'], true],
    [['notify'], false],
  ]);
});

describe('a delivery', () => {
  const delivery = signedDelivery();
  const body = JSON.parse(delivery.body);
  const attributes = {
    event_type: 'file.ready',
    resource_id: body.resource.id,
    correlation_id: 'request-1',
  };

  /** Delivers the event to an app with one handler. Returns the queued messages and the endpoint's log lines. */
  async function deliver(handle: () => void | Promise<void>, eventName: 'file.ready' | 'file.deleted' = 'file.ready') {
    const messages: QueuedDelivery[] = [];
    const queue: DeliveryQueue = { send: async (message) => void messages.push(message) };
    const logger = new MemoryLogger();
    const app = new App({ logger, signingSecrets: 'a-signing-secret' }).onWebhook(eventName, handle, { name: 'index' });
    const endpoint = await endpointHandler(app, { queue });
    const receivedAt = Date.now();
    const requestContext = { ...delivery.requestContext, requestId: 'request-1', timeEpoch: receivedAt };
    await endpoint({ ...delivery, requestContext });
    return { receivedAt, messages, lines: logger.lines };
  }

  it('is queued for the unfinished handler as its second attempt, with what Frame.io signed', async () => {
    const { receivedAt, messages } = await deliver(() => Promise.reject(new Error('socket hang up')));
    expect(messages).toEqual([
      {
        body: delivery.body,
        timestamp: delivery.headers['x-frameio-request-timestamp'],
        deliveryKey: expect.stringMatching(/^[0-9a-f]{64}$/),
        receivedAt,
        correlationId: 'request-1',
        accountId: body.account.id,
        handlers: ['index'],
        attemptsBefore: 1,
      },
    ]);
  });

  it('is logged with its handler when it is queued', async () => {
    const { lines } = await deliver(() => Promise.reject(new PermanentError('locked')));
    expect(lines.at(-1)).toEqual({
      level: 'warn',
      message: 'event queued for retry',
      attributes: { ...attributes, handler: 'index', delay_ms: 0 },
    });
  });

  it('is logged as completed', async () => {
    const { messages, lines } = await deliver(() => undefined);
    expect(lines).toEqual([{ level: 'info', message: 'event completed', attributes }]);
    expect(messages).toEqual([]);
  });

  it('is logged as one without a handler', async () => {
    const { messages, lines } = await deliver(() => undefined, 'file.deleted');
    expect(lines).toEqual([{ level: 'info', message: 'event without handler', attributes }]);
    expect(messages).toEqual([]);
  });
});

it('answers 500 when the queue stores only one of two messages', async () => {
  const queue: DeliveryQueue = {
    send: async ({ handlers }) => {
      if (handlers?.includes('notify')) throw new Error('no response');
    },
  };
  const fails = () => Promise.reject(new Error('socket hang up'));
  const app = new App({ logger: new MemoryLogger(), signingSecrets: 'a-signing-secret' })
    .onWebhook('file.ready', fails, { name: 'archive' })
    .onWebhook('file.ready', async () => await fails(), { name: 'notify' });
  const endpoint = await endpointHandler(app, { queue });
  expect(await endpoint(signedDelivery())).toMatchObject({ statusCode: 500 });
});

it('runs the handlers through the idempotency store without a queue', async () => {
  const runs: RunOnceOptions[] = [];
  const idempotencyStore: IdempotencyStore = {
    runOnce: async (options) => {
      runs.push(options);
      return { kind: 'duplicate' };
    },
  };
  const app = new App({ logger: new MemoryLogger(), signingSecrets: 'a-signing-secret', idempotencyStore });
  app.onWebhook('file.ready', () => Promise.reject(new Error('must not run')), { name: 'index' });
  expect(await (await endpointHandler(app))(signedDelivery())).toMatchObject({ statusCode: 200 });
  expect(runs).toMatchObject([{ handlerName: 'index', deliveryKey: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
});

it('answers 500 for a handler that fails without a queue, and tries to queue nothing', async () => {
  const idempotencyStore: IdempotencyStore = { runOnce: () => Promise.reject(new Error('no disk')) };
  const logger = new MemoryLogger();
  const app = new App({ logger, signingSecrets: 'a-signing-secret', idempotencyStore });
  app.onWebhook('file.ready', () => undefined, { name: 'index' });
  expect(await (await endpointHandler(app))(signedDelivery())).toMatchObject({ statusCode: 500 });
  expect(logger.lines.map(({ message }) => message)).toEqual(['handler failed']);
});

describe('endpointHandler with fake timers', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
  afterEach(() => void jest.useRealTimers());

  it('answers 503 within 4.5 s when both the handler and the queue time out', async () => {
    const queue = {
      send: (_: unknown, { timeoutMs = Number.POSITIVE_INFINITY } = {}) =>
        new Promise<void>((_resolve, reject) => setTimeout(() => reject(new Error('no response')), timeoutMs)),
    };
    const app = new App({ logger: new MemoryLogger(), signingSecrets: 'a-signing-secret' });
    app.onWebhook('file.ready', () => new Promise(() => undefined));
    const endpoint = await endpointHandler(app, { queue });
    let response: EndpointResponse | undefined;
    const responded = endpoint(signedDelivery()).then((received) => {
      response = received;
    });
    await jest.advanceTimersByTimeAsync(4_500);
    expect(response).toMatchObject({ statusCode: 503 });
    await responded;
  });

  describe('with unfinished handlers', () => {
    const failed = () => Promise.reject(new Error('socket hang up'));
    const postponed = () => Promise.reject(new RetryLater(1_000));
    const timedOut = () => new Promise<void>(() => undefined);

    it.each([
      { name: 'one of them failed', handlers: [timedOut, failed, postponed], statusCode: 500, outcome: 'failed' },
      { name: 'one of them timed out', handlers: [postponed, timedOut], statusCode: 503, outcome: 'timed_out' },
      { name: 'all of them are postponed', handlers: [postponed, postponed], statusCode: 503, outcome: 'postponed' },
    ])(
      'answers $statusCode "$outcome" without a queue when handlers are unfinished and $name',
      async ({ handlers, statusCode, outcome }) => {
        const app = new App({ logger: new MemoryLogger(), signingSecrets: 'a-signing-secret' });
        app.onWebhook('file.ready', () => undefined, { name: 'completed' });
        for (const [index, handle] of handlers.entries()) {
          app.onWebhook('file.ready', async () => await handle(), { name: `handler ${index}` });
        }
        const endpoint = await endpointHandler(app, { budgetMs: 3_000 });
        const response = endpoint(signedDelivery());
        await jest.advanceTimersByTimeAsync(3_500);
        expect(await response).toMatchObject({ statusCode, body: JSON.stringify({ outcome }) });
      },
    );
  });

  describe.each([
    { payload: 'v2', field: 'timeEpoch' },
    { payload: 'v1', field: 'requestTimeEpoch' },
  ])('the time limit of a handler (payload $payload)', ({ field }) => {
    /**
     * Delivers a request that API Gateway received `agoMs` ago.
     *
     * @returns Time until the handler is aborted, in ms; `undefined` if the handler does not start.
     */
    async function abortedAfter(agoMs: number): Promise<number | undefined> {
      let isStarted = false;
      const app = new App({ logger: new MemoryLogger(), signingSecrets: 'a-signing-secret' });
      app.onWebhook('file.ready', () => {
        isStarted = true;
        return new Promise(() => undefined);
      });
      const event = signedDelivery();
      const requestContext = { ...event.requestContext, [field]: Date.now() - agoMs };
      const endpoint = await endpointHandler(app, { queue: { send: async () => undefined } });
      const startedAt = Date.now();
      let endedAt = Number.NaN;
      const status = endpoint({ ...event, requestContext }).then(({ statusCode }) => {
        endedAt = Date.now();
        return statusCode;
      });
      await jest.advanceTimersByTimeAsync(4_000);
      expect(await status).toBe(202);
      return isStarted ? endedAt - startedAt : undefined;
    }

    it('is shorter by the duration of a cold start', async () => {
      expect(await abortedAfter(0)).toBe(3_000);
      expect(await abortedAfter(1_200)).toBe(1_800);
    });

    it('keeps a handler from starting when the cold start used it up', async () => {
      expect(await abortedAfter(3_500)).toBeUndefined();
    });

    it('is not shorter when the time of the request is a day ago or in the future', async () => {
      expect(await abortedAfter(86_400_000)).toBe(3_000);
      expect(await abortedAfter(-60_000)).toBe(3_000);
    });
  });

  it('delays the queued message of a timed-out handler until the lock expires', async () => {
    const budgetMs = 60_000;
    const delays: number[] = [];
    const queue = { send: async (_: unknown, { delayMs = 0 } = {}) => void delays.push(delayMs) };
    const locks: number[] = [];
    const idempotencyStore = {
      runOnce: async (
        { lockMs }: RunOnceOptions,
        work: (history: AttemptHistory) => Promise<void>,
      ): Promise<RunOnceOutcome> => {
        locks.push(lockMs);
        await work({ isRetry: false, failures: 0 });
        return { kind: 'completed' };
      },
    };
    const app = new App({ logger: new MemoryLogger(), signingSecrets: 'a-signing-secret', idempotencyStore });
    app.onWebhook('file.ready', () => new Promise(() => undefined));
    const endpoint = await endpointHandler(app, { queue, budgetMs });
    const response = endpoint(signedDelivery());
    await jest.advanceTimersByTimeAsync(budgetMs);
    expect(await response).toMatchObject({ statusCode: 202 });
    expect(locks).toEqual([expect.any(Number)]);
    expect(locks[0]).toBeGreaterThan(budgetMs);
    expect(delays).toEqual(locks);
  });
});
