import { describe, expect, it } from '@jest/globals';
import { createSqsClient } from '../../lib/aws/sqs-client.ts';
import { QueueWalk, SHORTEST_HIDING_SECONDS } from '../../operations/dlq/queue-walk.ts';
import { OperatedQueue } from '../../operations/dlq/queues.ts';
import { answered, intercepted } from '../support/intercepted-aws.ts';
import { slowQueue } from '../support/slow-queue.ts';
import { testClock } from '../support/test-clock.ts';

interface Script {
  /** Ids of the messages that SQS gives, each time with another receipt; the last ones again and again if `isEndless`. */
  readonly batches: readonly (readonly string[])[];
  readonly isEndless?: boolean;
  /** What SQS says is visible and hidden, each time it is asked; the last again and again. */
  readonly counts?: readonly (readonly [visible: number, hidden: number])[];
}

/** A queue that says what is in the script, and remembers what it was asked. */
function scriptedQueue({ batches, isEndless = false, counts = [[0, 0]] }: Script) {
  const calls: [operation: string, input: object][] = [];
  let receives = 0;
  let countings = 0;
  const client = createSqsClient(
    intercepted(async (call) => {
      const { operation, input } = call;
      calls.push([operation, input]);
      if (operation === 'GetQueueAttributes') {
        const [visible, hidden] = counts[countings] ?? counts.at(-1) ?? [];
        countings += 1;
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
  return { queue: new OperatedQueue('https://sqs/1/dead', client), calls, inputsOf };
}

async function idsOf(walk: QueueWalk): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { messageId } of walk.messages()) ids.push(messageId);
  return ids;
}

describe('a walk', () => {
  it('sees each message once, however often SQS gives it, to the end', async () => {
    const { queue } = scriptedQueue({ batches: [['a', 'b'], ['b'], ['a'], ['a', 'b'], ['b'], ['a', 'c'], [], ['d']] });
    const walk = new QueueWalk(queue);
    expect(await idsOf(walk)).toEqual(['a', 'b', 'c']);
    expect(walk.unseen).toBe(0);
  });

  it('sees all of 10,000 that come in any order, though it takes longer than the first are hidden', async () => {
    const { queue, clock, ids } = await slowQueue({ messages: 10_000, callMs: 100 });
    const startedAt = clock.now();
    const walk = new QueueWalk(queue, { clock });
    expect(new Set(await idsOf(walk))).toEqual(new Set(ids));
    expect(walk.unseen).toBe(0);
    expect(clock.now() - startedAt).toBeGreaterThan(SHORTEST_HIDING_SECONDS * 1_000);
  });

  it('ends though messages come as fast as it sees them, and has then seen all that were there when it began', async () => {
    const onCall = (operation: string) => {
      for (let number = 0; operation === 'ReceiveMessage' && number < 10; number += 1) void dead.send({ body: 'new' });
    };
    const { queue, clock, ids, dead } = await slowQueue({ messages: 200, callMs: 100, onCall });
    const walk = new QueueWalk(queue, { clock });
    const seen = new Set(await idsOf(walk));
    expect(ids.filter((id) => !seen.has(id))).toEqual([]);
    expect(seen.size).toBeGreaterThan(ids.length);
    expect(walk.unseen).toBe(dead.messages.length - seen.size);
  });

  it('hides what it sees for a minute, and for twice the time it has taken; it asks all servers of SQS', async () => {
    const clock = testClock();
    const { queue, inputsOf } = scriptedQueue({ batches: [['a'], ['b'], ['c']] });
    for await (const { messageId } of new QueueWalk(queue, { clock }).messages()) {
      clock.pass(messageId === 'a' ? 30_000 : 86_400_000);
    }
    const asked = { WaitTimeSeconds: 1, MaxNumberOfMessages: 10 };
    expect(inputsOf('ReceiveMessage')).toMatchObject([
      { ...asked, VisibilityTimeout: 60 },
      { ...asked, VisibilityTimeout: 120 },
      { ...asked, VisibilityTimeout: 43_200 },
      { ...asked, VisibilityTimeout: 43_200 },
    ]);
  });

  it('releases each with its newest receipt, but for what it has removed', async () => {
    const { queue, calls } = scriptedQueue({ batches: [['a', 'b', 'c'], ['b']] });
    const walk = new QueueWalk(queue);
    for await (const message of walk.messages()) if (message.messageId === 'a') await walk.remove(message);
    await walk.release();
    const changes = calls.flatMap(([operation, input]) =>
      'ReceiptHandle' in input ? [[operation, input.ReceiptHandle]] : [],
    );
    expect(changes).toEqual([
      ['DeleteMessage', 'a#1'],
      ['ChangeMessageVisibility', 'b#2'],
      ['ChangeMessageVisibility', 'c#1'],
    ]);
  });

  it('removes once more what SQS gives once more', async () => {
    const { queue, inputsOf } = scriptedQueue({ batches: [['a'], ['a', 'b']] });
    const walk = new QueueWalk(queue);
    for await (const message of walk.messages()) if (message.messageId === 'a') await walk.remove(message);
    expect(inputsOf('DeleteMessage')).toMatchObject([{ ReceiptHandle: 'a#1' }, { ReceiptHandle: 'a#2' }]);
  });

  it('ends when it is told to, with the reason', async () => {
    const { queue } = scriptedQueue({ batches: [['a'], ['b'], ['c']] });
    const interruption = new AbortController();
    const walk = new QueueWalk(queue, { signal: interruption.signal });
    const seen: string[] = [];
    const walking = async () => {
      for await (const { messageId } of walk.messages()) {
        seen.push(messageId);
        if (messageId === 'b') interruption.abort(new Error('enough'));
      }
    };
    await expect(walking()).rejects.toThrow('enough');
    expect(seen).toEqual(['a', 'b']);
    expect(walk.unseen).toBeUndefined();
  });
});

describe('a walk does not claim that it has seen all when', () => {
  it('somebody else hides some', async () => {
    const { queue } = scriptedQueue({
      batches: [['a']],
      counts: [
        [1, 2],
        [0, 3],
      ],
    });
    const walk = new QueueWalk(queue);
    expect(await idsOf(walk)).toEqual(['a']);
    expect(walk.unseen).toBe(2);
  });

  it('somebody else hides some, and it has seen as many others that came meanwhile', async () => {
    const { queue } = scriptedQueue({
      batches: [['a'], ['new']],
      counts: [
        [1, 1],
        [0, 3],
      ],
    });
    const walk = new QueueWalk(queue);
    expect(await idsOf(walk)).toEqual(['a', 'new']);
    expect(walk.unseen).toBe(1);
  });

  it('SQS gives nothing of what it says it has, asked for a minute', async () => {
    const { queue, inputsOf } = scriptedQueue({
      batches: [['a']],
      counts: [
        [3, 0],
        [2, 1],
      ],
    });
    const walk = new QueueWalk(queue);
    expect(await idsOf(walk)).toEqual(['a']);
    expect(walk.unseen).toBe(2);
    const waits = inputsOf('ReceiveMessage').map((input) => Reflect.get(input, 'WaitTimeSeconds'));
    expect(waits).toEqual([1, 1, 20, 20, 20]);
  });

  it('SQS gives the same over and over', async () => {
    const { queue } = scriptedQueue({ batches: [['a', 'b']], isEndless: true, counts: [[2, 0]] });
    const walk = new QueueWalk(queue);
    expect(await idsOf(walk)).toEqual(['a', 'b']);
    expect(walk.unseen).toBe(1);
  });
});

describe('a walk has seen all when', () => {
  it('SQS gives the rest at a later look', async () => {
    const { queue } = scriptedQueue({
      batches: [['a'], [], ['b']],
      counts: [
        [2, 0],
        [1, 1],
      ],
    });
    const walk = new QueueWalk(queue);
    expect(await idsOf(walk)).toEqual(['a', 'b']);
    expect(walk.unseen).toBe(0);
  });

  it('what it has not seen is gone', async () => {
    const { queue } = scriptedQueue({
      batches: [['a']],
      counts: [
        [2, 0],
        [0, 1],
      ],
    });
    const walk = new QueueWalk(queue);
    expect(await idsOf(walk)).toEqual(['a']);
    expect(walk.unseen).toBe(0);
  });
});
