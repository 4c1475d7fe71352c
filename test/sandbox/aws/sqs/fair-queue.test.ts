import { describe, expect, it } from '@jest/globals';
import type { ReceivedMessage } from '../../../../sandbox/aws/sqs/message.ts';
import { Queue } from '../../../../sandbox/aws/sqs/queue.ts';
import { SandboxClock } from '../../../../sandbox/clock/sandbox-clock.ts';
import { START, sqsUnderTest } from './sqs-under-test.ts';

const clock = new SandboxClock({ frozenAt: START });

/** A queue without a journal, with calls that take the group of a message. */
function newQueue() {
  const journal = { append: async () => undefined, close: async () => undefined };
  const queue = new Queue({ name: 'work', arn: 'arn', clock, journal, findQueue: () => undefined });
  const send = async (count: number, groupId?: string) => {
    for (let sent = 0; sent < count; sent += 1) {
      await queue.send({ body: groupId ?? 'none', ...(groupId !== undefined && { groupId }) });
    }
  };
  const receive = (maxMessages: number) => queue.receive({ maxMessages, waitTimeSeconds: 0 });
  return { queue, send, receive };
}

const groupsOf = (messages: readonly ReceivedMessage[]) => messages.map(({ groupId }) => groupId ?? 'none');

describe('messages of quiet groups come first', () => {
  it('while a group has at least 30 messages in flight, and more than 10% of all', async () => {
    const { send, receive } = newQueue();
    await send(40, 'noisy');
    await receive(30);
    await send(2, 'quiet');
    await send(1);
    expect(groupsOf(await receive(5))).toEqual(['quiet', 'quiet', 'none', 'noisy', 'noisy']);
  });

  it('after a group took more than 10% of the processing time, with few messages in flight', async () => {
    const { queue, send, receive } = newQueue();
    await send(4, 'slow');
    const [first] = await receive(1);
    clock.advance(10_000);
    await queue.delete(first?.receiptHandle ?? '');
    await send(1, 'quiet');
    expect(groupsOf(await receive(2))).toEqual(['quiet', 'slow']);
  });
});

describe('messages come in their order', () => {
  it('while no group is noisy', async () => {
    const { send, receive } = newQueue();
    await send(40, 'many');
    await receive(29);
    await send(1, 'few');
    expect(groupsOf(await receive(12)).at(-1)).toBe('few');
  });

  it('while every group is noisy', async () => {
    const { send, receive } = newQueue();
    await send(31, 'one');
    await send(31, 'two');
    await receive(62);
    await send(1, 'two');
    await send(1, 'one');
    expect(groupsOf(await receive(2))).toEqual(['two', 'one']);
  });

  it('again when the messages of the group are deleted and other groups have worked as long', async () => {
    const { queue, send, receive } = newQueue();
    await send(31, 'noisy');
    for (const { receiptHandle } of await receive(31)) await queue.delete(receiptHandle); // at once: no processing time
    await send(1, 'noisy');
    await send(1, 'quiet');
    expect(groupsOf(await receive(2))).toEqual(['noisy', 'quiet']);
  });

  it('if they have no group, however many are in flight', async () => {
    const { send, receive } = newQueue();
    await send(41);
    await receive(40);
    await send(1, 'quiet');
    expect(groupsOf(await receive(2))).toEqual(['none', 'quiet']);
  });
});

describe('over HTTP', () => {
  const { send, receiveOne } = sqsUnderTest();

  it('a message has its group as a system attribute', async () => {
    await send('x', { MessageGroupId: 'account-1' });
    expect(await receiveOne({ MessageSystemAttributeNames: ['All'] })).toMatchObject({
      Attributes: { MessageGroupId: 'account-1' },
    });
  });

  it.each(['with space', 'ä', '', 'a'.repeat(129)])('refuses the group %j', async (MessageGroupId) => {
    await expect(send('x', { MessageGroupId })).rejects.toThrow('MessageGroupId');
  });
});
