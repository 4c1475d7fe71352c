import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventSourceMapping, type EventSourceMappingOptions } from '../../../sandbox/aws/event-source-mapping.ts';
import type { Queue } from '../../../sandbox/aws/sqs/queue.ts';
import { Sqs } from '../../../sandbox/aws/sqs/sqs.ts';
import { SandboxClock } from '../../../sandbox/clock.ts';

const START = Date.UTC(2026, 10, 23);

interface Batch {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

let clock: SandboxClock;
let queue: Queue;
let mapping: EventSourceMapping;
let batches: Batch[];
let failures: string[];

beforeEach(async () => {
  clock = new SandboxClock({ standsAt: START });
  const sqs = await Sqs.start({ queues: [{ name: 'work', visibilitySeconds: 360 }], clock });
  queue = sqs.queue('work');
  batches = [];
  failures = [];
});
afterEach(() => mapping.stop());

/** Starts a mapping to a function that does this with the ids of a batch. */
function mapTo(
  handler: (ids: readonly string[], batch: Batch) => unknown,
  options: Partial<EventSourceMappingOptions> = {},
) {
  mapping = new EventSourceMapping({
    queue,
    batchSize: 10,
    maxConcurrency: 2,
    reportsFailures: true,
    onBatch: ({ problem }) => problem !== undefined && failures.push(problem),
    invoke: async (event) => {
      const batch: Batch = Object(event);
      batches.push(batch);
      return await handler(
        batch.Records.map(({ messageId }) => messageId),
        batch,
      );
    },
    ...options,
  });
}

const bodies = () => batches.map(({ Records }) => Records.map(({ body }) => body));

it('hands the function an event as Lambda does', async () => {
  const attributes = {
    reason: { DataType: 'String', StringValue: 'gone' },
    digest: { DataType: 'Binary', BinaryValue: 'AP8=' },
  };
  const { id } = await queue.send({ body: '{"ü":1}', attributes, delaySeconds: 5 });
  mapTo(() => undefined);
  clock.pass(5_000);
  await mapping.settled();
  expect(batches).toEqual([
    {
      Records: [
        {
          messageId: id,
          receiptHandle: expect.any(String),
          body: '{"ü":1}',
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: String(START),
            SenderId: expect.any(String),
            ApproximateFirstReceiveTimestamp: String(START + 5_000),
          },
          messageAttributes: {
            reason: { stringValue: 'gone', stringListValues: [], binaryListValues: [], dataType: 'String' },
            digest: { binaryValue: 'AP8=', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
          },
          md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
          md5OfBody: 'f9452f311659294528a8a76492a0ef0b',
          eventSource: 'aws:sqs',
          eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:work',
          awsRegion: 'us-east-1',
        },
      ],
    },
  ]);
});

describe('messages of a batch', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['an object without a list', {}],
    ['null for the list', { batchItemFailures: null }],
    ['an empty list', { batchItemFailures: [] }],
  ])('are all deleted when the function returns %s', async (_, response) => {
    await queue.send({ body: 'a' });
    await queue.send({ body: 'b' });
    mapTo(() => response);
    await mapping.settled();
    expect(queue.messages).toEqual([]);
    expect(failures).toEqual([]);
  });

  it('are deleted but for those that are reported, which come back when they are visible again', async () => {
    for (const body of ['a', 'b', 'c']) await queue.send({ body });
    mapTo((ids) => ({ batchItemFailures: batches.length === 1 ? [{ itemIdentifier: ids[1] }] : [] }));
    await mapping.settled();
    expect(queue.messages).toMatchObject([{ body: 'b' }]);
    clock.pass(359_999);
    await mapping.settled();
    expect(bodies()).toEqual([['a', 'b', 'c']]);
    clock.pass(1);
    await mapping.settled();
    expect(bodies()).toEqual([['a', 'b', 'c'], ['b']]);
    expect(queue.messages).toEqual([]);
  });

  it('come back when the function has said, if it has', async () => {
    await queue.send({ body: 'a' });
    mapTo((ids, batch) => {
      const { receiptHandle } = Object(batch.Records[0]);
      queue.changeVisibility(receiptHandle, 7);
      return { batchItemFailures: batches.length === 1 ? [{ itemIdentifier: ids[0] }] : [] };
    });
    await mapping.settled();
    expect(clock.nextAlarmAt).toBe(START + 7_000);
    clock.pass(7_000);
    await mapping.settled();
    expect(bodies()).toEqual([['a'], ['a']]);
  });

  it.each<[string, (ids: readonly string[]) => unknown]>([
    ['throws', () => Promise.reject(new Error('Task timed out after 60.00 seconds'))],
    ['reports an id that is not in the batch', () => ({ batchItemFailures: [{ itemIdentifier: 'another' }] })],
    ['reports an empty id', () => ({ batchItemFailures: [{ itemIdentifier: '' }] })],
    ['reports null for an id', () => ({ batchItemFailures: [{ itemIdentifier: null }] })],
    ['reports a failure under another name', ([messageId]) => ({ batchItemFailures: [{ messageId }] })],
    ['reports a failure that is no object', ([id]) => ({ batchItemFailures: [id] })],
    ['reports no list', () => ({ batchItemFailures: 'none' })],
    ['returns no object', () => 'ok'],
  ])('all stay when the function %s', async (_, handler) => {
    await queue.send({ body: 'a' });
    await queue.send({ body: 'b' });
    mapTo(handler);
    await mapping.settled();
    expect(queue.counts).toEqual({ visible: 0, in_flight: 2, delayed: 0 });
    expect(failures).toHaveLength(1);
  });

  it('are all deleted whatever is reported, when the mapping does not ask for reports', async () => {
    await queue.send({ body: 'a' });
    mapTo((ids) => ({ batchItemFailures: [{ itemIdentifier: ids[0] }] }), { reportsFailures: false });
    await mapping.settled();
    expect(queue.messages).toEqual([]);
  });

  it('are no more than the batch size, nor than Lambda’s payload', async () => {
    for (let number = 0; number < 3; number += 1) await queue.send({ body: String(number) });
    for (let number = 0; number < 7; number += 1) await queue.send({ body: 'x'.repeat(1_000_000) });
    mapTo(() => null, { batchSize: 9, maxConcurrency: 1 });
    await mapping.settled();
    expect(batches.map(({ Records }) => Records.length)).toEqual([8, 2]);
  });
});

it('runs the function so many times at once, and goes on when one of them ends', async () => {
  for (let number = 0; number < 5; number += 1) await queue.send({ body: String(number) });
  let running = 0;
  let most = 0;
  mapTo(
    async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
    },
    { batchSize: 1, maxConcurrency: 3 },
  );
  await mapping.settled();
  expect(most).toBe(3);
  expect(bodies().flat()).toEqual(['0', '1', '2', '3', '4']);
});

it('takes up at once what is sent later', async () => {
  mapTo(() => null);
  await mapping.settled();
  await queue.send({ body: 'later' });
  await mapping.settled();
  expect(bodies()).toEqual([['later']]);
});

it('takes no more when it is stopped, and lets what runs come to its end', async () => {
  await queue.send({ body: 'a' });
  let finish: (value: unknown) => void = () => undefined;
  mapTo(() => new Promise((resolve) => (finish = resolve)), { maxConcurrency: 1 });
  await new Promise(setImmediate);
  const stopped = mapping.stop();
  await queue.send({ body: 'b' });
  finish(null);
  await stopped;
  expect(bodies()).toEqual([['a']]);
  expect(queue.messages).toMatchObject([{ body: 'b' }]);
});
