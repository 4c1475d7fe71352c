import { getMaxListeners } from 'node:events';
import { describe, expect, it, jest } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import { getDeadline } from '../../../lib/core/deadline.ts';
import { webhookEvent } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { json, scriptedServer } from '../../support/scripted-server.ts';

const BUDGET_MS = 1_000;

describe('a handler context', () => {
  it('has a logger that adds the event and the handler', async () => {
    const logger = new MemoryLogger();
    const app = new App({ logger }).onWebhook('file.ready', (context) => context.logger.info('hello', { more: 1 }));
    await app.dispatch(webhookEvent(), BUDGET_MS);
    const attributes = {
      event_type: 'file.ready',
      resource_id: webhookEvent().resourceId,
      handler: 'file.ready',
      more: 1,
    };
    expect(logger.lines).toEqual([{ level: 'info', message: 'hello', attributes }]);
  });

  it('has a logger that adds the correlation id and the attempt of the delivery', async () => {
    const logger = new MemoryLogger();
    const app = new App({ logger }).onWebhook('file.ready', (context) => context.logger.info('hello'));
    const details = { deliveryKey: 'key', correlationId: 'id', attempt: 2, receivedAt: 0 };
    await app.dispatch(webhookEvent(), BUDGET_MS, details);
    expect(logger.lines).toMatchObject([{ attributes: { correlation_id: 'id', attempt: 2 } }]);
  });

  it('has a signal with a deadline at the end of the time budget', async () => {
    jest.useFakeTimers();
    const deadlines: unknown[] = [];
    const app = new App({ logger: new MemoryLogger() });
    app.onWebhook('file.ready', ({ signal }) => void deadlines.push(getDeadline(signal)));
    await app.dispatch(webhookEvent(), BUDGET_MS);
    expect(deadlines).toEqual([Date.now() + BUDGET_MS]);
    jest.useRealTimers();
  });

  it('has a signal with a deadline, so that the client does not wait for a retry past it', async () => {
    const server = await scriptedServer((response) => json(response, 429, { errors: [] }, { 'retry-after': '2' }));
    const app = new App({ token: 'token', baseUrl: server.url, logger: new MemoryLogger() });
    app.onWebhook('file.ready', async ({ client, signal }) => void (await client.users.show({ abortSignal: signal })));
    const [result] = await app.dispatch(webhookEvent(), BUDGET_MS);
    await server.close();
    expect(result).toMatchObject({ outcome: 'postponed', error: { code: 'rate_limited', retryAfterMs: 2_000 } });
    expect(server.seen).toHaveLength(1);
  });

  it('has a signal that accepts any number of listeners without a warning', async () => {
    const limits: number[] = [];
    const app = new App({ logger: new MemoryLogger() }).onWebhook(
      'file.ready',
      ({ signal }) => void limits.push(getMaxListeners(signal)),
    );
    await app.dispatch(webhookEvent(), BUDGET_MS);
    expect(limits).toEqual([Number.POSITIVE_INFINITY]);
  });
});
