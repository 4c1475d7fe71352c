import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { setDeadline } from '../../../lib/core/deadline.ts';
import { MessageTooLongError } from '../../../lib/core/errors.ts';
import { jobNamed } from '../../../lib/jobs/job.ts';
import { JobEnqueuer } from '../../../lib/jobs/job-enqueuer.ts';
import type { DeliveryQueue, EnqueueOptions } from '../../../lib/queue/delivery-queue.ts';

const NOW = 1_795_000_000_000;

beforeEach(() => void jest.useFakeTimers({ now: NOW }));
afterEach(() => void jest.useRealTimers());

/** What a handler whose time is up after `leftMs` uses to enqueue jobs. */
function enqueuer(queue: DeliveryQueue, leftMs?: number): JobEnqueuer {
  const { signal } = new AbortController();
  if (leftMs !== undefined) setDeadline(signal, NOW + leftMs);
  return new JobEnqueuer(
    { handlerName: 'index', deliveryKey: 'key', correlationId: 'id', accountId: 'account', signal },
    { find: jobNamed, queueOf: () => queue },
  );
}

describe('the time for the queue', () => {
  it.each([
    { name: 'is 9 s at most', leftMs: 60_000, timeoutMs: 9_000 },
    { name: 'ends when the time of the handler is up', leftMs: 1_400, timeoutMs: 1_400 },
    { name: 'is 9 s for a handler without a time limit', leftMs: undefined, timeoutMs: 9_000 },
  ])('$name', async ({ leftMs, timeoutMs }) => {
    const sent: (EnqueueOptions | undefined)[] = [];
    const queue: DeliveryQueue = { send: async (_, options) => void sent.push(options) };
    await enqueuer(queue, leftMs).enqueue('archive', {});
    expect(sent).toEqual([{ timeoutMs }]);
  });
});

it('the error of a payload that is too long has the cause', async () => {
  const cause = new MessageTooLongError('A message can have at most 1,040,384 bytes.');
  const queue: DeliveryQueue = { send: () => Promise.reject(cause) };
  await expect(enqueuer(queue).enqueue('archive', {})).rejects.toMatchObject({ code: 'job_payload_invalid', cause });
});
