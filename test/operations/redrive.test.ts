import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSqsClient, type QueueClient } from '../../lib/aws/sqs-client.ts';
import type { SqsQueue } from '../../lib/aws/sqs-queue.ts';
import { App, AwsConnectionError, AwsServiceError, DynamoDbIdempotencyStore, workerHandler } from '../../lib/index.ts';
import { decodeDelivery } from '../../lib/queue/queued-delivery.ts';
import { type RedriveOptions, redrive } from '../../operations/dlq/redrive.ts';
import { withEnvironment } from '../support/environment.ts';
import { type Interceptor, intercepted } from '../support/intercepted-aws.ts';
import { startLedgerTable } from '../support/ledger-table.ts';
import { MemoryLogger } from '../support/memory-logger.ts';
import { slowQueue } from '../support/slow-queue.ts';
import { queuedDelivery, type SqsQueues, startSqsQueues } from '../support/sqs-queues.ts';
import { testClock } from '../support/test-clock.ts';

let queues: SqsQueues;
beforeEach(async () => {
  queues = await startSqsQueues();
});
afterEach(() => queues.close());

async function bury(count: number): Promise<readonly string[]> {
  const texts: string[] = [];
  for (let number = 0; number < count; number += 1) texts.push(await queues.bury());
  return texts.sort();
}

const ALL: RedriveOptions = { wanted: 'all', rate: 1_000, waitSeconds: 0 };

/** SQS, where the call of that number to that operation is refused. */
function refusing(operation: string, number: number): QueueClient {
  return failing(operation, number, async () => {
    throw new AwsServiceError({ service: 'sqs', operation, status: 403, awsCode: 'AccessDenied' });
  });
}

/** SQS, where the call of that number to that operation fails. */
function failing(operation: string, number: number, fail: Interceptor): QueueClient {
  let count = 0;
  const intercept: Interceptor = async (call) => {
    if (call.operation === operation) count += 1;
    return call.operation === operation && count === number ? await fail(call) : await call.forward();
  };
  return createSqsClient(intercepted(intercept, queues.url));
}

it('puts everything back as it is, more than SQS gives at once too', async () => {
  const texts = await bury(23);
  expect(await redrive(queues, ALL)).toEqual({ putBack: 23, left: 0, missing: [], unseen: 0 });
  expect(queues.textsIn('queue')).toEqual(texts);
  expect(queues.textsIn('deadLetterQueue')).toEqual([]);
});

it('puts a message back with all its attempts and time again, and with failures that are counted anew', async () => {
  const waited = { attemptsBefore: 900, queuedSince: 1, notBefore: 1, redriveId: 'before' };
  await queues.bury({ ...queuedDelivery(), ...waited });
  const [id] = queues.deadIds();
  await redrive(queues, ALL);
  const [message] = await queues.queue.receive({ maxMessages: 1, waitSeconds: 0 });
  const { attemptsBefore, queuedSince, notBefore, redriveId } = decodeDelivery(message?.body ?? '') ?? {};
  expect({ attemptsBefore, queuedSince, notBefore, redriveId }).toEqual({ redriveId: id });
});

it('puts back what was asked for, releases the rest at once, and says what there is not', async () => {
  await bury(12);
  const [first = '', second = ''] = queues.deadIds();
  const result = await redrive(queues, { ...ALL, wanted: [second, 'none-such', first] });
  expect(result).toEqual({ putBack: 2, left: 0, missing: ['none-such'], unseen: 0 });
  expect(queues.textsIn('queue')).toHaveLength(2);
  expect(queues.deadIds()).toHaveLength(10);
});

it('looks no further than it has to', async () => {
  await bury(12);
  const [first = ''] = queues.deadIds();
  let receives = 0;
  const count: Interceptor = async ({ operation, forward }) => {
    if (operation === 'ReceiveMessage') receives += 1;
    return await forward();
  };
  const counting = createSqsClient(intercepted(count, queues.url));
  await redrive({ ...queues, deadLetterQueue: queues.deadLetterQueueWith(counting) }, { ...ALL, wanted: [first] });
  expect(receives).toBe(1);
});

it.each([
  { rate: 5, expected: [200, 200, 200] },
  { rate: 0.5, expected: [2_000, 2_000, 2_000] },
])('at $rate a second each but the first waits for its turn', async ({ rate, expected }) => {
  await bury(4);
  const clock = testClock(Date.now());
  await redrive(queues, { ...ALL, rate, clock });
  expect(clock.waits.map(Math.round)).toEqual(expected);
});

it('finds all it is asked for, however slowly it goes and however often SQS gives the rest again', async () => {
  const { queue: deadLetterQueue, clock, dead, ids } = await slowQueue({ messages: 30, callMs: 100 });
  const wanted = ids.slice(0, 10);
  const result = await redrive({ queue: queues.queue, deadLetterQueue }, { wanted, rate: 0.1, clock });
  expect(result).toEqual({ putBack: 10, left: 0, missing: [], unseen: 0 });
  expect(dead.messages.map(({ id }) => id).sort()).toEqual(ids.slice(10).sort());
});

it('says that it has not seen all when somebody else hides some', async () => {
  await bury(3);
  const [hidden] = await queues.deadLetterQueue.receive({ maxMessages: 1, waitSeconds: 0, visibilitySeconds: 600 });
  const wanted = [hidden?.messageId ?? ''];
  expect(await redrive(queues, { ...ALL, wanted })).toEqual({ putBack: 0, left: 0, missing: wanted, unseen: 1 });
  expect(await redrive(queues, ALL)).toEqual({ putBack: 2, left: 0, missing: [], unseen: 1 });
});

describe('what is given up after it began stays, so that the two do not go round for ever', () => {
  it('as it was', async () => {
    const [text = ''] = await bury(1);
    const onPutBack = () => void queues.sqs.sendMessage('dead-letters', text);
    expect(await redrive(queues, { ...ALL, onPutBack })).toEqual({ putBack: 1, left: 1, missing: [], unseen: 0 });
    expect(queues.textsIn('deadLetterQueue')).toEqual([text]);
  });

  it('in other words too', async () => {
    await bury(1);
    const onPutBack = () => void queues.sqs.sendMessage('dead-letters', 'what is left of it');
    expect(await redrive(queues, { ...ALL, onPutBack })).toMatchObject({ putBack: 1, left: 1 });
    expect(queues.textsIn('deadLetterQueue')).toEqual(['what is left of it']);
  });

  it('but copies from before are put back, each', async () => {
    const delivery = queuedDelivery();
    for (let copy = 1; copy <= 3; copy += 1) await queues.bury(delivery);
    expect(await redrive(queues, ALL)).toEqual({ putBack: 3, left: 0, missing: [], unseen: 0 });
    expect(queues.textsIn('deadLetterQueue')).toEqual([]);
  });
});

describe.each([
  { name: 'an hour slow', offMs: -3_600_000 },
  { name: 'an hour fast', offMs: 3_600_000 },
])('by a clock that is $name beside that of SQS', ({ offMs }) => {
  it('puts back what is there, and leaves what is given up again', async () => {
    const [text = ''] = await bury(1);
    let timesGivenUp = 0;
    const onPutBack = () => {
      timesGivenUp += 1;
      if (timesGivenUp < 5) queues.sqs.sendMessage('dead-letters', text);
    };
    const result = await redrive(queues, { ...ALL, clock: testClock(Date.now() + offMs), onPutBack });
    expect(result).toEqual({ putBack: 1, left: 1, missing: [], unseen: 0 });
    expect(queues.textsIn('queue')).toEqual([text]);
    expect(queues.textsIn('deadLetterQueue')).toEqual([text]);
  });
});

describe('nothing is lost when', () => {
  it('the main queue refuses in the middle: what it has not taken is in the dead-letter queue, for all to see', async () => {
    const texts = await bury(5);
    const result = await redrive({ ...queues, queue: queues.queueWith(refusing('SendMessage', 3)) }, ALL);
    const failure = { error: expect.any(AwsServiceError), at: { messageId: expect.any(String), sent: 'no' } };
    expect(result).toEqual({ putBack: 2, left: 0, missing: [], unseen: 0, failure });
    expect(queues.textsIn('deadLetterQueue')).toHaveLength(3);
    expect([...queues.textsIn('queue'), ...queues.textsIn('deadLetterQueue')].sort()).toEqual(texts);
  });

  it('the answer of the main queue is lost: it ends, and says that the message may be in both', async () => {
    await bury(3);
    const cut = failing('SendMessage', 2, async ({ operation, forward }) => {
      await forward();
      throw new AwsConnectionError({ service: 'sqs', operation }, 'its time was up');
    });
    const result = await redrive({ ...queues, queue: queues.queueWith(cut) }, ALL);
    expect(result).toMatchObject({ putBack: 1, failure: { at: { sent: 'maybe' } } });
    expect([queues.textsIn('queue').length, queues.textsIn('deadLetterQueue').length]).toEqual([2, 2]);
  });

  it('it is interrupted: it ends before the next one, and shows everybody the rest', async () => {
    await bury(5);
    const interruption = new AbortController();
    const onPutBack = () => interruption.abort(new Error('It was interrupted.'));
    const clock = testClock(Date.now());
    const result = await redrive(queues, { ...ALL, rate: 5, clock, onPutBack, signal: interruption.signal });
    expect(result).toMatchObject({ putBack: 1, failure: { error: { message: 'It was interrupted.' }, at: undefined } });
    expect([queues.textsIn('queue').length, queues.textsIn('deadLetterQueue').length]).toEqual([1, 4]);
  });

  it('the dead-letter queue refuses to remove one: it ends, and the message is in both', async () => {
    await bury(3);
    const stubborn = queues.deadLetterQueueWith(refusing('DeleteMessage', 2));
    const result = await redrive({ ...queues, deadLetterQueue: stubborn }, ALL);
    expect(result).toMatchObject({ putBack: 1, failure: { at: { sent: 'yes' } } });
    expect([queues.textsIn('queue').length, queues.textsIn('deadLetterQueue').length]).toEqual([2, 2]);
  });

  it('the dead-letter queue does not answer', async () => {
    await bury(3);
    const mute = queues.deadLetterQueueWith(refusing('ReceiveMessage', 1));
    const result = await redrive({ ...queues, deadLetterQueue: mute }, ALL);
    expect(result).toMatchObject({ putBack: 0, failure: { at: undefined } });
    expect(queues.textsIn('deadLetterQueue')).toHaveLength(3);
  });
});

describe('what is put back', () => {
  /** What Lambda hands the worker. */
  async function batchOf(queue: SqsQueue) {
    const messages = await queue.receive({ maxMessages: 10, waitSeconds: 0 });
    return {
      Records: messages.map(({ messageId, receiptHandle, body, receiveCount }) => {
        return { messageId, receiptHandle, body, attributes: { ApproximateReceiveCount: String(receiveCount) } };
      }),
    };
  }

  it('is run by the handlers it names only, and once, however often it is put back', async () => {
    const restore = withEnvironment(queues.environment);
    const table = await startLedgerTable();
    const idempotencyStore = new DynamoDbIdempotencyStore(table.name, table.client);
    const ran: string[] = [];
    const app = new App({ idempotencyStore, logger: new MemoryLogger() });
    for (const name of ['file-ready', 'audit']) app.onWebhook('file.ready', () => void ran.push(name), { name });
    const worker = workerHandler(app, { queueUrl: queues.queue.url, deadLetterQueueUrl: queues.deadLetterQueue.url });

    const delivery = queuedDelivery();
    for (let copy = 1; copy <= 3; copy += 1) await queues.bury(delivery);
    for (let time = 1; time <= 3; time += 1) {
      expect(await redrive(queues, { ...ALL, wanted: queues.deadIds().slice(0, 1) })).toMatchObject({ putBack: 1 });
      const batch = await batchOf(queues.queue);
      expect(await worker(batch, { getRemainingTimeInMillis: () => 60_000 })).toEqual({ batchItemFailures: [] });
    }
    expect(ran).toEqual(['file-ready']);
    await table.close();
    restore();
  });
});
