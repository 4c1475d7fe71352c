import { beforeEach, describe, expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import type { HandlerOptions } from '../../../lib/app/handler-options.ts';
import { ConfigError } from '../../../lib/core/errors.ts';
import type { AnyWebhookEvent } from '../../../lib/events/event-map.ts';
import { webhookEvent } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const PROJECT = '7e46e495-4444-4555-8649-bee4d391a997';

let logger: MemoryLogger;
let started: string[];
let app: App;
beforeEach(() => {
  logger = new MemoryLogger();
  started = [];
  app = new App({ logger });
});

type Filter = Pick<HandlerOptions, 'projects' | 'where'>;

/** Registers a handler that notes its start. */
function register(name: string, options: Filter) {
  app.onWebhook('*', () => void started.push(name), { name, ...options });
}

const dispatch = (event: Partial<AnyWebhookEvent> = {}) =>
  app.dispatch(Object.assign(webhookEvent(), { projectId: PROJECT }, event), 10_000);

describe('a handler starts', () => {
  it.each<{ name: string; options: Filter }>([
    { name: 'in a project of the list', options: { projects: ['other', PROJECT] } },
    { name: 'if where returns true', options: { where: () => true } },
    { name: 'if both accept the event', options: { projects: [PROJECT], where: () => true } },
  ])('$name', async ({ options }) => {
    register('it', options);
    expect(await dispatch()).toMatchObject([{ handlerName: 'it', outcome: 'completed' }]);
    expect(started).toEqual(['it']);
  });
});

describe('a handler and its middleware do not start', () => {
  it.each<{ name: string; options: Filter; event?: { projectId: undefined } }>([
    { name: 'in another project', options: { projects: ['other'] } },
    { name: 'without a project', options: { projects: [PROJECT] }, event: { projectId: undefined } },
    { name: 'if where returns false', options: { where: () => false } },
    { name: 'if only the project matches', options: { projects: [PROJECT], where: () => false } },
    { name: 'if only where accepts the event', options: { projects: ['other'], where: () => true } },
  ])('$name', async ({ options, event }) => {
    app.use(async (_, next) => {
      started.push('middleware');
      await next();
    });
    register('it', options);
    expect(await dispatch(event)).toEqual([{ handlerName: 'it', outcome: 'skipped' }]);
    expect(started).toEqual([]);
  });
});

it('other handlers of the event run, and the log names those that were skipped', async () => {
  register('skipping', { where: () => false });
  register('running', {});
  const outcomes = (await dispatch()).map(({ handlerName, outcome }) => `${handlerName} ${outcome}`);
  expect(outcomes.sort()).toEqual(['running completed', 'skipping skipped']);
  const line = logger.lines.find(({ message }) => message === 'event filtered');
  expect(line).toMatchObject({ level: 'debug', attributes: { event_type: 'file.ready', handlers: ['skipping'] } });
});

it('a handler that the worker retries is skipped if the filter has changed', async () => {
  register('it', { where: () => false });
  const details = { deliveryKey: 'key', correlationId: 'c', attempt: 2, receivedAt: 0, handlers: ['it'] };
  expect(await app.dispatch(webhookEvent(), 10_000, details)).toEqual([{ handlerName: 'it', outcome: 'skipped' }]);
});

it('a handler whose filter throws fails with that error', async () => {
  const errors: unknown[] = [];
  app.onError((error) => void errors.push(error));
  const error = new Error('no user');
  register('it', {
    where: () => {
      throw error;
    },
  });
  expect(await dispatch()).toMatchObject([{ handlerName: 'it', outcome: 'failed', error }]);
  expect(errors).toEqual([error]);
  expect(started).toEqual([]);
});

it('the filter sees the typed event', () => {
  app.onWebhook('file.ready', () => {}, { where: ({ type }) => (type satisfies 'file.ready') === 'file.ready' });
});

it('refuses an empty list of projects', () => {
  expect(() => register('it', { projects: [] })).toThrow(ConfigError);
  expect(() => register('it', { projects: [] })).toThrow('Pass ids, or remove it.');
});
