import { getMaxListeners } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  ApiConnectionError,
  App,
  ConfigError,
  FrameioClient,
  HandlerTimeoutError,
  type IdempotencyStore,
  SecretCache,
  SecretNotSetError,
  type WebhookEventName,
} from '../../../lib/index.ts';
import { webhookEvent } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { testClock } from '../../support/test-clock.ts';

const BUDGET_MS = 1_000;
const nothing = async () => undefined;
const makeApp = () => new App({ logger: new MemoryLogger() });

describe('which handlers hear an event', () => {
  it.each<{ events: WebhookEventName | WebhookEventName[] | '*'; type: string; heard: boolean }>([
    { events: 'file.ready', type: 'file.ready', heard: true },
    { events: 'file.ready', type: 'file.created', heard: false },
    { events: ['file.ready', 'file.created'], type: 'file.created', heard: true },
    { events: '*', type: 'comment.created', heard: true },
    { events: '*', type: 'file.archived', heard: true },
  ])('one for $events hears $type: $heard', async ({ events, type, heard }) => {
    const app = makeApp();
    const types: string[] = [];
    const listen = async ({ event }: { event: { type: string } }) => void types.push(event.type);
    if (events === '*') app.onWebhook(events, listen);
    else app.onWebhook(events, listen);
    await app.dispatch(webhookEvent(type), BUDGET_MS);
    expect(types).toEqual(heard ? [type] : []);
  });

  it('are all those registered, each under its name', async () => {
    const app = makeApp()
      .onWebhook('file.ready', async () => undefined)
      .onWebhook('file.ready', async () => undefined)
      .onWebhook(['file.ready', 'file.created'], nothing)
      .onWebhook('*', async () => undefined, { name: 'audit' });
    const results = await app.dispatch(webhookEvent(), BUDGET_MS);
    const names = results.map(({ handlerName }) => handlerName);
    expect(names).toEqual(['file.ready', 'file.ready#2', 'file.ready,file.created', 'audit']);
  });
});

describe('a registration that makes no sense', () => {
  it.each([
    {
      name: 'an event Frame.io does not have',
      register: (app: App) => Reflect.apply(app.onWebhook, app, ['file.redy', nothing]),
      message: /no event "file.redy"/,
    },
    { name: 'no event', register: (app: App) => app.onWebhook([], nothing), message: /name at least one/ },
    {
      name: 'a name that is taken',
      register: (app: App) =>
        app
          .onWebhook('file.ready', async () => undefined, { name: 'a' })
          .onWebhook('file.created', nothing, { name: 'a' }),
      message: /already a handler named "a"/,
    },
    {
      name: 'a second handler without a name where a ledger remembers by it',
      register: () =>
        new App({ logger: new MemoryLogger(), idempotencyStore: { runOnce: async () => ({ kind: 'completed' }) } })
          .onWebhook('file.ready', nothing)
          .onWebhook('file.ready', async () => undefined),
      message: /A second handler of file\.ready needs a name of its own/,
    },
    {
      name: 'the same function for the same event',
      register: (app: App) => app.onWebhook('file.ready', nothing).onWebhook(['file.created', 'file.ready'], nothing),
      message: /already hears file.ready/,
    },
    {
      name: 'the same function for an event and for all',
      register: (app: App) => app.onWebhook('file.ready', nothing).onWebhook('*', nothing),
      message: /already hears \*/,
    },
    {
      name: 'the same function for all and for an event',
      register: (app: App) => app.onWebhook('*', nothing).onWebhook('file.ready', nothing),
      message: /already hears file.ready/,
    },
  ])('$name', ({ register, message }) => {
    expect(() => register(makeApp())).toThrow(message);
    expect(() => register(makeApp())).toThrow(ConfigError);
  });

  it.each([
    { name: 'a handler', register: (app: App) => app.onWebhook('file.created', nothing) },
    { name: 'a middleware', register: (app: App) => app.use((_, next) => next()) },
    { name: 'an error handler', register: (app: App) => app.onError(nothing) },
  ])('$name after the first delivery', async ({ register }) => {
    const app = makeApp();
    await app.dispatch(webhookEvent(), BUDGET_MS);
    expect(() => register(app)).toThrow(/before the first delivery/);
  });
});

describe('how handlers end', () => {
  it('one by one: a failure leaves the others alone, and is told to onError', async () => {
    const failure = new Error('no disk');
    const told: unknown[] = [];
    const app = makeApp()
      .onWebhook('file.ready', nothing, { name: 'good' })
      .onWebhook('file.ready', () => Promise.reject(failure), { name: 'bad' })
      .onError((error, { handlerName }) => void told.push([handlerName, error]));
    expect(await app.dispatch(webhookEvent(), BUDGET_MS)).toEqual([
      { handlerName: 'good', outcome: 'completed' },
      { handlerName: 'bad', outcome: 'failed', error: failure },
    ]);
    expect(told).toEqual([['bad', failure]]);
  });

  it('unfinished, with an aborted signal, when the budget is spent', async () => {
    const reasons: unknown[] = [];
    const app = makeApp().onWebhook('file.ready', ({ signal }) => {
      signal.addEventListener('abort', () => reasons.push(signal.reason));
      return new Promise(() => undefined);
    });
    const [result] = await app.dispatch(webhookEvent(), 1);
    expect(result).toMatchObject({ outcome: 'timed_out', error: expect.any(HandlerTimeoutError) });
    expect(reasons).toEqual([expect.any(HandlerTimeoutError)]);
  });

  it('unfinished, with a client that sends no more: somebody else may be at it by then', async () => {
    const server = await scriptedServer((response) => json(response, 200, { data: { id: 'us' } }));
    let end: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    const codes: unknown[] = [];
    const keep = ({ code }: { code: string }) => void codes.push(code);
    const app = new App({ token: 'token', baseUrl: server.url, logger: new MemoryLogger() });
    const heard = new Promise<void>((heardOf) => {
      app.onWebhook('file.ready', async ({ client }) => {
        await client.users.show();
        await over;
        await client.users.show().catch(keep);
        const own = new AbortController().signal;
        await client.users.show({ abortSignal: own }).catch(keep);
        await client.experimental.users.show().catch(keep);
        await client.request('GET', '/v4/me').catch(keep);
        heardOf();
      });
    });
    expect(await app.dispatch(webhookEvent(), 100)).toMatchObject([{ outcome: 'timed_out' }]);
    end();
    await heard;
    expect(codes).toEqual(Array(4).fill('api_aborted'));
    expect(server.seen).toHaveLength(1);
    await app.client.users.show();
    expect(server.seen).toHaveLength(2);
    await server.close();
  });

  it('postponed, and not begun, when there is no time left, and a ledger knows so', async () => {
    const begun: string[] = [];
    const idempotencyStore: IdempotencyStore = { runOnce: async () => ({ kind: 'completed' }) };
    const app = new App({ logger: new MemoryLogger(), idempotencyStore }).onWebhook('file.ready', ({ handlerName }) => {
      begun.push(handlerName);
    });
    const details = { deliveryKey: 'key', correlationId: 'id', attempt: 1, receivedAt: 0 };
    expect(await app.dispatch(webhookEvent(), 0, details)).toMatchObject([{ outcome: 'postponed' }]);
    expect(begun).toEqual([]);
  });

  it.each([undefined, null, 'text', 0])('failed, though what was thrown is %p', async (thrown) => {
    const app = makeApp().onWebhook('file.ready', () => {
      throw thrown;
    });
    expect(await app.dispatch(webhookEvent(), BUDGET_MS)).toEqual([
      { handlerName: 'file.ready', outcome: 'failed', error: thrown },
    ]);
  });

  it('unfinished, and answered for, though onError never ends', async () => {
    const logger = new MemoryLogger();
    const app = new App({ logger })
      .onWebhook('file.ready', () => new Promise(() => undefined))
      .onError(() => new Promise(() => undefined));
    expect(await app.dispatch(webhookEvent(), 1)).toMatchObject([{ outcome: 'timed_out' }]);
    expect(logger.lines.map(({ message }) => message)).toEqual(['handler timed out', 'onError handler timed out']);
  });

  it('failed, with what was thrown in the log, though onError never ends', async () => {
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

  it('unfinished, and told once, though they fail soon after', async () => {
    const told: unknown[] = [];
    const app = makeApp()
      .onWebhook('file.ready', ({ signal }) => {
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      })
      .onError((error) => void told.push(error));
    expect(await app.dispatch(webhookEvent(), 1)).toMatchObject([{ outcome: 'timed_out' }]);
    await new Promise(setImmediate);
    expect(told).toEqual([expect.any(HandlerTimeoutError)]);
  });

  it.each([2 ** 31, Number.POSITIVE_INFINITY])('done, when the budget is %p ms', async (budgetMs) => {
    const app = makeApp().onWebhook('file.ready', () => new Promise((resolve) => setTimeout(resolve, 30)));
    expect(await app.dispatch(webhookEvent(), budgetMs)).toMatchObject([{ outcome: 'completed' }]);
  });

  it('with a signal that is aborted, though it is first read when the time is up', async () => {
    let readSignal = (): boolean => false;
    const app = makeApp().onWebhook('file.ready', (context) => {
      readSignal = () => context.signal.aborted;
      return new Promise(() => undefined);
    });
    await app.dispatch(webhookEvent(), 1);
    expect(readSignal()).toBe(true);
  });

  it('as they did, though onError fails itself', async () => {
    const logger = new MemoryLogger();
    const app = new App({ logger })
      .onWebhook('file.ready', () => Promise.reject(new Error('first')))
      .onError(() => Promise.reject(new Error('second')));
    expect(await app.dispatch(webhookEvent(), BUDGET_MS)).toMatchObject([{ outcome: 'failed' }]);
    expect(logger.lines.map(({ message }) => message)).toEqual(['handler failed', 'onError handler failed']);
  });
});

describe('middleware', () => {
  it('wraps every handler, the first registered outermost', async () => {
    const steps: string[] = [];
    const step = (name: string) => async (_: unknown, next: () => Promise<void>) => {
      steps.push(`${name} in`);
      await next();
      steps.push(`${name} out`);
    };
    const app = makeApp().use(step('outer')).use(step('inner'));
    app.onWebhook('file.ready', () => void steps.push('handler'));
    await app.dispatch(webhookEvent(), BUDGET_MS);
    expect(steps).toEqual(['outer in', 'inner in', 'handler', 'inner out', 'outer out']);
  });

  it('skips the handler by not calling next()', async () => {
    const app = makeApp().use(() => undefined);
    app.onWebhook('file.ready', () => Promise.reject(new Error('must not run')));
    expect(await app.dispatch(webhookEvent(), BUDGET_MS)).toMatchObject([{ outcome: 'completed' }]);
  });

  it.each([
    { name: 'with the handler’s failure', ends: () => Promise.reject(new Error('late')), outcome: 'failed' },
    { name: 'with the handler’s success', ends: () => Promise.resolve(), outcome: 'completed' },
  ])('that does not wait for next() ends $name all the same', async ({ ends, outcome }) => {
    const app = makeApp().use((_, next) => void next());
    app.onWebhook('file.ready', async () => {
      await new Promise(setImmediate);
      await ends();
    });
    expect(await app.dispatch(webhookEvent(), BUDGET_MS)).toMatchObject([{ outcome }]);
  });

  it('cannot run a handler once it has ended itself, and the log says so', async () => {
    const logger = new MemoryLogger();
    let runs = 0;
    let later: Promise<void> | undefined;
    const app = new App({ logger }).use((_, next) => {
      later = new Promise(setImmediate).then(next);
    });
    app.onWebhook('file.ready', () => {
      runs += 1;
    });
    await app.dispatch(webhookEvent(), BUDGET_MS);
    await later;
    expect(runs).toBe(0);
    expect(logger.lines).toMatchObject([{ level: 'error', message: expect.stringContaining('handler skipped') }]);
  });

  it('that fails has not ended before its handler', async () => {
    let hasRun = false;
    const app = makeApp().use((_, next) => {
      void next();
      throw new Error('middleware');
    });
    app.onWebhook('file.ready', async () => {
      await new Promise(setImmediate);
      hasRun = true;
    });
    expect(await app.dispatch(webhookEvent(), BUDGET_MS)).toMatchObject([{ outcome: 'failed' }]);
    expect(hasRun).toBe(true);
  });

  it('cannot run a handler twice', async () => {
    let runs = 0;
    const app = makeApp().use(async (_, next) => {
      await next();
      await next();
    });
    app.onWebhook('file.ready', () => {
      runs += 1;
    });
    const [result] = await app.dispatch(webhookEvent(), BUDGET_MS);
    expect(runs).toBe(1);
    expect(result).toMatchObject({ outcome: 'failed', error: expect.any(ConfigError) });
  });
});

describe('what a handler is given', () => {
  it('a logger that says what the line is about', async () => {
    const logger = new MemoryLogger();
    const app = new App({ logger }).onWebhook('file.ready', (context) => context.logger.info('hello', { more: 1 }));
    await app.dispatch(webhookEvent(), BUDGET_MS);
    const about = { event_type: 'file.ready', resource_id: webhookEvent().resourceId, handler: 'file.ready', more: 1 };
    expect(logger.lines).toEqual([{ level: 'info', message: 'hello', attributes: about }]);
  });

  it('the app’s client', async () => {
    const app = new App({ token: 'token', logger: new MemoryLogger() });
    const clients: unknown[] = [];
    app.onWebhook('file.ready', ({ client }) => void clients.push(client));
    await app.dispatch(webhookEvent(), BUDGET_MS);
    expect(clients).toEqual([app.client]);
    expect(app.client).toBeInstanceOf(FrameioClient);
  });

  it('the client the app was given', async () => {
    const client = {
      users: { show: async () => ({ data: { id: 'user' } }) },
      files: { show: async (_: string, fileId: string) => ({ data: { id: fileId, colour: 'red' } }) },
      comments: { create: async () => ({ data: { id: 'comment' } }) },
    };
    const app = new App({ client, logger: new MemoryLogger() });
    const colours: string[] = [];
    app.onWebhook('file.ready', async (context) => {
      colours.push((await context.client.files.show('a', 'f')).data.colour);
    });
    await app.dispatch(webhookEvent(), BUDGET_MS);
    expect(app.client).toBe(client);
    expect(colours).toEqual(['red']);
  });

  it('a signal that tells the client how much time is left: it does not wait for what would come too late', async () => {
    const server = await scriptedServer((response) => json(response, 429, { errors: [] }, { 'retry-after': '2' }));
    const app = new App({ token: 'token', baseUrl: server.url, logger: new MemoryLogger() });
    app.onWebhook('file.ready', async ({ client, signal }) => void (await client.users.show({ abortSignal: signal })));
    const [result] = await app.dispatch(webhookEvent(), BUDGET_MS);
    await server.close();
    expect(result).toMatchObject({ outcome: 'postponed', error: { code: 'rate_limited', retryAfterMs: 2_000 } });
    expect(server.seen).toHaveLength(1);
  });

  describe('a client that exchanges credentials', () => {
    const plain = { clientId: 'id', clientSecret: 'canary' };
    const fetch = async () => ({ current: JSON.stringify({ client_id: 'id', client_secret: 'canary' }) });
    const secret = new SecretCache({ secretId: 'credentials', fetch });
    const tokens: Parameters<typeof scriptedServer>[0] = (response) =>
      json(response, 200, { access_token: 'token', expires_in: 3_600 });
    const servers: ScriptedServer[] = [];
    afterEach(async () => {
      delete process.env.ADOBE_IMS_URL;
      await Promise.all(servers.map((server) => server.close()));
    });

    /** Adobe IMS, the API, and options for an app between them. */
    async function stage() {
      const ims = await scriptedServer(tokens);
      const api = await scriptedServer((response) => json(response, 200, { data: {} }));
      servers.push(ims, api);
      const clock = testClock();
      return { ims, clock, options: { baseUrl: api.url, maxRetries: 0, clock, logger: new MemoryLogger() } };
    }

    it.each([
      { name: 'credentials', token: plain },
      { name: 'credentials in a secret', token: secret },
    ])('where the app says, by the app’s clock, for $name', async ({ token }) => {
      const { ims, clock, options } = await stage();
      process.env.ADOBE_IMS_URL = 'http://127.0.0.1:9';
      const app = new App({ ...options, token, imsUrl: ims.url });
      await app.client.users.show();
      clock.pass(3_600_000);
      await app.client.users.show();
      expect(ims.seen).toHaveLength(2);
    });

    it.each([
      { name: 'credentials', token: plain },
      { name: 'credentials in a secret', token: secret },
    ])('where the variable says, for $name', async ({ token }) => {
      const { ims, options } = await stage();
      process.env.ADOBE_IMS_URL = ims.url;
      await new App({ ...options, token }).client.users.show();
      expect(ims.seen).toHaveLength(1);
    });

    it('where credentials say themselves, before all', async () => {
      const { ims, options } = await stage();
      const token = { ...plain, imsUrl: ims.url };
      await new App({ ...options, token, imsUrl: 'http://127.0.0.1:9' }).client.users.show();
      expect(ims.seen).toHaveLength(1);
    });
  });

  it('a signal that any number may listen to without a warning of Node', async () => {
    const limits: number[] = [];
    const app = makeApp().onWebhook('file.ready', ({ signal }) => void limits.push(getMaxListeners(signal)));
    await app.dispatch(webhookEvent(), BUDGET_MS);
    expect(limits).toEqual([Number.POSITIVE_INFINITY]);
  });

  it('a token mended within the time to live of a placeholder', async () => {
    let current = '<token>';
    const token = new SecretCache({ secretId: 'token', refreshIntervalMs: 0, fetch: async () => ({ current }) });
    const { client } = new App({ token, baseUrl: 'http://127.0.0.1:9', maxRetries: 0, logger: new MemoryLogger() });
    await expect(client.users.show()).rejects.toThrow(SecretNotSetError);
    current = 'fio-u-real';
    await expect(client.users.show()).rejects.toThrow(ApiConnectionError);
  });

  it('without a token, an error that says what to pass', () => {
    expect(() => makeApp().client).toThrow(ConfigError);
    expect(() => makeApp().client).toThrow(/pass new App\(\{ token \}\)/);
  });
});
