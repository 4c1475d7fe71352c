import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { QueueClient, SqsQueue } from '../../lib/aws/queue.ts';
import { App, AwsServiceError, DynamoDbLedger, workerHandler } from '../../lib/index.ts';
import { type RedriveOptions, redrive } from '../../operations/dlq/redrive.ts';
import { withEnvironment } from '../support/environment.ts';
import { startLedgerTable } from '../support/ledger-table.ts';
import { MemoryLogger } from '../support/memory-logger.ts';
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
  let count = 0;
  return {
    call: async (called, input, options) => {
      if (called === operation) count += 1;
      if (called === operation && count === number) {
        throw new AwsServiceError({ service: 'sqs', operation, status: 403, awsCode: 'AccessDenied' });
      }
      return await queues.client.call(called, input, options);
    },
  };
}

it('puts everything back as it is, more than SQS gives at once too', async () => {
  const texts = await bury(23);
  expect(await redrive(queues, ALL)).toEqual({ putBack: 23, left: 0, missing: [] });
  expect(queues.textsIn('queue')).toEqual(texts);
  expect(queues.textsIn('deadLetterQueue')).toEqual([]);
});

it('puts back what was asked for, releases the rest at once, and says what there is not', async () => {
  await bury(12);
  const [first = '', second = ''] = queues.deadIds();
  const result = await redrive(queues, { ...ALL, wanted: [second, 'none-such', first] });
  expect(result).toEqual({ putBack: 2, left: 0, missing: ['none-such'] });
  expect(queues.textsIn('queue')).toHaveLength(2);
  expect(queues.deadIds()).toHaveLength(10);
});

it('looks no further than it has to', async () => {
  await bury(12);
  const [first = ''] = queues.deadIds();
  let receives = 0;
  const counting: QueueClient = {
    call: async (operation, input, options) => {
      if (operation === 'ReceiveMessage') receives += 1;
      return await queues.client.call(operation, input, options);
    },
  };
  await redrive({ ...queues, deadLetterQueue: queues.deadLetterQueueWith(counting) }, { ...ALL, wanted: [first] });
  expect(receives).toBe(1);
});

it.each([
  { rate: 5, expected: [200, 200, 200] },
  { rate: 0.5, expected: [2_000, 2_000, 2_000] },
])('at $rate a second each but the first waits for its turn', async ({ rate, expected }) => {
  await bury(4);
  const clock = testClock();
  await redrive(queues, { ...ALL, rate, clock });
  expect(clock.waits.map(Math.round)).toEqual(expected);
});

it('what the worker gives up again meanwhile stays, so that the two do not go round for ever', async () => {
  const [text = ''] = await bury(1);
  const onPutBack = () => void queues.sqs.sendMessage('dead-letters', text);
  expect(await redrive(queues, { ...ALL, onPutBack })).toEqual({ putBack: 1, left: 1, missing: [] });
  expect(queues.textsIn('deadLetterQueue')).toEqual([text]);
});

describe('nothing is lost when', () => {
  it('the main queue refuses in the middle: what it has not taken is in the dead-letter queue, for all to see', async () => {
    const texts = await bury(5);
    const result = await redrive({ ...queues, queue: queues.queueWith(refusing('SendMessage', 3)) }, ALL);
    const failure = { error: expect.any(AwsServiceError), at: { messageId: expect.any(String), wasSent: false } };
    expect(result).toEqual({ putBack: 2, left: 0, missing: [], failure });
    expect(queues.textsIn('deadLetterQueue')).toHaveLength(3);
    expect([...queues.textsIn('queue'), ...queues.textsIn('deadLetterQueue')].sort()).toEqual(texts);
  });

  it('the dead-letter queue refuses to remove one: it ends, and the message is in both', async () => {
    await bury(3);
    const stubborn = queues.deadLetterQueueWith(refusing('DeleteMessage', 2));
    const result = await redrive({ ...queues, deadLetterQueue: stubborn }, ALL);
    expect(result).toMatchObject({ putBack: 1, failure: { at: { wasSent: true } } });
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
    const ledger = new DynamoDbLedger(table.name, table.client);
    const ran: string[] = [];
    const app = new App({ ledger, logger: new MemoryLogger() });
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
