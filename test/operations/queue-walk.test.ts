import { expect, it } from '@jest/globals';
import { type QueueClient, SqsQueue } from '../../lib/aws/queue.ts';
import { HIDDEN_SECONDS, QueueWalk } from '../../operations/dlq/queue-walk.ts';

/** A queue that gives these batches of messages, each with another receipt, and remembers what it was asked. */
function scriptedQueue(batches: readonly (readonly string[])[]) {
  const calls: [operation: string, input: object][] = [];
  let receives = 0;
  const client: QueueClient = {
    call: async (operation, input) => {
      calls.push([operation, input]);
      if (operation !== 'ReceiveMessage') return {};
      receives += 1;
      return {
        Messages: batches[receives - 1]?.map((id) => ({ MessageId: id, ReceiptHandle: `${id}#${receives}`, Body: id })),
      };
    },
  };
  return { queue: new SqsQueue('https://sqs/1/dead', client), calls };
}

async function idsOf(walk: QueueWalk): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { messageId } of walk.messages()) ids.push(messageId);
  return ids;
}

it('sees each message once, however often SQS gives it, to the end', async () => {
  const { queue } = scriptedQueue([['a', 'b'], ['b'], ['a', 'c'], [], ['d']]);
  expect(await idsOf(new QueueWalk(queue))).toEqual(['a', 'b', 'c']);
});

it('ends when SQS gives nothing new three times in a row', async () => {
  const { queue, calls } = scriptedQueue([['a'], ['a'], ['a'], ['a'], ['b']]);
  expect(await idsOf(new QueueWalk(queue))).toEqual(['a']);
  expect(calls).toHaveLength(4);
});

it('hides what it sees for a short time, and asks all servers of SQS', async () => {
  const { queue, calls } = scriptedQueue([]);
  await idsOf(new QueueWalk(queue));
  const asked = { VisibilityTimeout: HIDDEN_SECONDS, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 };
  expect(calls).toEqual([['ReceiveMessage', expect.objectContaining(asked)]]);
});

it('releases each with its newest receipt, but for what it has removed', async () => {
  const { queue, calls } = scriptedQueue([['a', 'b', 'c'], ['b']]);
  const walk = new QueueWalk(queue);
  for await (const message of walk.messages()) if (message.messageId === 'a') await walk.remove(message);
  await walk.release();
  const changes = calls.flatMap(([operation, input]) =>
    operation === 'ReceiveMessage' ? [] : [[operation, Reflect.get(input, 'ReceiptHandle')]],
  );
  expect(changes).toEqual([
    ['DeleteMessage', 'a#1'],
    ['ChangeMessageVisibility', 'b#2'],
    ['ChangeMessageVisibility', 'c#1'],
  ]);
});
