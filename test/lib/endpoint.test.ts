import { describe, expect, it } from '@jest/globals';
import { App, endpointHandler, PermanentError, RetryLater } from '../../lib/index.ts';
import { signedDelivery } from '../support/events.ts';
import { MemoryLogger } from '../support/memory-logger.ts';

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
      name: 'at once, to be buried, when no retry can help',
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
