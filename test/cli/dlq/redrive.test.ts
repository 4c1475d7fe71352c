import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RedriveOptions, redrive } from '../../../cli/dlq/redrive.ts';
import { App } from '../../../lib/app/app.ts';
import { AwsConnectionError, AwsServiceError } from '../../../lib/aws/aws-errors.ts';
import { createSqsClient, type QueueClient } from '../../../lib/aws/sqs-client.ts';
import type { SqsQueue } from '../../../lib/aws/sqs-queue.ts';
import { DynamoDbIdempotencyStore } from '../../../lib/idempotency/dynamodb-idempotency-store.ts';
import { decodeDelivery } from '../../../lib/queue/queued-delivery.ts';
import { workerHandler } from '../../../lib/worker/worker-handler.ts';
import { withEnvironment } from '../../support/environment.ts';
import { startIdempotencyTable } from '../../support/idempotency-table.ts';
import { type Interceptor, intercepted } from '../../support/intercepted-aws.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { slowQueue } from '../../support/slow-queue.ts';
import { queuedDelivery, type SqsQueues, startSqsQueues } from '../../support/sqs-queues.ts';
import { testClock } from '../../support/test-clock.ts';

let queues: SqsQueues;
beforeEach(async () => {
  queues = await startSqsQueues();
});
afterEach(() => queues.close());

async function deadLetter(count: number): Promise<readonly string[]> {
  const texts: string[] = [];
  for (let number = 0; number < count; number += 1) texts.push(await queues.deadLetter());
  return texts.sort();
}

const ALL: RedriveOptions = { messageIds: 'all', rate: 1_000, waitSeconds: 0 };

/** A client to which SQS refuses call `number` of an operation. */
function refusing(operation: string, number: number): QueueClient {
  return failing(operation, number, async () => {
    throw new AwsServiceError({ service: 'sqs', operation, status: 403, awsCode: 'AccessDenied' });
  });
}

/** A client for which call `number` of an operation fails. */
function failing(operation: string, number: number, fail: Interceptor): QueueClient {
  let count = 0;
  const intercept: Interceptor = async (call) => {
    if (call.operation === operation) count += 1;
    return call.operation === operation && count === number ? await fail(call) : await call.forward();
  };
  return createSqsClient(intercepted(intercept, queues.url));
}

it('redrives all messages with unchanged texts, also more than one batch', async () => {
  const texts = await deadLetter(23);
  expect(await redrive(queues, ALL)).toEqual({ redriven: 23, skipped: 0, missing: [], unseen: 0 });
  expect(queues.textsIn('queue')).toEqual(texts);
  expect(queues.textsIn('deadLetterQueue')).toEqual([]);
});

it('resets the attempts, the age and the failure count of a redriven message', async () => {
  const retryState = { attemptsBefore: 900, queuedSince: 1, notBefore: 1, redriveId: 'before' };
  await queues.deadLetter({ ...queuedDelivery(), ...retryState });
  const [id] = queues.deadLetterIds();
  await redrive(queues, ALL);
  const [message] = await queues.queue.receive({ maxMessages: 1, waitSeconds: 0 });
  const { attemptsBefore, queuedSince, notBefore, redriveId } = decodeDelivery(message?.body ?? '') ?? {};
  expect({ attemptsBefore, queuedSince, notBefore, redriveId }).toEqual({ redriveId: id });
});

it('keeps a redriven message in the group of its account', async () => {
  const groups: unknown[] = [];
  const intercept: Interceptor = async (call) => {
    if (call.operation === 'SendMessage') groups.push(call.input.MessageGroupId);
    return await call.forward();
  };
  await queues.deadLetter({ ...queuedDelivery(), accountId: 'account-1' });
  const queue = queues.queueWith(createSqsClient(intercepted(intercept, queues.url)));
  await redrive({ ...queues, queue }, ALL);
  expect(groups).toEqual(['account-1']);
});

it('redrives the requested messages, releases the others and reports the missing ones', async () => {
  await deadLetter(12);
  const [first = '', second = ''] = queues.deadLetterIds();
  const result = await redrive(queues, { ...ALL, messageIds: [second, 'no-such-id', first] });
  expect(result).toEqual({ redriven: 2, skipped: 0, missing: ['no-such-id'], unseen: 0 });
  expect(queues.textsIn('queue')).toHaveLength(2);
  expect(queues.deadLetterIds()).toHaveLength(10);
});

it('stops scanning after the last requested message', async () => {
  await deadLetter(12);
  const [first = ''] = queues.deadLetterIds();
  let receives = 0;
  const count: Interceptor = async ({ operation, forward }) => {
    if (operation === 'ReceiveMessage') receives += 1;
    return await forward();
  };
  const counting = createSqsClient(intercepted(count, queues.url));
  await redrive({ ...queues, deadLetterQueue: queues.deadLetterQueueWith(counting) }, { ...ALL, messageIds: [first] });
  expect(receives).toBe(1);
});

it.each([
  { rate: 5, expected: [200, 200, 200] },
  { rate: 0.5, expected: [2_000, 2_000, 2_000] },
])('waits between messages at a rate of $rate per second', async ({ rate, expected }) => {
  await deadLetter(4);
  const clock = testClock(Date.now());
  await redrive(queues, { ...ALL, rate, clock });
  expect(clock.waits.map(Math.round)).toEqual(expected);
});

it('finds all requested messages at a slow rate while SQS repeats the others', async () => {
  const { queue: deadLetterQueue, clock, sandboxQueue, ids } = await slowQueue({ messages: 30, callMs: 100 });
  const messageIds = ids.slice(0, 10);
  const result = await redrive({ queue: queues.queue, deadLetterQueue }, { messageIds, rate: 0.1, clock });
  expect(result).toEqual({ redriven: 10, skipped: 0, missing: [], unseen: 0 });
  expect(sandboxQueue.messages.map(({ id }) => id).sort()).toEqual(ids.slice(10).sort());
});

it('reports unseen messages if another consumer holds some', async () => {
  await deadLetter(3);
  const [hidden] = await queues.deadLetterQueue.receive({ maxMessages: 1, waitSeconds: 0, visibilitySeconds: 600 });
  const messageIds = [hidden?.messageId ?? ''];
  expect(await redrive(queues, { ...ALL, messageIds })).toEqual({
    redriven: 0,
    skipped: 0,
    missing: messageIds,
    unseen: 1,
  });
  expect(await redrive(queues, ALL)).toEqual({ redriven: 2, skipped: 0, missing: [], unseen: 1 });
});

describe('leaves a message that is dead-lettered after the start', () => {
  it('if its text is the same', async () => {
    const [text = ''] = await deadLetter(1);
    const onRedriven = () => void queues.addDeadLetter(text);
    expect(await redrive(queues, { ...ALL, onRedriven })).toEqual({ redriven: 1, skipped: 1, missing: [], unseen: 0 });
    expect(queues.textsIn('deadLetterQueue')).toEqual([text]);
  });

  it('if its text differs', async () => {
    await deadLetter(1);
    const onRedriven = () => void queues.addDeadLetter('another text');
    expect(await redrive(queues, { ...ALL, onRedriven })).toMatchObject({ redriven: 1, skipped: 1 });
    expect(queues.textsIn('deadLetterQueue')).toEqual(['another text']);
  });

  it('but redrives every copy that was there at the start', async () => {
    const delivery = queuedDelivery();
    for (let copy = 1; copy <= 3; copy += 1) await queues.deadLetter(delivery);
    expect(await redrive(queues, ALL)).toEqual({ redriven: 3, skipped: 0, missing: [], unseen: 0 });
    expect(queues.textsIn('deadLetterQueue')).toEqual([]);
  });
});

describe.each([
  { name: 'an hour slow', offsetMs: -3_600_000 },
  { name: 'an hour fast', offsetMs: 3_600_000 },
])('with a clock that is $name', ({ offsetMs }) => {
  it('redrives the initial message and leaves it when it is dead-lettered again', async () => {
    const [text = ''] = await deadLetter(1);
    let redrives = 0;
    const onRedriven = () => {
      redrives += 1;
      if (redrives < 5) queues.addDeadLetter(text);
    };
    const result = await redrive(queues, { ...ALL, clock: testClock(Date.now() + offsetMs), onRedriven });
    expect(result).toEqual({ redriven: 1, skipped: 1, missing: [], unseen: 0 });
    expect(queues.textsIn('queue')).toEqual([text]);
    expect(queues.textsIn('deadLetterQueue')).toEqual([text]);
  });
});

describe('loses no message if', () => {
  it('the main queue refuses a message: the others stay visible in the dead-letter queue', async () => {
    const texts = await deadLetter(5);
    const result = await redrive({ ...queues, queue: queues.queueWith(refusing('SendMessage', 3)) }, ALL);
    const failure = {
      error: expect.any(AwsServiceError),
      message: { messageId: expect.any(String), outcome: 'not_sent' },
    };
    expect(result).toEqual({ redriven: 2, skipped: 0, missing: [], unseen: 0, failure });
    expect(queues.textsIn('deadLetterQueue')).toHaveLength(3);
    expect([...queues.textsIn('queue'), ...queues.textsIn('deadLetterQueue')].sort()).toEqual(texts);
  });

  it('the response of the main queue is lost: it stops and reports an unknown outcome', async () => {
    await deadLetter(3);
    const responseLost = failing('SendMessage', 2, async ({ operation, forward }) => {
      await forward();
      throw new AwsConnectionError({ service: 'sqs', operation }, 'its time was up');
    });
    const result = await redrive({ ...queues, queue: queues.queueWith(responseLost) }, ALL);
    expect(result).toMatchObject({ redriven: 1, failure: { message: { outcome: 'unknown' } } });
    expect([queues.textsIn('queue').length, queues.textsIn('deadLetterQueue').length]).toEqual([2, 2]);
  });

  it('it is interrupted: it stops before the next message and releases the others', async () => {
    await deadLetter(5);
    const interruption = new AbortController();
    const onRedriven = () => interruption.abort(new Error('It was interrupted.'));
    const clock = testClock(Date.now());
    const result = await redrive(queues, { ...ALL, rate: 5, clock, onRedriven, signal: interruption.signal });
    expect(result).toMatchObject({
      redriven: 1,
      failure: { error: { message: 'It was interrupted.' }, message: undefined },
    });
    expect([queues.textsIn('queue').length, queues.textsIn('deadLetterQueue').length]).toEqual([1, 4]);
  });

  it('the dead-letter queue refuses a deletion: it stops with the message in both queues', async () => {
    await deadLetter(3);
    const undeletable = queues.deadLetterQueueWith(refusing('DeleteMessage', 2));
    const result = await redrive({ ...queues, deadLetterQueue: undeletable }, ALL);
    expect(result).toMatchObject({ redriven: 1, failure: { message: { outcome: 'sent' } } });
    expect([queues.textsIn('queue').length, queues.textsIn('deadLetterQueue').length]).toEqual([2, 2]);
  });

  it('the dead-letter queue refuses a receive', async () => {
    await deadLetter(3);
    const unreadable = queues.deadLetterQueueWith(refusing('ReceiveMessage', 1));
    const result = await redrive({ ...queues, deadLetterQueue: unreadable }, ALL);
    expect(result).toMatchObject({ redriven: 0, failure: { message: undefined } });
    expect(queues.textsIn('deadLetterQueue')).toHaveLength(3);
  });
});

describe('a redriven message', () => {
  /** Receives the visible messages as an event for the worker. */
  async function batchOf(queue: SqsQueue) {
    const messages = await queue.receive({ maxMessages: 10, waitSeconds: 0 });
    return {
      Records: messages.map(({ messageId, receiptHandle, body, receiveCount }) => {
        return { messageId, receiptHandle, body, attributes: { ApproximateReceiveCount: String(receiveCount) } };
      }),
    };
  }

  it('runs only the handlers that it names, once, if it is redriven repeatedly', async () => {
    const restore = withEnvironment(queues.environment);
    const table = await startIdempotencyTable();
    const idempotencyStore = new DynamoDbIdempotencyStore(table.name, table.client);
    const ran: string[] = [];
    const app = new App({ idempotencyStore, logger: new MemoryLogger() });
    for (const name of ['file-ready', 'audit']) app.onWebhook('file.ready', () => void ran.push(name), { name });
    const worker = await workerHandler(app, {
      queueUrl: queues.queue.url,
      deadLetterQueueUrl: queues.deadLetterQueue.url,
    });

    const delivery = queuedDelivery();
    for (let copy = 1; copy <= 3; copy += 1) await queues.deadLetter(delivery);
    for (let time = 1; time <= 3; time += 1) {
      expect(await redrive(queues, { ...ALL, messageIds: queues.deadLetterIds().slice(0, 1) })).toMatchObject({
        redriven: 1,
      });
      const batch = await batchOf(queues.queue);
      expect(await worker(batch, { getRemainingTimeInMillis: () => 60_000 })).toEqual({ batchItemFailures: [] });
    }
    expect(ran).toEqual(['file-ready']);
    await table.close();
    restore();
  });
});
