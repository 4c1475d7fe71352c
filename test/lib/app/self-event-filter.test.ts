import { describe, expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import { COMMENT_EVENTS, SelfEventFilter } from '../../../lib/app/self-event-filter.ts';
import type { FrameioClientLike } from '../../../lib/client/client-like.ts';
import { ConfigError, HandlerTimeoutError } from '../../../lib/core/errors.ts';
import { endpointHandler } from '../../../lib/endpoint/endpoint-handler.ts';
import { type AnyWebhookEvent, isWebhookEventName, RESOURCE_OF_EVENT } from '../../../lib/events/event-map.ts';
import fileReady from '../../fixtures/file-ready.json' with { type: 'json' };
import { signedDelivery, webhookEvent } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { testClock } from '../../support/test-clock.ts';

const BUDGET_MS = 1_000;
const MINUTE_MS = 60_000;

/** A filter whose client returns a user that the test can change, or a fault. */
function makeFilter() {
  const user = { id: 'us', requests: 0, fault: undefined as undefined | (() => Promise<never>) };
  const show = async () => {
    user.requests += 1;
    await user.fault?.();
    return { data: { id: user.id } };
  };
  const client: FrameioClientLike = { users: { show }, files: { show: hang }, comments: { create: hang } };
  const [clock, logger] = [testClock(), new MemoryLogger()];
  const filter = new SelfEventFilter(() => client, COMMENT_EVENTS, { clock, logger });
  const isSelf = (userId: string, budgetMs = BUDGET_MS) => filter.isSelfEvent(eventBy(userId), budgetMs);
  return { user, client, clock, logger, isSelf };
}

function eventBy(userId: string): AnyWebhookEvent {
  return { ...webhookEvent('comment.created'), userId };
}

const down = () => Promise.reject(new Error('Frame.io is down.'));
const hang = () => new Promise<never>(() => undefined);

it('applies by default to each event of a comment that an app can cause, and to no other', () => {
  const { client, clock, logger } = makeFilter();
  const filter = new SelfEventFilter(() => client, COMMENT_EVENTS, { clock, logger });
  const names = Object.keys(RESOURCE_OF_EVENT).filter(isWebhookEventName);
  expect(names.filter((name) => filter.appliesTo(webhookEvent(name))).sort()).toEqual(
    ['created', 'updated', 'completed', 'uncompleted', 'deleted'].map((change) => `comment.${change}`).sort(),
  );
});

describe('the user of the app', () => {
  it('is requested once for many events, also for concurrent ones', async () => {
    const { user, isSelf } = makeFilter();
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, number) => isSelf(number % 2 ? 'us' : 'somebody')),
    );
    expect(results.filter(Boolean)).toHaveLength(10);
    for (let number = 0; number < 100; number += 1) await isSelf('us');
    expect(user.requests).toBe(1);
  });

  it('is requested again after five minutes, because a new token may have another user', async () => {
    const { user, clock, isSelf } = makeFilter();
    await isSelf('us');
    user.id = 'our-new-user';
    clock.advance(5 * MINUTE_MS - 1);
    expect(await isSelf('us')).toBe(true);
    expect(user.requests).toBe(1);
    clock.advance(1);
    expect(await isSelf('us')).toBe(false);
    expect(await isSelf('our-new-user')).toBe(true);
    expect(user.requests).toBe(2);
  });

  it.each([
    { name: 'fails', fault: down },
    { name: 'does not respond', fault: hang },
  ])('stays the cached one while Frame.io $name, until a retry half a minute later', async ({ fault }) => {
    const { user, clock, logger, isSelf } = makeFilter();
    await isSelf('us');
    clock.advance(5 * MINUTE_MS);
    user.fault = fault;
    expect(await isSelf('us', 10)).toBe(true);
    expect(await isSelf('somebody', 10)).toBe(false);
    expect(user.requests).toBe(2);
    expect(logger.lines).toMatchObject([{ level: 'warn', attributes: { error: expect.any(Error) } }]);
    user.fault = undefined;
    user.id = 'our-new-user';
    clock.advance(MINUTE_MS / 2);
    expect(await isSelf('our-new-user')).toBe(true);
    expect(user.requests).toBe(3);
  });

  it('rejects if the first request fails or times out', async () => {
    const { user, isSelf } = makeFilter();
    user.fault = down;
    await expect(isSelf('somebody')).rejects.toThrow('Frame.io is down.');
    user.fault = hang;
    await expect(isSelf('somebody', 10)).rejects.toThrow(HandlerTimeoutError);
    user.fault = undefined;
    expect(await isSelf('us')).toBe(true);
  });

  it('matches no event if the app has no client', async () => {
    const noClient = () => {
      throw new ConfigError('The app has no token.');
    };
    const filter = new SelfEventFilter(noClient, COMMENT_EVENTS, { logger: new MemoryLogger() });
    expect(await filter.isSelfEvent(eventBy('us'), BUDGET_MS)).toBe(false);
  });
});

describe('the endpoint', () => {
  it.each(COMMENT_EVENTS)('runs handlers for %s of other users, but not for self events', async (type) => {
    const { client, user } = makeFilter();
    const userIds: (string | undefined)[] = [];
    const app = new App({ client, signingSecrets: 'a-signing-secret', logger: new MemoryLogger() });
    app.onWebhook('*', ({ event }) => void userIds.push(event.userId));
    const endpoint = await endpointHandler(app);
    for (const id of ['us', 'somebody', 'us']) {
      const body = JSON.stringify({ ...fileReady, type, resource: { id: `by-${id}`, type: 'comment' }, user: { id } });
      expect(await endpoint(signedDelivery({ body }))).toMatchObject({ statusCode: 200 });
    }
    expect(userIds).toEqual(['somebody']);
    expect(user.requests).toBe(1);
  });

  it.each([
    { name: 'without details of the delivery', details: undefined, attributes: {} },
    {
      name: 'with them',
      details: { deliveryKey: 'key', correlationId: 'id', attempt: 2, receivedAt: 0 },
      attributes: { correlation_id: 'id', attempt: 2 },
    },
  ])('logs a self event that it skips, $name', async ({ details, attributes }) => {
    const { client, logger } = makeFilter();
    const app = new App({ client, logger }).onWebhook('*', () => Promise.reject(new Error('must not run')));
    expect(await app.dispatch(eventBy('us'), BUDGET_MS, details)).toEqual([{ handlerName: '*', outcome: 'skipped' }]);
    const event = { event_type: 'comment.created', resource_id: eventBy('us').resourceId };
    expect(logger.lines).toEqual([
      { level: 'info', message: 'self event skipped', attributes: { ...event, ...attributes } },
    ]);
  });

  it('fails the handlers if it cannot check for a self event, and logs why', async () => {
    const { client, logger, user } = makeFilter();
    user.fault = down;
    const runs: string[] = [];
    const app = new App({ client, logger }).onWebhook('*', ({ handlerName }) => void runs.push(handlerName));
    expect(await app.dispatch(eventBy('somebody'), BUDGET_MS)).toMatchObject([
      { handlerName: '*', outcome: 'failed', error: { message: 'Frame.io is down.' } },
    ]);
    expect(runs).toEqual([]);
    expect(logger.lines[0]).toMatchObject({
      level: 'error',
      message: 'could not check for a self event',
      attributes: { event_type: 'comment.created', error: { message: 'Frame.io is down.' } },
    });
  });

  it('does not check an event without a handler, and not one that it does not cause', async () => {
    const { client, user } = makeFilter();
    const app = new App({ client, logger: new MemoryLogger() }).onWebhook('file.ready', () => undefined);
    expect(await app.dispatch(eventBy('us'), BUDGET_MS)).toEqual([]);
    expect(await app.dispatch({ ...webhookEvent(), userId: 'us' }, BUDGET_MS)).toMatchObject([
      { outcome: 'completed' },
    ]);
    expect(user.requests).toBe(0);
  });

  it('runs handlers for an event without a user, and does not request the user of the app', async () => {
    const { client, user } = makeFilter();
    const types: string[] = [];
    const app = new App({ client, signingSecrets: 'a-signing-secret', logger: new MemoryLogger() });
    app.onWebhook('*', ({ event }) => void types.push(event.type));
    const endpoint = await endpointHandler(app);
    const body = JSON.stringify({ ...fileReady, type: 'comment.created', user: undefined });
    expect(await endpoint(signedDelivery({ body }))).toMatchObject({ statusCode: 200 });
    expect(types).toEqual(['comment.created']);
    expect(user.requests).toBe(0);
  });
});
