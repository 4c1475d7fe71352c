import { describe, expect, it } from '@jest/globals';
import { CountableQueue } from '../../../cli/dlq/countable-queue.ts';
import { MIN_VISIBILITY_SECONDS, QueueScanner } from '../../../cli/dlq/queue-scanner.ts';
import { createSqsClient } from '../../../lib/aws/sqs-client.ts';
import { answered, intercepted } from '../../support/intercepted-aws.ts';
import { slowQueue } from '../../support/slow-queue.ts';
import { testClock } from '../../support/test-clock.ts';

interface Script {
  /** Message ids of each received batch. Every receive has new receipt handles. `isEndless` repeats the last batch. */
  readonly batches: readonly (readonly string[])[];
  readonly isEndless?: boolean;
  /** The counts of each GetQueueAttributes call. The last one repeats. */
  readonly counts?: readonly (readonly [visible: number, hidden: number])[];
}

/** A queue that answers from a script and records the calls. */
function scriptedQueue({ batches, isEndless = false, counts = [[0, 0]] }: Script) {
  const calls: [operation: string, input: object][] = [];
  let receives = 0;
  let countCalls = 0;
  const client = createSqsClient(
    intercepted(async (call) => {
      const { operation, input } = call;
      calls.push([operation, input]);
      if (operation === 'GetQueueAttributes') {
        const [visible, hidden] = counts[countCalls] ?? counts.at(-1) ?? [];
        countCalls += 1;
        const Attributes = {
          ApproximateNumberOfMessages: String(visible),
          ApproximateNumberOfMessagesNotVisible: String(hidden),
        };
        return answered(call, { Attributes });
      }
      if (operation !== 'ReceiveMessage') return answered(call);
      const batch = batches[receives] ?? (isEndless ? batches.at(-1) : []);
      receives += 1;
      const Messages = batch?.map((id) => ({ MessageId: id, ReceiptHandle: `${id}#${receives}`, Body: id }));
      return answered(call, { Messages });
    }),
  );
  const inputsOf = (operation: string) => calls.flatMap(([called, input]) => (called === operation ? [input] : []));
  return { queue: new CountableQueue('https://sqs/1/dead-letters', client), calls, inputsOf };
}

async function idsOf(scanner: QueueScanner): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { messageId } of scanner.messages()) ids.push(messageId);
  return ids;
}

describe('a scan', () => {
  it('yields each message once if SQS repeats messages', async () => {
    const { queue } = scriptedQueue({ batches: [['a', 'b'], ['b'], ['a'], ['a', 'b'], ['b'], ['a', 'c'], [], ['d']] });
    const scanner = new QueueScanner(queue);
    expect(await idsOf(scanner)).toEqual(['a', 'b', 'c']);
    expect(scanner.unseen).toBe(0);
  });

  it('finds 10,000 messages in random order if visibility timeouts expire during the scan', async () => {
    const { queue, clock, ids } = await slowQueue({ messages: 10_000, callMs: 100 });
    const startedAt = clock.now();
    const scanner = new QueueScanner(queue, { clock });
    expect(new Set(await idsOf(scanner))).toEqual(new Set(ids));
    expect(scanner.unseen).toBe(0);
    expect(clock.now() - startedAt).toBeGreaterThan(MIN_VISIBILITY_SECONDS * 1_000);
  });

  it('ends with all initial messages if new ones arrive as fast as it reads', async () => {
    const onCall = (operation: string) => {
      for (let number = 0; operation === 'ReceiveMessage' && number < 10; number += 1)
        void sandboxQueue.send({ body: 'new' });
    };
    const { queue, clock, ids, sandboxQueue } = await slowQueue({ messages: 200, callMs: 100, onCall });
    const scanner = new QueueScanner(queue, { clock });
    const seen = new Set(await idsOf(scanner));
    expect(ids.filter((id) => !seen.has(id))).toEqual([]);
    expect(seen.size).toBeGreaterThan(ids.length);
    expect(scanner.unseen).toBe(sandboxQueue.messages.length - seen.size);
  });

  it('extends the visibility timeout with the scan time and uses long polls', async () => {
    const clock = testClock();
    const { queue, inputsOf } = scriptedQueue({ batches: [['a'], ['b'], ['c']] });
    for await (const { messageId } of new QueueScanner(queue, { clock }).messages()) {
      clock.advance(messageId === 'a' ? 30_000 : 86_400_000);
    }
    const poll = { WaitTimeSeconds: 1, MaxNumberOfMessages: 10 };
    expect(inputsOf('ReceiveMessage')).toMatchObject([
      { ...poll, VisibilityTimeout: 60 },
      { ...poll, VisibilityTimeout: 120 },
      { ...poll, VisibilityTimeout: 43_200 },
      { ...poll, VisibilityTimeout: 43_200 },
    ]);
  });

  it('releases every message that it did not remove, with the newest receipt handle', async () => {
    const { queue, calls } = scriptedQueue({ batches: [['a', 'b', 'c'], ['b']] });
    const scanner = new QueueScanner(queue);
    for await (const message of scanner.messages()) if (message.messageId === 'a') await scanner.remove(message);
    await scanner.release();
    const changes = calls.flatMap(([operation, input]) =>
      'ReceiptHandle' in input ? [[operation, input.ReceiptHandle]] : [],
    );
    expect(changes).toEqual([
      ['DeleteMessage', 'a#1'],
      ['ChangeMessageVisibility', 'b#2'],
      ['ChangeMessageVisibility', 'c#1'],
    ]);
  });

  it('removes a message again if SQS returns it again', async () => {
    const { queue, inputsOf } = scriptedQueue({ batches: [['a'], ['a', 'b']] });
    const scanner = new QueueScanner(queue);
    for await (const message of scanner.messages()) if (message.messageId === 'a') await scanner.remove(message);
    expect(inputsOf('DeleteMessage')).toMatchObject([{ ReceiptHandle: 'a#1' }, { ReceiptHandle: 'a#2' }]);
  });

  it('throws the reason when the signal aborts', async () => {
    const { queue } = scriptedQueue({ batches: [['a'], ['b'], ['c']] });
    const interruption = new AbortController();
    const scanner = new QueueScanner(queue, { signal: interruption.signal });
    const seen: string[] = [];
    const scan = async () => {
      for await (const { messageId } of scanner.messages()) {
        seen.push(messageId);
        if (messageId === 'b') interruption.abort(new Error('enough'));
      }
    };
    await expect(scan()).rejects.toThrow('enough');
    expect(seen).toEqual(['a', 'b']);
    expect(scanner.unseen).toBeUndefined();
  });
});

describe('a scan reports unseen messages if', () => {
  it('another consumer holds some', async () => {
    const { queue } = scriptedQueue({
      batches: [['a']],
      counts: [
        [1, 2],
        [0, 3],
      ],
    });
    const scanner = new QueueScanner(queue);
    expect(await idsOf(scanner)).toEqual(['a']);
    expect(scanner.unseen).toBe(2);
  });

  it('another consumer holds some and as many new ones arrived', async () => {
    const { queue } = scriptedQueue({
      batches: [['a'], ['new']],
      counts: [
        [1, 1],
        [0, 3],
      ],
    });
    const scanner = new QueueScanner(queue);
    expect(await idsOf(scanner)).toEqual(['a', 'new']);
    expect(scanner.unseen).toBe(1);
  });

  it('SQS returns none of the counted messages for a minute', async () => {
    const { queue, inputsOf } = scriptedQueue({
      batches: [['a']],
      counts: [
        [3, 0],
        [2, 1],
      ],
    });
    const scanner = new QueueScanner(queue);
    expect(await idsOf(scanner)).toEqual(['a']);
    expect(scanner.unseen).toBe(2);
    const waits = inputsOf('ReceiveMessage').map((input) => Reflect.get(input, 'WaitTimeSeconds'));
    expect(waits).toEqual([1, 1, 20, 20, 20]);
  });

  it('SQS keeps returning known messages', async () => {
    const { queue } = scriptedQueue({ batches: [['a', 'b']], isEndless: true, counts: [[2, 0]] });
    const scanner = new QueueScanner(queue);
    expect(await idsOf(scanner)).toEqual(['a', 'b']);
    expect(scanner.unseen).toBe(1);
  });
});

describe('a scan is complete if', () => {
  it('SQS returns the remaining messages at a later poll', async () => {
    const { queue } = scriptedQueue({
      batches: [['a'], [], ['b']],
      counts: [
        [2, 0],
        [1, 1],
      ],
    });
    const scanner = new QueueScanner(queue);
    expect(await idsOf(scanner)).toEqual(['a', 'b']);
    expect(scanner.unseen).toBe(0);
  });

  it('the counted messages have disappeared', async () => {
    const { queue } = scriptedQueue({
      batches: [['a']],
      counts: [
        [2, 0],
        [0, 1],
      ],
    });
    const scanner = new QueueScanner(queue);
    expect(await idsOf(scanner)).toEqual(['a']);
    expect(scanner.unseen).toBe(0);
  });
});
