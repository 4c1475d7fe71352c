import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  type Message,
  PurgeQueueCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClock } from '../../../sandbox/clock.ts';
import { runningSqs } from '../../support/running-sqs.ts';
import { until } from '../../support/until.ts';

const START = Date.UTC(2026, 10, 23);
const MAX_BYTES = 1_048_576;
const DAY_MS = 24 * 3_600_000;

let clock: SandboxClock;
let running: Awaited<ReturnType<typeof runningSqs>>;

beforeEach(async () => {
  clock = new SandboxClock({ standsAt: START });
  const queues = [
    {
      name: 'work',
      visibilitySeconds: 60,
      retentionSeconds: 1_209_600,
      redrive: { maxReceiveCount: 2, queue: 'dead' },
    },
    { name: 'dead' },
  ];
  running = await runningSqs({ queues, clock });
});
afterEach(() => running.stop());

type SendOptions = Partial<SendMessageCommandInput>;
type ReceiveOptions = Partial<ReceiveMessageCommandInput>;

const send = (MessageBody: string, options: SendOptions = {}) =>
  running.client.send(new SendMessageCommand({ QueueUrl: running.urlOf('work'), MessageBody, ...options }));
const receive = async (options: ReceiveOptions = {}): Promise<Message[]> => {
  const input = { QueueUrl: running.urlOf('work'), MaxNumberOfMessages: 10, ...options };
  return (await running.client.send(new ReceiveMessageCommand(input))).Messages ?? [];
};
const receiveOne = async (options: ReceiveOptions = {}) => (await receive({ ...options, MaxNumberOfMessages: 1 }))[0];
const remove = (ReceiptHandle = '') =>
  running.client.send(new DeleteMessageCommand({ QueueUrl: running.urlOf('work'), ReceiptHandle }));
const hide = (ReceiptHandle = '', VisibilityTimeout = 0) =>
  running.client.send(
    new ChangeMessageVisibilityCommand({ QueueUrl: running.urlOf('work'), ReceiptHandle, VisibilityTimeout }),
  );
const attributesOf = async (queue: string, AttributeNames: QueueAttributeName[] = ['All']) => {
  const input = { QueueUrl: running.urlOf(queue), AttributeNames };
  return (await running.client.send(new GetQueueAttributesCommand(input))).Attributes;
};

describe('a message', () => {
  it('arrives as it was sent, with what SQS knows of it', async () => {
    const attributes = {
      reason: { DataType: 'String', StringValue: 'Not found: ü' },
      digest: { DataType: 'Binary', BinaryValue: Buffer.from([0, 255]) },
    };
    const sent = await send('{"ü":"\\u0000 \u{1f600}"}', { MessageAttributes: attributes });
    clock.pass(1_000);
    const message = await receiveOne({ MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] });
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: '{"ü":"\\u0000 \u{1f600}"}',
      Attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: String(START),
        ApproximateFirstReceiveTimestamp: String(START + 1_000),
        SenderId: expect.any(String),
      },
      MessageAttributes: { reason: attributes.reason, digest: { DataType: 'Binary' } },
    });
    expect(Buffer.from(message?.MessageAttributes?.digest?.BinaryValue ?? [])).toEqual(Buffer.from([0, 255]));
  });

  it('has the digest of its attributes that AWS documents', async () => {
    // printf '\\0\\0\\0\\6reason\\0\\0\\0\\6String\\1\\0\\0\\0\\4gone' | md5sum
    const MessageAttributes = { reason: { DataType: 'String', StringValue: 'gone' } };
    expect(await send('x', { MessageAttributes })).toMatchObject({
      MD5OfMessageAttributes: '3d727dc9dd63b2b92981e14f7061906f',
    });
  });

  it('has only the attributes that were asked for', async () => {
    const MessageAttributes = {
      reason: { DataType: 'String', StringValue: 'x' },
      'app.a': { DataType: 'Number', StringValue: '1' },
    };
    await send('x', { MessageAttributes });
    expect(await receiveOne({ VisibilityTimeout: 0 })).not.toHaveProperty('MessageAttributes');
    const message = await receiveOne({
      MessageAttributeNames: ['app.*'],
      MessageSystemAttributeNames: ['SentTimestamp'],
    });
    expect(Object.keys(message?.MessageAttributes ?? {})).toEqual(['app.a']);
    expect(Object.keys(message?.Attributes ?? {})).toEqual(['SentTimestamp']);
  });

  it('stays away as long as it is delayed', async () => {
    await send('later', { DelaySeconds: 900 });
    clock.pass(899_999);
    expect(await receive()).toEqual([]);
    clock.pass(1);
    expect(await receive()).toMatchObject([{ Body: 'later' }]);
  });

  it('is hidden while it is worked on, and comes back when that took too long', async () => {
    await send('x');
    const first = await receiveOne();
    clock.pass(59_999);
    expect(await receive()).toEqual([]);
    clock.pass(1);
    const second = await receiveOne({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(second).toMatchObject({ MessageId: first?.MessageId, Attributes: { ApproximateReceiveCount: '2' } });
    expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
  });

  it('is hidden as long as its receiver says, also at once, from when it says it', async () => {
    await send('x');
    const message = await receiveOne({ VisibilityTimeout: 10 });
    clock.pass(9_000);
    await hide(message?.ReceiptHandle, 5);
    clock.pass(4_999);
    expect(await receive()).toEqual([]);
    clock.pass(1);
    const again = await receiveOne();
    await hide(again?.ReceiptHandle, 0);
    expect(running.sqs.queue('work').counts).toEqual({ visible: 1, in_flight: 0, delayed: 0 });
  });

  it('is gone when it is deleted', async () => {
    await send('x');
    await remove((await receiveOne())?.ReceiptHandle);
    clock.pass(86_400_000);
    expect(await receive()).toEqual([]);
  });

  it('is not deleted with a handle that is not its last, and nobody is told', async () => {
    await send('x');
    const first = await receiveOne();
    clock.pass(60_000);
    await receiveOne();
    await remove(first?.ReceiptHandle);
    clock.pass(60_000);
    expect(running.sqs.queue('work').messages).toHaveLength(1);
  });

  it('goes to the dead-letter queue instead of once more than it may be received', async () => {
    const { MessageId } = await send('x', { MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } } });
    await receive({ VisibilityTimeout: 0 });
    await receive({ VisibilityTimeout: 0 });
    expect(await receive()).toEqual([]);
    const QueueUrl = running.urlOf('dead');
    const dead = await receiveOne({ QueueUrl, AttributeNames: ['All'], MessageAttributeNames: ['All'] });
    expect(dead).toMatchObject({
      MessageId,
      Attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: String(START),
        DeadLetterQueueSourceArn: 'arn:aws:sqs:us-east-1:000000000000:work',
      },
      MessageAttributes: { a: { StringValue: 'b' } },
    });
  });
});

describe('long polling', () => {
  /** The one alarm there is belongs to whoever waits. */
  const isWaiting = () => clock.nextAlarmAt === START + 20_000;

  it('is answered when a message comes', async () => {
    const waiting = receive({ WaitTimeSeconds: 20 });
    await until(isWaiting);
    await send('x');
    expect(await waiting).toMatchObject([{ Body: 'x' }]);
  });

  it('is answered when a message becomes visible', async () => {
    await send('x', { DelaySeconds: 15 });
    const waiting = receive({ WaitTimeSeconds: 20 });
    await until(() => running.sqs.calls.length === 2);
    clock.pass(15_000);
    expect(await waiting).toMatchObject([{ Body: 'x' }]);
  });

  it('is answered when a receiver gives a message back', async () => {
    await send('x');
    const [held] = await receive();
    const waiting = receive({ WaitTimeSeconds: 20 });
    await until(isWaiting);
    await hide(held?.ReceiptHandle, 0);
    expect(await waiting).toMatchObject([{ Body: 'x' }]);
  });

  it('is answered with nothing when nothing came', async () => {
    const waiting = receive({ WaitTimeSeconds: 20 });
    await until(isWaiting);
    clock.pass(20_000);
    expect(await waiting).toEqual([]);
  });

  it('loses no message to a receiver that has hung up', async () => {
    const hangUp = new AbortController();
    const input = { QueueUrl: running.urlOf('work'), WaitTimeSeconds: 20 };
    const waiting = running.client.send(new ReceiveMessageCommand(input), { abortSignal: hangUp.signal });
    await until(isWaiting);
    hangUp.abort();
    await expect(waiting).rejects.toThrow('abort');
    await until(() => clock.nextAlarmAt === undefined);
    await send('x');
    expect(await receive()).toMatchObject([{ Body: 'x' }]);
  });
});

describe('a message that nobody deletes', () => {
  it('is there for as long as the queue keeps it, and then gone without a word', async () => {
    await send('x');
    clock.pass(7 * DAY_MS);
    await send('y');
    clock.pass(7 * DAY_MS - 1_000);
    expect(await receive({ VisibilityTimeout: 0 })).toMatchObject([{ Body: 'x' }, { Body: 'y' }]);
    clock.pass(1_000);
    expect(await receive()).toMatchObject([{ Body: 'y' }]);
    expect(await attributesOf('dead')).toMatchObject({ ApproximateNumberOfMessages: '0' });
  });

  it.each([
    ['hidden', () => receiveOne({ VisibilityTimeout: 43_200 })],
    ['not to be seen yet', async () => void (await send('y', { DelaySeconds: 900 }))],
  ])('is gone then also while one is %s', async (_, hideOne) => {
    await send('x');
    clock.pass(14 * DAY_MS - 60_000);
    await hideOne();
    clock.pass(60_000);
    const { ApproximateNumberOfMessagesNotVisible: hidden, ApproximateNumberOfMessages: visible } =
      (await attributesOf('work')) ?? {};
    expect([hidden, visible]).toEqual(['0', '0']);
  });

  it('cannot be hidden any longer when it is gone', async () => {
    await send('x');
    clock.pass(14 * DAY_MS - 60_000);
    const held = await receiveOne({ VisibilityTimeout: 43_200 });
    clock.pass(60_000);
    await expect(hide(held?.ReceiptHandle, 60)).rejects.toThrow('Message does not exist');
  });

  it('has four days where the queue does not say, and is as old in a dead-letter queue as it was before', async () => {
    await send('x');
    clock.pass(3 * DAY_MS);
    await receiveOne({ VisibilityTimeout: 0 });
    await receiveOne({ VisibilityTimeout: 0 });
    expect(await receive()).toEqual([]);
    expect(await attributesOf('dead')).toMatchObject({ ApproximateNumberOfMessages: '1' });
    clock.pass(DAY_MS);
    expect(await attributesOf('dead')).toMatchObject({ ApproximateNumberOfMessages: '0' });
  });
});

describe('the queue', () => {
  it('counts its messages', async () => {
    await Promise.all([send('a'), send('b'), send('c'), send('d', { DelaySeconds: 1 })]);
    await receiveOne();
    expect(await attributesOf('work')).toMatchObject({
      ApproximateNumberOfMessages: '2',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      VisibilityTimeout: '60',
      MessageRetentionPeriod: '1209600',
      QueueArn: 'arn:aws:sqs:us-east-1:000000000000:work',
      RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead","maxReceiveCount":2}',
    });
    expect(await attributesOf('dead', ['ApproximateNumberOfMessages'])).toEqual({ ApproximateNumberOfMessages: '0' });
  });

  it('is found by its name', async () => {
    const { QueueUrl } = await running.client.send(new GetQueueUrlCommand({ QueueName: 'dead' }));
    expect(QueueUrl).toBe(running.urlOf('dead'));
    const { QueueUrls } = await running.client.send(new ListQueuesCommand({ QueueNamePrefix: 'w' }));
    expect(QueueUrls).toEqual([running.urlOf('work')]);
  });

  it('hands out ten messages at most, those that have waited longest first', async () => {
    for (let number = 0; number < 12; number += 1) await send(String(number));
    expect((await receive()).map(({ Body }) => Body)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect((await receive()).map(({ Body }) => Body)).toEqual(['10', '11']);
  });
});

describe('refuses', () => {
  const string = (StringValue: string) => ({ DataType: 'String', StringValue });
  it.each<[string, () => Promise<unknown>, string]>([
    ['a body that is too long', () => send('x'.repeat(MAX_BYTES + 1)), 'InvalidParameterValueException'],
    [
      'a body that is too long with its attributes',
      () => send('x'.repeat(MAX_BYTES - 8), { MessageAttributes: { ab: string('x') } }),
      'InvalidParameterValueException',
    ],
    ['an empty body', () => send(''), 'MissingRequiredParameterException'],
    ['a character SQS does not take', () => send('a\u{ffff}b'), 'InvalidMessageContents'],
    ['an empty attribute', () => send('x', { MessageAttributes: { a: string('') } }), 'InvalidParameterValueException'],
    ['a delay over 15 minutes', () => send('x', { DelaySeconds: 901 }), 'InvalidParameterValueException'],
    ['a batch over ten', () => receive({ MaxNumberOfMessages: 11 }), 'InvalidParameterValueException'],
    ['a wait over 20 s', () => receive({ WaitTimeSeconds: 21 }), 'InvalidParameterValueException'],
    ['a handle of nothing', () => hide('no-such-handle', 1), 'InvalidParameterValueException'],
    ['a queue that is not there', () => send('x', { QueueUrl: running.urlOf('gone') }), 'QueueDoesNotExist'],
    [
      'what it does not know',
      () => running.client.send(new PurgeQueueCommand({ QueueUrl: running.urlOf('work') })),
      'UnknownOperationException',
    ],
  ])('%s', async (_, call, name) => {
    await expect(call()).rejects.toMatchObject({ name });
    expect(running.sqs.queue('work').messages).toEqual([]);
  });

  it('takes one of exactly the size limit', async () => {
    await send('x'.repeat(MAX_BYTES - 9), { MessageAttributes: { ab: string('x') } });
    expect(await receive()).toHaveLength(1);
  });

  it('to hide a message that nobody holds, or longer than 12 hours from when it was received', async () => {
    await send('x');
    const message = await receiveOne();
    clock.pass(1_000);
    await expect(hide(message?.ReceiptHandle, 43_200)).rejects.toThrow('beyond the limit');
    await hide(message?.ReceiptHandle, 43_199);
    clock.pass(43_199_000);
    await expect(hide(message?.ReceiptHandle, 1)).rejects.toThrow('not available for visibility timeout change');
  });
});

describe('surprises, when it is told to', () => {
  it('with a message that comes once more though it has been deleted', async () => {
    await send('x');
    const queue = running.sqs.queue('work');
    queue.surprises = { isDoubled: ({ body }) => body === 'x' };
    const first = await receiveOne();
    await remove(first?.ReceiptHandle);
    const second = await receiveOne();
    expect(second?.MessageId).toBe(first?.MessageId);
    await remove(second?.ReceiptHandle);
    expect(queue.messages).toEqual([]);
  });

  it('with an order of its own', async () => {
    for (const body of ['a', 'b', 'c']) await send(body);
    running.sqs.queue('work').surprises = { pick: (visible) => visible - 1 };
    expect((await receive()).map(({ Body }) => Body)).toEqual(['c', 'b', 'a']);
  });
});
