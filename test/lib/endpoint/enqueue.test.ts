import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { enqueue } from '../../../lib/endpoint/enqueue.ts';
import type { DeliveryQueue, EnqueueOptions } from '../../../lib/queue/delivery-queue.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const NOW = 1_795_000_000_000;

beforeEach(() => void jest.useFakeTimers({ now: NOW }));
afterEach(() => void jest.useRealTimers());

/** Enqueues a delivery that the endpoint received `agoMs` ago. Returns the options of the send, and the log. */
async function enqueueAfter(agoMs: number, delayMs?: number) {
  const sent: (EnqueueOptions | undefined)[] = [];
  const queue: DeliveryQueue = { send: async (_, options) => void sent.push(options) };
  const logger = new MemoryLogger();
  const delivery = { body: '{}', deliveryKey: 'key', receivedAt: NOW - agoMs, correlationId: 'id' };
  await enqueue(delivery, { queue, logger, attributes: { correlation_id: 'id' } }, delayMs);
  return { sent, lines: logger.lines };
}

describe('the time for the queue', () => {
  it.each([
    { name: 'is 2.5 s at most', agoMs: 0, timeoutMs: 2_500 },
    { name: 'is 2.5 s until two seconds after the request', agoMs: 2_000, timeoutMs: 2_500 },
    { name: 'ends 4.5 s after the request', agoMs: 3_100, timeoutMs: 1_400 },
    { name: 'is half a second at least', agoMs: 4_001, timeoutMs: 500 },
    { name: 'is half a second after a cold start that used up the time', agoMs: 9_000, timeoutMs: 500 },
  ])('$name', async ({ agoMs, timeoutMs }) => {
    expect((await enqueueAfter(agoMs)).sent).toEqual([{ timeoutMs, delayMs: undefined }]);
  });
});

describe('the log of a queued delivery', () => {
  it('has an info line without a delay', async () => {
    const { lines } = await enqueueAfter(0);
    expect(lines).toEqual([{ level: 'info', message: 'event queued', attributes: { correlation_id: 'id' } }]);
  });

  it.each([
    { delayMs: 0, delay_ms: 0 },
    { delayMs: 1_234.5, delay_ms: 1_235 },
  ])('warns of a retry, with its delay in whole milliseconds: $delay_ms', async ({ delayMs, delay_ms }) => {
    const { sent, lines } = await enqueueAfter(0, delayMs);
    expect(sent).toEqual([{ timeoutMs: 2_500, delayMs }]);
    const attributes = { correlation_id: 'id', delay_ms };
    expect(lines).toEqual([{ level: 'warn', message: 'event queued for retry', attributes }]);
  });
});
