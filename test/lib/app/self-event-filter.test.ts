import { describe, expect, it } from '@jest/globals';
import { COMMENT_EVENTS, SelfEventFilter } from '../../../lib/app/self-event-filter.ts';
import {
  type AnyWebhookEvent,
  App,
  ConfigError,
  endpointHandler,
  type FrameioClientLike,
  HandlerTimeoutError,
} from '../../../lib/index.ts';
import fileReady from '../../fixtures/file-ready.json' with { type: 'json' };
import { signedDelivery, webhookEvent } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { testClock } from '../../support/test-clock.ts';

const BUDGET_MS = 1_000;
const MINUTE_MS = 60_000;

/** An app's user, who can be another later, and a Frame.io that can fail to tell. */
function ourselves() {
  const us = { id: 'us', asked: 0, fault: undefined as undefined | (() => Promise<never>) };
  const show = async () => {
    us.asked += 1;
    await us.fault?.();
    return { data: { id: us.id } };
  };
  const client: FrameioClientLike = { users: { show }, files: { show: hang }, comments: { create: hang } };
  const [clock, logger] = [testClock(), new MemoryLogger()];
  const own = new SelfEventFilter(() => client, COMMENT_EVENTS, { clock, logger });
  const isOwn = (userId: string, budgetMs = BUDGET_MS) => own.include(eventBy(userId), budgetMs);
  return { us, client, clock, logger, isOwn };
}

function eventBy(userId: string): AnyWebhookEvent {
  return { ...webhookEvent('comment.created'), userId };
}

const down = () => Promise.reject(new Error('Frame.io is down.'));
const hang = () => new Promise<never>(() => undefined);

describe('who the app is', () => {
  it('is asked once for many events, also at the same time', async () => {
    const { us, isOwn } = ourselves();
    const own = await Promise.all(Array.from({ length: 20 }, (_, number) => isOwn(number % 2 ? 'us' : 'somebody')));
    expect(own.filter(Boolean)).toHaveLength(10);
    for (let number = 0; number < 100; number += 1) await isOwn('us');
    expect(us.asked).toBe(1);
  });

  it('is asked again after five minutes: another token may be another user’s', async () => {
    const { us, clock, isOwn } = ourselves();
    await isOwn('us');
    us.id = 'our-new-user';
    clock.pass(5 * MINUTE_MS - 1);
    expect(await isOwn('us')).toBe(true);
    expect(us.asked).toBe(1);
    clock.pass(1);
    expect(await isOwn('us')).toBe(false);
    expect(await isOwn('our-new-user')).toBe(true);
    expect(us.asked).toBe(2);
  });

  it.each([
    { what: 'fails', fault: down },
    { what: 'does not answer', fault: hang },
  ])('stays who it was while Frame.io $what, which is asked again half a minute later', async ({ fault }) => {
    const { us, clock, logger, isOwn } = ourselves();
    await isOwn('us');
    clock.pass(5 * MINUTE_MS);
    us.fault = fault;
    expect(await isOwn('us', 10)).toBe(true);
    expect(await isOwn('somebody', 10)).toBe(false);
    expect(us.asked).toBe(2);
    expect(logger.lines).toHaveLength(1);
    us.fault = undefined;
    us.id = 'our-new-user';
    clock.pass(MINUTE_MS / 2);
    expect(await isOwn('our-new-user')).toBe(true);
    expect(us.asked).toBe(3);
  });

  it('is not guessed when it has never been known', async () => {
    const { us, isOwn } = ourselves();
    us.fault = down;
    await expect(isOwn('somebody')).rejects.toThrow('Frame.io is down.');
    us.fault = hang;
    await expect(isOwn('somebody', 10)).rejects.toThrow(HandlerTimeoutError);
    us.fault = undefined;
    expect(await isOwn('us')).toBe(true);
  });

  it('is nobody where the app has no client', async () => {
    const noClient = () => {
      throw new ConfigError('The app has no token.');
    };
    const own = new SelfEventFilter(noClient, COMMENT_EVENTS, { logger: new MemoryLogger() });
    expect(await own.include(eventBy('us'), BUDGET_MS)).toBe(false);
  });
});

describe('the endpoint that runs handlers', () => {
  it.each(COMMENT_EVENTS)('runs them for %s of others, and not of the app’s own', async (type) => {
    const { client, us } = ourselves();
    const heard: (string | undefined)[] = [];
    const app = new App({ client, signingSecrets: 'signing-secret', logger: new MemoryLogger() });
    app.onWebhook('*', ({ event }) => void heard.push(event.userId));
    const endpoint = endpointHandler(app);
    for (const id of ['us', 'somebody', 'us']) {
      const body = JSON.stringify({ ...fileReady, type, resource: { id: `by-${id}`, type: 'comment' }, user: { id } });
      expect(await endpoint(signedDelivery({ body }))).toMatchObject({ statusCode: 200 });
    }
    expect(heard).toEqual(['somebody']);
    expect(us.asked).toBe(1);
  });
});
