import { describe, expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import { HandlerTimeoutError, IdempotencyStoreError, RetryLater } from '../../../lib/core/errors.ts';
import type { IdempotencyStore } from '../../../lib/idempotency/idempotency-store.ts';
import { webhookEvent } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { json, scriptedServer } from '../../support/scripted-server.ts';

const BUDGET_MS = 1_000;
const doNothing = async () => undefined;
const makeApp = () => new App({ logger: new MemoryLogger() });

it('an event without a handler has no result', async () => {
  expect(await makeApp().dispatch(webhookEvent(), BUDGET_MS)).toEqual([]);
});

describe('a handler', () => {
  it('fails without an effect on the others, and onError receives the error', async () => {
    const failure = new Error('no disk');
    const reported: unknown[] = [];
    const app = makeApp()
      .onWebhook('file.ready', doNothing, { name: 'good' })
      .onWebhook('file.ready', () => Promise.reject(failure), { name: 'bad' })
      .onError((error, { handlerName }) => void reported.push([handlerName, error]));
    expect(await app.dispatch(webhookEvent(), BUDGET_MS)).toEqual([
      { handlerName: 'good', outcome: 'completed' },
      { handlerName: 'bad', outcome: 'failed', error: failure },
    ]);
    expect(reported).toEqual([['bad', failure]]);
  });

  it('times out with an aborted signal when the budget ends', async () => {
    const reasons: unknown[] = [];
    const app = makeApp().onWebhook('file.ready', ({ signal }) => {
      signal.addEventListener('abort', () => reasons.push(signal.reason));
      return new Promise(() => undefined);
    });
    const [result] = await app.dispatch(webhookEvent(), 1);
    expect(result).toMatchObject({ outcome: 'timed_out', error: expect.any(HandlerTimeoutError) });
    expect(reasons).toEqual([expect.any(HandlerTimeoutError)]);
  });

  it('cannot send API calls after it has timed out, because another process may run it by then', async () => {
    const server = await scriptedServer((response) => json(response, 200, { data: { id: 'us' } }));
    let continueHandler: () => void = () => undefined;
    const timeUp = new Promise<void>((resolve) => {
      continueHandler = resolve;
    });
    const codes: unknown[] = [];
    const keep = ({ code }: { code: string }) => void codes.push(code);
    const app = new App({ token: 'token', baseUrl: server.url, logger: new MemoryLogger() });
    const handlerEnded = new Promise<void>((resolve) => {
      app.onWebhook('file.ready', async ({ client }) => {
        await timeUp;
        await client.users.show().catch(keep);
        const own = new AbortController().signal;
        await client.users.show({ abortSignal: own }).catch(keep);
        await client.experimental.users.show().catch(keep);
        await client.request('GET', '/v4/me').catch(keep);
        resolve();
      });
    });
    expect(await app.dispatch(webhookEvent(), 1)).toMatchObject([{ outcome: 'timed_out' }]);
    continueHandler();
    await handlerEnded;
    expect(codes).toEqual(Array(4).fill('api_aborted'));
    expect(server.seen).toEqual([]);
    await app.client.users.show();
    expect(server.seen).toHaveLength(1);
    await server.close();
  });

  it('is postponed and does not start if no time is left and there is an idempotency store', async () => {
    const started: string[] = [];
    const idempotencyStore: IdempotencyStore = { runOnce: async () => ({ kind: 'completed' }) };
    const app = new App({ logger: new MemoryLogger(), idempotencyStore }).onWebhook('file.ready', ({ handlerName }) => {
      started.push(handlerName);
    });
    const details = { deliveryKey: 'key', correlationId: 'id', attempt: 1, receivedAt: 0 };
    expect(await app.dispatch(webhookEvent(), 0, details)).toMatchObject([{ outcome: 'postponed' }]);
    expect(started).toEqual([]);
  });

  it('does not start if the idempotency store responds after the time is up', async () => {
    const started: string[] = [];
    let respond = () => {};
    let stored: Promise<void> | undefined;
    const response = new Promise<void>((resolve) => {
      respond = resolve;
    });
    const idempotencyStore: IdempotencyStore = {
      runOnce: async (_, work) => {
        stored = response.then(() => work({ isRetry: false, failures: 0 }));
        await stored;
        return { kind: 'completed' };
      },
    };
    const app = new App({ logger: new MemoryLogger(), idempotencyStore }).onWebhook('file.ready', ({ handlerName }) => {
      started.push(handlerName);
    });
    const details = { deliveryKey: 'key', correlationId: 'id', attempt: 1, receivedAt: 0 };
    expect(await app.dispatch(webhookEvent(), 1, details)).toMatchObject([{ outcome: 'postponed' }]);
    respond();
    await expect(stored).rejects.toMatchObject({ code: 'idempotency_store_unavailable', wasHandlerStarted: false });
    expect(started).toEqual([]);
  });

  it('keeps its result if another handler times out', async () => {
    const failure = new Error('no disk');
    const app = makeApp()
      .onWebhook('file.ready', () => new Promise(() => undefined), { name: 'hangs' })
      .onWebhook('file.ready', doNothing, { name: 'completes' })
      .onWebhook('file.ready', () => Promise.reject(failure), { name: 'fails' });
    expect(await app.dispatch(webhookEvent(), 20)).toMatchObject([
      { handlerName: 'hangs', outcome: 'timed_out' },
      { handlerName: 'completes', outcome: 'completed' },
      { handlerName: 'fails', outcome: 'failed', error: failure },
    ]);
  });

  it.each([undefined, null, 'text', 0])('fails if it throws %p', async (thrown) => {
    const app = makeApp().onWebhook('file.ready', () => {
      throw thrown;
    });
    expect(await app.dispatch(webhookEvent(), BUDGET_MS)).toEqual([
      { handlerName: 'file.ready', outcome: 'failed', error: thrown },
    ]);
  });

  it('times out, and dispatch resolves, even if onError never ends', async () => {
    const logger = new MemoryLogger();
    const app = new App({ logger })
      .onWebhook('file.ready', () => new Promise(() => undefined))
      .onError(() => new Promise(() => undefined));
    expect(await app.dispatch(webhookEvent(), 1)).toMatchObject([{ outcome: 'timed_out' }]);
    expect(logger.lines.map(({ message }) => message)).toEqual(['handler timed out', 'onError handler timed out']);
  });

  it('fails, and the log has the error, even if onError never ends', async () => {
    const logger = new MemoryLogger();
    const app = new App({ logger })
      .onWebhook('file.ready', () => Promise.reject(new Error('no disk')))
      .onError(() => new Promise(() => undefined));
    expect(await app.dispatch(webhookEvent(), BUDGET_MS)).toMatchObject([{ outcome: 'failed' }]);
    expect(logger.lines).toMatchObject([
      { message: 'handler failed', attributes: { error: new Error('no disk') } },
      { message: 'onError handler timed out' },
    ]);
  });

  it.each([
    { name: 'that a requested wait postpones', error: new RetryLater(1), level: 'info' },
    {
      name: 'that an outage postpones',
      error: new IdempotencyStoreError('The table is down.', { wasHandlerStarted: false, cause: undefined }),
      level: 'error',
    },
  ])('$name is logged at level $level', async ({ error, level }) => {
    const logger = new MemoryLogger();
    const app = new App({ logger }).onWebhook('file.ready', () => Promise.reject(error));
    expect(await app.dispatch(webhookEvent(), BUDGET_MS)).toMatchObject([{ outcome: 'postponed' }]);
    expect(logger.lines).toMatchObject([{ level, message: 'handler postponed' }]);
  });

  it('is reported once if it fails after it has timed out', async () => {
    const reported: unknown[] = [];
    const app = makeApp()
      .onWebhook('file.ready', ({ signal }) => {
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      })
      .onError((error) => void reported.push(error));
    expect(await app.dispatch(webhookEvent(), 1)).toMatchObject([{ outcome: 'timed_out' }]);
    await new Promise(setImmediate);
    expect(reported).toEqual([expect.any(HandlerTimeoutError)]);
  });

  it.each([2 ** 31, Number.POSITIVE_INFINITY])('completes with a budget of %p ms', async (budgetMs) => {
    const app = makeApp().onWebhook('file.ready', () => new Promise((resolve) => setTimeout(resolve, 30)));
    expect(await app.dispatch(webhookEvent(), budgetMs)).toMatchObject([{ outcome: 'completed' }]);
  });

  it('reads an aborted signal if it reads the signal only after the time is up', async () => {
    let readSignal = (): boolean => false;
    const app = makeApp().onWebhook('file.ready', (context) => {
      readSignal = () => context.signal.aborted;
      return new Promise(() => undefined);
    });
    await app.dispatch(webhookEvent(), 1);
    expect(readSignal()).toBe(true);
  });

  it('keeps its outcome if onError fails', async () => {
    const logger = new MemoryLogger();
    const app = new App({ logger })
      .onWebhook('file.ready', () => Promise.reject(new Error('first')))
      .onError(() => Promise.reject(new Error('second')));
    expect(await app.dispatch(webhookEvent(), BUDGET_MS)).toMatchObject([{ outcome: 'failed' }]);
    expect(logger.lines.map(({ message }) => message)).toEqual(['handler failed', 'onError handler failed']);
    expect(logger.lines[1]?.attributes).toMatchObject({ error: { message: 'second' } });
  });
});

it('warns if another process ran the handler at the same time', async () => {
  const logger = new MemoryLogger();
  const idempotencyStore: IdempotencyStore = { runOnce: async () => ({ kind: 'completed', lostLock: true }) };
  const app = new App({ logger, idempotencyStore }).onWebhook('file.ready', doNothing);
  const details = { deliveryKey: 'key', correlationId: 'id', attempt: 1, receivedAt: 0 };
  expect(await app.dispatch(webhookEvent(), BUDGET_MS, details)).toMatchObject([{ outcome: 'completed' }]);
  const attributes = expect.objectContaining({ handler: 'file.ready', delivery_key: 'key' });
  expect(logger.lines).toContainEqual({ level: 'warn', message: 'handler ran in two processes', attributes });
});
