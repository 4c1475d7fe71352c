import { setImmediate } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { createSqsClient } from '../../lib/aws/sqs-client.ts';
import { SqsQueue } from '../../lib/aws/sqs-queue.ts';
import { queuedEndpointHandler } from '../../lib/endpoint/queued-endpoint-handler.ts';
import { SqsDeliveryQueue } from '../../lib/queue/delivery-queue.ts';
import { EventSourceMapping } from '../../sandbox/aws/lambda/event-source-mapping.ts';
import { Queue } from '../../sandbox/aws/sqs/queue.ts';
import { readMessage } from '../../sandbox/aws/sqs/read-input.ts';
import { SandboxClock } from '../../sandbox/clock/sandbox-clock.ts';
import { signedDelivery } from '../support/events.ts';
import { answered, intercepted } from '../support/intercepted-aws.ts';
import { MemoryLogger } from '../support/memory-logger.ts';

const ACCOUNTS = Array.from({ length: 10 }, (_, number) => `account-${number}`);
const [NOISY = '', ...QUIET] = ACCOUNTS;
const START = Date.UTC(2026, 10, 23);

/** Duration of one batch of the worker, which posts a comment for each of its ten events. */
const BATCH_MS = 1_000;

interface Arrival {
  readonly account: string;
  /** Milliseconds after the start. */
  readonly at: number;
}

/** Each quiet account sends 20 events, one every twelve seconds. */
const QUIET_ARRIVALS: readonly Arrival[] = Array.from({ length: 180 }, (_, number) => ({
  account: QUIET[number % QUIET.length] ?? '',
  at: Math.round((number * 240_000) / 180),
}));

const BURST: readonly Arrival[] = Array.from({ length: 5_000 }, () => ({ account: NOISY, at: 0 }));

const body = (account: string, number: number) =>
  JSON.stringify({
    type: 'file.ready',
    resource: { id: `file-${number}`, type: 'file' },
    account: { id: account },
    workspace: { id: 'workspace' },
    project: { id: 'project' },
    user: { id: 'user' },
  });

/**
 * Sends events through the queued endpoint and SQS to a worker with the default concurrency and batch size. Returns the median
 * time from the arrival of an event of a quiet account to its comment, in milliseconds.
 */
async function medianOfQuiet(arrivals: readonly Arrival[], { hasGroups = true } = {}): Promise<number> {
  const clock = new SandboxClock({ frozenAt: START });
  const journal = { append: async () => undefined, close: async () => undefined };
  const visibilityTimeoutSeconds = 360;
  const queue = new Queue({
    name: 'work',
    arn: 'a:b:c:d',
    clock,
    journal,
    visibilityTimeoutSeconds,
    findQueue: () => undefined,
  });
  const client = createSqsClient(
    intercepted(async (call) => {
      const { MessageGroupId, ...input } = call.input;
      await queue.send(readMessage(hasGroups ? { ...input, MessageGroupId } : input));
      return answered(call);
    }),
  );
  const endpoint = await queuedEndpointHandler({
    queue: new SqsDeliveryQueue('https://sqs.us-east-1.amazonaws.com/123456789012/work', new SqsQueue('work', client)),
    signingSecrets: 'a-signing-secret',
    logger: new MemoryLogger(),
  });
  const times: number[] = [];
  let commented = 0;
  const mapping = new EventSourceMapping({
    queue,
    batchSize: 10,
    maxConcurrency: 2,
    reportsFailures: true,
    invoke: async () => {
      await clock.wait(BATCH_MS);
      return { batchItemFailures: [] };
    },
    onBatch: ({ messages }) => {
      commented += messages.length;
      const quiet = messages.filter((message) => !message.body.includes(NOISY));
      times.push(...quiet.map(({ sentAt }) => clock.now() - sentAt));
    },
  });
  const waiting = [...arrivals].sort((a, b) => a.at - b.at);
  for (let sent = 0; commented < arrivals.length; ) {
    await setImmediate(); // the mapping receives what is visible
    const arrivesAt = START + (waiting[sent]?.at ?? Number.POSITIVE_INFINITY);
    const next = Math.min(arrivesAt, clock.nextTimerAt ?? Number.POSITIVE_INFINITY);
    clock.advance(next - clock.now());
    for (let arrival = waiting[sent]; arrival && START + arrival.at <= clock.now(); arrival = waiting[sent]) {
      expect(await endpoint(signedDelivery({ body: body(arrival.account, sent) }))).toMatchObject({ statusCode: 202 });
      sent += 1;
    }
  }
  await mapping.stop();
  expect(times).toHaveLength(QUIET_ARRIVALS.length);
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

it('a burst of 5,000 events of one account leaves the others within twice their usual time to comment', async () => {
  const unloaded = await medianOfQuiet(QUIET_ARRIVALS);
  expect(unloaded).toBe(BATCH_MS);
  expect(await medianOfQuiet([...BURST, ...QUIET_ARRIVALS])).toBeLessThanOrEqual(2 * unloaded);
});

it('without message groups, the same burst makes the others wait for much longer', async () => {
  expect(await medianOfQuiet([...BURST, ...QUIET_ARRIVALS], { hasGroups: false })).toBeGreaterThan(20 * BATCH_MS);
});
