import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  EventSourceMapping,
  type EventSourceMappingOptions,
} from '../../../../sandbox/aws/lambda/event-source-mapping.ts';
import type { Queue } from '../../../../sandbox/aws/sqs/queue.ts';
import { Sqs } from '../../../../sandbox/aws/sqs/sqs.ts';
import { SandboxClock } from '../../../../sandbox/clock/sandbox-clock.ts';

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
  clock = new SandboxClock({ frozenAt: START });
  const sqs = await Sqs.start({ queues: [{ name: 'work', visibilityTimeoutSeconds: 360 }], clock });
  queue = sqs.queue('work');
  batches = [];
  failures = [];
});
afterEach(() => mapping.stop());

/** Starts a mapping to a function with this handler for the ids of a batch. */
function mapTo(
  handler: (ids: readonly string[], batch: Batch) => unknown,
  options: Partial<EventSourceMappingOptions> = {},
) {
  mapping = new EventSourceMapping({
    queue,
    batchSize: 10,
    maxConcurrency: 2,
    reportsFailures: true,
    onBatch: ({ error }) => error !== undefined && failures.push(error),
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

it('invokes the function with Lambda’s event', async () => {
  const attributes = {
    reason: { DataType: 'String', StringValue: 'gone' },
    digest: { DataType: 'Binary', BinaryValue: 'AP8=' },
  };
  const { id } = await queue.send({ body: '{"ü":1}', attributes, delaySeconds: 5 });
  mapTo(() => undefined);
  clock.advance(5_000);
  await mapping.whenIdle();
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
    await mapping.whenIdle();
    expect(queue.messages).toEqual([]);
    expect(failures).toEqual([]);
  });

  it('are deleted except those reported as failed, which return after the visibility timeout', async () => {
    for (const body of ['a', 'b', 'c']) await queue.send({ body });
    mapTo((ids) => ({ batchItemFailures: batches.length === 1 ? [{ itemIdentifier: ids[1] }] : [] }));
    await mapping.whenIdle();
    expect(queue.messages).toMatchObject([{ body: 'b' }]);
    clock.advance(359_999);
    await mapping.whenIdle();
    expect(bodies()).toEqual([['a', 'b', 'c']]);
    clock.advance(1);
    await mapping.whenIdle();
    expect(bodies()).toEqual([['a', 'b', 'c'], ['b']]);
    expect(queue.messages).toEqual([]);
  });

  it('return after the visibility timeout that the function set', async () => {
    await queue.send({ body: 'a' });
    mapTo((ids, batch) => {
      const { receiptHandle } = Object(batch.Records[0]);
      queue.changeVisibility(receiptHandle, 7);
      return { batchItemFailures: batches.length === 1 ? [{ itemIdentifier: ids[0] }] : [] };
    });
    await mapping.whenIdle();
    expect(clock.nextTimerAt).toBe(START + 7_000);
    clock.advance(7_000);
    await mapping.whenIdle();
    expect(bodies()).toEqual([['a'], ['a']]);
  });

  it.each<[string, (ids: readonly string[]) => unknown]>([
    ['throws', () => Promise.reject(new Error('Task timed out after 60.00 seconds'))],
    ['reports an id that is not in the batch', () => ({ batchItemFailures: [{ itemIdentifier: 'another' }] })],
    ['reports an empty id', () => ({ batchItemFailures: [{ itemIdentifier: '' }] })],
    ['reports null for an id', () => ({ batchItemFailures: [{ itemIdentifier: null }] })],
    ['reports a failure under another name', ([messageId]) => ({ batchItemFailures: [{ messageId }] })],
    ['reports a failure that is not an object', ([id]) => ({ batchItemFailures: [id] })],
    ['reports something else than a list', () => ({ batchItemFailures: 'none' })],
    ['returns something else than an object', () => 'ok'],
  ])('all stay in the queue when the function %s', async (_, handler) => {
    await queue.send({ body: 'a' });
    await queue.send({ body: 'b' });
    mapTo(handler);
    await mapping.whenIdle();
    expect(queue.counts).toEqual({ visible: 0, in_flight: 2, delayed: 0 });
    expect(failures).toHaveLength(1);
  });

  it('are all deleted when the mapping does not use failure reports', async () => {
    await queue.send({ body: 'a' });
    mapTo((ids) => ({ batchItemFailures: [{ itemIdentifier: ids[0] }] }), { reportsFailures: false });
    await mapping.whenIdle();
    expect(queue.messages).toEqual([]);
  });

  it('are limited by the batch size and by Lambda’s payload limit', async () => {
    for (let number = 0; number < 3; number += 1) await queue.send({ body: String(number) });
    for (let number = 0; number < 7; number += 1) await queue.send({ body: 'x'.repeat(1_000_000) });
    mapTo(() => null, { batchSize: 9, maxConcurrency: 1 });
    await mapping.whenIdle();
    expect(batches.map(({ Records }) => Records.length)).toEqual([8, 2]);
  });
});

it('runs the function up to the maximum concurrency', async () => {
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
  await mapping.whenIdle();
  expect(most).toBe(3);
  expect(bodies().flat()).toEqual(['0', '1', '2', '3', '4']);
});

it('receives messages that are sent later', async () => {
  mapTo(() => null);
  await mapping.whenIdle();
  await queue.send({ body: 'later' });
  await mapping.whenIdle();
  expect(bodies()).toEqual([['later']]);
});

it('stops receiving, and waits for running invocations', async () => {
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
