import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import type { AppOptions } from '../../../lib/app/app-options.ts';
import { RetryLater } from '../../../lib/core/errors.ts';
import type { DeliveryDetails } from '../../../lib/dispatch/delivery-details.ts';
import type { HandlerContext } from '../../../lib/dispatch/handler-context.ts';
import type { AttemptHistory, IdempotencyStore, RunOnceOptions } from '../../../lib/idempotency/idempotency-store.ts';
import { webhookEvent } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const BUDGET_MS = 1_000;
const DETAILS: DeliveryDetails = { deliveryKey: 'key', correlationId: 'id', attempt: 3, receivedAt: 7 };

afterEach(() => void jest.useRealTimers());

/** An app with an idempotency store that records its options and runs all work with this history. */
function appWith(history: Partial<AttemptHistory> = {}, options: AppOptions = {}) {
  const runs: RunOnceOptions[] = [];
  const idempotencyStore: IdempotencyStore = {
    runOnce: async (runOptions, work) => {
      runs.push(runOptions);
      await work({ isRetry: false, failures: 0, ...history });
      return { kind: 'completed' };
    },
  };
  return { runs, app: new App({ logger: new MemoryLogger(), idempotencyStore, ...options }) };
}

describe('the idempotency store', () => {
  it('locks a handler for its time and twelve seconds', async () => {
    const { app, runs } = appWith();
    app.onWebhook('file.ready', () => undefined);
    await app.dispatch(webhookEvent(), BUDGET_MS, DETAILS);
    await app.dispatch(webhookEvent(), BUDGET_MS, { ...DETAILS, lockMs: 5, redriveId: 'redrive' });
    expect(runs).toMatchObject([
      { handlerName: 'file.ready', deliveryKey: 'key', lockMs: 13_000, redriveId: undefined },
      { handlerName: 'file.ready', deliveryKey: 'key', lockMs: 5, redriveId: 'redrive' },
    ]);
  });

  it('counts an error as a failure, and a requested wait not', async () => {
    const { app, runs } = appWith();
    app.onWebhook('file.ready', () => undefined);
    await app.dispatch(webhookEvent(), BUDGET_MS, DETAILS);
    expect([new Error('no disk'), new RetryLater(1)].map((error) => runs[0]?.isFailure?.(error))).toEqual([
      true,
      false,
    ]);
  });

  it('is not used without details of the delivery', async () => {
    const { app, runs } = appWith();
    app.onWebhook('file.ready', () => undefined);
    expect(await app.dispatch(webhookEvent(), BUDGET_MS)).toMatchObject([{ outcome: 'completed' }]);
    expect(runs).toEqual([]);
  });

  it('tells how long another process may run the handler', async () => {
    const idempotencyStore: IdempotencyStore = { runOnce: async () => ({ kind: 'in_progress', retryAfterMs: 90 }) };
    const { app } = appWith({}, { idempotencyStore });
    app.onWebhook('file.ready', () => undefined);
    const [result] = await app.dispatch(webhookEvent(), BUDGET_MS, DETAILS);
    expect(result).toMatchObject({ outcome: 'in_progress', retryAfterMs: 90 });
  });
});

it('a handler completes without an idempotency store', async () => {
  const app = new App({ logger: new MemoryLogger() }).onWebhook('file.ready', () => undefined);
  expect(await app.dispatch(webhookEvent(), BUDGET_MS, DETAILS)).toEqual([
    { handlerName: 'file.ready', outcome: 'completed' },
  ]);
});

it.each([
  { failures: 2, expected: { outcome: 'completed' }, runs: 1 },
  { failures: 3, expected: { outcome: 'failed', error: { code: 'handler_crashed' } }, runs: 0 },
])('a handler with $failures failures of at most 3 starts $runs times', async ({ failures, expected, runs }) => {
  let count = 0;
  const { app } = appWith({ failures });
  app.onWebhook('file.ready', () => {
    count += 1;
  });
  const results = await app.dispatch(webhookEvent(), BUDGET_MS, { ...DETAILS, maxAttempts: 3 });
  expect(results).toMatchObject([expected]);
  expect(count).toBe(runs);
});

describe('the context of a handler', () => {
  const contextOf = async (history: Partial<AttemptHistory>, details?: DeliveryDetails) => {
    const contexts: HandlerContext[] = [];
    const { app } = appWith(history, { token: 'the-token' });
    app.onWebhook('file.ready', (context) => void contexts.push(context));
    await app.dispatch(webhookEvent(), BUDGET_MS, details);
    if (!contexts[0]) throw new Error('The handler did not run.');
    return contexts[0];
  };

  it('has the history and the key of the idempotency store', async () => {
    const context = await contextOf({ isRetry: true, failures: 1, deliveryKey: 'key-of-the-event' }, DETAILS);
    expect(context).toMatchObject({ isRetry: true, deliveryKey: 'key-of-the-event', attempt: 3, receivedAt: 7 });
  });

  it('has the key of the delivery if the store returns none', async () => {
    expect(await contextOf({}, DETAILS)).toMatchObject({ isRetry: false, deliveryKey: 'key' });
  });

  it('has the first attempt and no key without details of the delivery', async () => {
    const before = Date.now();
    const context = await contextOf({});
    expect(context).toMatchObject({ isRetry: false, deliveryKey: undefined, attempt: 1 });
    expect(context.receivedAt).toBeGreaterThanOrEqual(before);
  });

  it('has one client', async () => {
    const context = await contextOf({});
    expect(context.client).toBe(context.client);
  });
});

describe('a handler that times out', () => {
  const hang = () => new Promise<void>(() => undefined);

  it('has failed once more if the idempotency store has let it start', async () => {
    const { app } = appWith({ failures: 2 });
    app.onWebhook('file.ready', hang);
    const results = await app.dispatch(webhookEvent(), 1, DETAILS);
    expect(results).toMatchObject([{ outcome: 'timed_out', failures: 3 }]);
  });

  it('has timed out without details of the delivery', async () => {
    const { app } = appWith();
    app.onWebhook('file.ready', hang);
    expect(await app.dispatch(webhookEvent(), 1)).toMatchObject([{ outcome: 'timed_out', failures: undefined }]);
  });

  it('ends dispatch half a second later, although onError never ends', async () => {
    jest.useFakeTimers();
    const { app } = appWith();
    app.onWebhook('file.ready', hang).onError(hang);
    const results = app.dispatch(webhookEvent(), BUDGET_MS);
    await jest.advanceTimersByTimeAsync(BUDGET_MS + 500);
    expect(await results).toMatchObject([{ outcome: 'timed_out' }]);
  });
});

describe('a handler that ends in time', () => {
  it('has a signal that does not abort later', async () => {
    jest.useFakeTimers();
    const signals: AbortSignal[] = [];
    const { app } = appWith();
    app.onWebhook('file.ready', ({ signal }) => void signals.push(signal));
    await app.dispatch(webhookEvent(), BUDGET_MS);
    await jest.advanceTimersByTimeAsync(2 * BUDGET_MS);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });

  it('ends dispatch at once if it is postponed', async () => {
    jest.useFakeTimers();
    const { app } = appWith();
    app.onWebhook('file.ready', () => Promise.reject(new RetryLater(1)));
    expect(await app.dispatch(webhookEvent(), BUDGET_MS)).toMatchObject([{ outcome: 'postponed' }]);
    expect(jest.getTimerCount()).toBe(0);
  });
});

it.each<{ name: string; metric: string; handle: () => Promise<void>; hasEnded?: boolean; kind?: 'duplicate' }>([
  { name: 'completes', metric: 'HandlersCompleted', handle: async () => undefined },
  { name: 'fails', metric: 'HandlersFailed', handle: () => Promise.reject(new Error('no disk')) },
  { name: 'times out', metric: 'HandlersFailed', handle: () => new Promise(() => undefined), hasEnded: false },
  { name: 'is postponed', metric: 'HandlersPostponed', handle: () => Promise.reject(new RetryLater(1)) },
  {
    name: 'is a duplicate',
    metric: 'HandlersDuplicate',
    handle: async () => undefined,
    kind: 'duplicate',
    hasEnded: false,
  },
])('counts a handler that $name as $metric', async ({ metric, handle, kind, hasEnded = true }) => {
  jest.useFakeTimers();
  const recorded: unknown[][] = [];
  const metrics = { record: (...values: unknown[]) => void recorded.push(values), publish: () => undefined };
  const idempotencyStore = kind && { runOnce: async () => ({ kind }) };
  const { app } = appWith({}, { metrics, ...(idempotencyStore && { idempotencyStore }) });
  app.onWebhook('file.ready', handle);
  const results = app.dispatch(webhookEvent(), BUDGET_MS, DETAILS);
  await jest.advanceTimersByTimeAsync(BUDGET_MS);
  await results;
  expect(recorded.filter(([name]) => name !== 'HandlerDuration')).toEqual([[metric, 1]]);
  expect(recorded.filter(([name]) => name === 'HandlerDuration')).toHaveLength(hasEnded ? 1 : 0);
});

it('records how long a handler ran, in milliseconds', async () => {
  jest.useFakeTimers();
  const recorded: unknown[][] = [];
  const metrics = { record: (...values: unknown[]) => void recorded.push(values), publish: () => undefined };
  const { app } = appWith({}, { metrics });
  app.onWebhook('file.ready', () => new Promise((resolve) => setTimeout(resolve, 250)));
  const results = app.dispatch(webhookEvent(), BUDGET_MS, DETAILS);
  await jest.advanceTimersByTimeAsync(250);
  await results;
  expect(recorded).toContainEqual(['HandlerDuration', 250]);
});
