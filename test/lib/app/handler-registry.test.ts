import { describe, expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import { ConfigError } from '../../../lib/core/errors.ts';
import type { WebhookEventName } from '../../../lib/events/event-map.ts';
import { webhookEvent } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const BUDGET_MS = 1_000;
const doNothing = async () => undefined;
const makeApp = () => new App({ logger: new MemoryLogger() });

describe('the handlers of an event', () => {
  it.each<{ events: WebhookEventName | WebhookEventName[] | '*'; type: string; isReceived: boolean }>([
    { events: 'file.ready', type: 'file.ready', isReceived: true },
    { events: 'file.ready', type: 'file.created', isReceived: false },
    { events: ['file.ready', 'file.created'], type: 'file.created', isReceived: true },
    { events: '*', type: 'comment.created', isReceived: true },
    { events: '*', type: 'file.archived', isReceived: true },
  ])('registered for $events receive $type: $isReceived', async ({ events, type, isReceived }) => {
    const app = makeApp();
    const types: string[] = [];
    const handle = async ({ event }: { event: { type: string } }) => void types.push(event.type);
    if (events === '*') app.onWebhook(events, handle);
    else app.onWebhook(events, handle);
    await app.dispatch(webhookEvent(type), BUDGET_MS);
    expect(types).toEqual(isReceived ? [type] : []);
  });

  it('all run, each with a unique name', async () => {
    const app = makeApp()
      .onWebhook('file.ready', async () => undefined)
      .onWebhook(['file.ready', 'file.created'], doNothing)
      .onWebhook('*', async () => undefined, { name: 'audit' });
    const results = await app.dispatch(webhookEvent(), BUDGET_MS);
    const names = results.map(({ handlerName }) => handlerName);
    expect(names).toEqual(['file.ready', 'file.ready,file.created', 'audit']);
  });
});

describe('onWebhook() refuses', () => {
  it.each([
    {
      name: 'an event that Frame.io does not have',
      register: (app: App) => Reflect.apply(app.onWebhook, app, ['file.redy', doNothing]),
      message: /no event "file.redy"/,
    },
    {
      name: 'an empty list of events',
      register: (app: App) => app.onWebhook([], doNothing),
      message: /Pass at least one event/,
    },
    {
      name: 'a name that is already registered',
      register: (app: App) =>
        app
          .onWebhook('file.ready', async () => undefined, { name: 'a' })
          .onWebhook('file.created', doNothing, { name: 'a' }),
      message: /The handler name "a" is already registered/,
    },
    {
      name: 'a second handler without a name for the same event',
      register: (app: App) => app.onWebhook('file.ready', doNothing).onWebhook('file.ready', async () => undefined),
      message: /"file\.ready" is already registered\. .* Pass another name/,
    },
    {
      name: 'the same function twice for one event',
      register: (app: App) =>
        app.onWebhook('file.ready', doNothing).onWebhook(['file.created', 'file.ready'], doNothing),
      message: /already receives file.ready/,
    },
    {
      name: 'the same function for one event, then for all events',
      register: (app: App) => app.onWebhook('file.ready', doNothing).onWebhook('*', doNothing),
      message: /already receives \*/,
    },
    {
      name: 'the same function for all events, then for one event',
      register: (app: App) => app.onWebhook('*', doNothing).onWebhook('file.ready', doNothing),
      message: /already receives file.ready/,
    },
  ])('$name', ({ register, message }) => {
    expect(() => register(makeApp())).toThrow(message);
    expect(() => register(makeApp())).toThrow(ConfigError);
  });
});

describe('after the first delivery, the app refuses', () => {
  it.each([
    { name: 'a handler', register: (app: App) => app.onWebhook('file.created', doNothing) },
    { name: 'a middleware', register: (app: App) => app.use((_, next) => next()) },
    { name: 'an error handler', register: (app: App) => app.onError(doNothing) },
  ])('$name', async ({ register }) => {
    const app = makeApp();
    await app.dispatch(webhookEvent(), BUDGET_MS);
    expect(() => register(app)).toThrow(/before the first delivery/);
  });
});

it('a delivery for a handler that the app does not have fails for good, with what to do', async () => {
  const app = new App({ logger: new MemoryLogger() }).onWebhook('file.ready', doNothing, { name: 'index' });
  const details = { deliveryKey: 'key', correlationId: 'id', attempt: 1, receivedAt: 0, handlers: ['gone', 'index'] };
  expect(await app.dispatch(webhookEvent(), BUDGET_MS, details)).toMatchObject([
    {
      handlerName: 'gone',
      outcome: 'failed',
      error: { code: 'permanent', message: expect.stringContaining('redrive') },
    },
    { handlerName: 'index', outcome: 'completed' },
  ]);
});
