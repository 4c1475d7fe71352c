import { GetQueueUrlCommand, ListQueuesCommand, PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { sqsUnderTest } from './sqs-under-test.ts';

const MAX_BYTES = 1_048_576;

const sqs = sqsUnderTest();
const { send, receive, receiveOne, remove, hide, attributesOf } = sqs;

describe('a queue', () => {
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

  it('is found by name', async () => {
    const { QueueUrl } = await sqs.running.client.send(new GetQueueUrlCommand({ QueueName: 'dead' }));
    expect(QueueUrl).toBe(sqs.running.urlOf('dead'));
    const { QueueUrls } = await sqs.running.client.send(new ListQueuesCommand({ QueueNamePrefix: 'w' }));
    expect(QueueUrls).toEqual([sqs.running.urlOf('work')]);
  });

  it('returns at most ten messages, those that have been visible longest first', async () => {
    for (let number = 0; number < 12; number += 1) await send(String(number));
    expect((await receive()).map(({ Body }) => Body)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect((await receive()).map(({ Body }) => Body)).toEqual(['10', '11']);
  });
});

/** A well-formed receipt handle. */
const GONE = '0b6b8b62-7d9a-4f5e-9a37-3f1c2d5e6a70.6b1f0c1e-2a4d-4c55-8d4b-1f0a9e8d7c6b';

describe('SQS', () => {
  const string = (StringValue: string) => ({ DataType: 'String', StringValue });
  it.each<[string, () => Promise<unknown>, string]>([
    ['a body that is too long', () => send('x'.repeat(MAX_BYTES + 1)), 'InvalidParameterValueException'],
    [
      'a body that is too long together with its attributes',
      () => send('x'.repeat(MAX_BYTES - 8), { MessageAttributes: { ab: string('x') } }),
      'InvalidParameterValueException',
    ],
    ['an empty body', () => send(''), 'MissingRequiredParameterException'],
    ['a character that SQS forbids', () => send('a\u{ffff}b'), 'InvalidMessageContents'],
    ['an empty attribute', () => send('x', { MessageAttributes: { a: string('') } }), 'InvalidParameterValueException'],
    ['a delay over 15 minutes', () => send('x', { DelaySeconds: 901 }), 'InvalidParameterValueException'],
    [
      'more than ten messages in one call',
      () => receive({ MaxNumberOfMessages: 11 }),
      'InvalidParameterValueException',
    ],
    ['a wait over 20 seconds', () => receive({ WaitTimeSeconds: 21 }), 'InvalidParameterValueException'],
    ['a malformed receipt handle', () => remove('no-such-handle'), 'ReceiptHandleIsInvalid'],
    ['to hide by a malformed receipt handle', () => hide('no-such-handle', 1), 'ReceiptHandleIsInvalid'],
    ['to hide a message that is gone', () => hide(GONE, 1), 'InvalidParameterValueException'],
    ['a queue that does not exist', () => send('x', { QueueUrl: sqs.running.urlOf('gone') }), 'QueueDoesNotExist'],
    [
      'an operation that the sandbox lacks',
      () => sqs.running.client.send(new PurgeQueueCommand({ QueueUrl: sqs.running.urlOf('work') })),
      'UnknownOperationException',
    ],
  ])('refuses %s', async (_, call, name) => {
    await expect(call()).rejects.toMatchObject({ name });
    expect(sqs.running.sqs.queue('work').messages).toEqual([]);
  });

  it('accepts the deletion of a message that is gone', async () => {
    await expect(remove(GONE)).resolves.toBeDefined();
  });

  it('accepts a message of exactly the maximum size', async () => {
    await send('x'.repeat(MAX_BYTES - 9), { MessageAttributes: { ab: string('x') } });
    expect(await receive()).toHaveLength(1);
  });

  it('refuses to hide a message that is not in flight, or for more than 12 hours after it was received', async () => {
    await send('x');
    const message = await receiveOne();
    sqs.clock.advance(1_000);
    await expect(hide(message?.ReceiptHandle, 43_200)).rejects.toThrow('beyond the limit');
    await hide(message?.ReceiptHandle, 43_199);
    sqs.clock.advance(43_199_000);
    await expect(hide(message?.ReceiptHandle, 1)).rejects.toThrow('not available for visibility timeout change');
  });
});

describe('a queue anomaly', () => {
  it('delivers a message again although it was deleted', async () => {
    await send('x');
    const queue = sqs.running.sqs.queue('work');
    queue.anomalies = { isDuplicated: ({ body }) => body === 'x' };
    const first = await receiveOne();
    await remove(first?.ReceiptHandle);
    const second = await receiveOne();
    expect(second?.MessageId).toBe(first?.MessageId);
    await remove(second?.ReceiptHandle);
    expect(queue.messages).toEqual([]);
  });

  it('changes the order of messages', async () => {
    for (const body of ['a', 'b', 'c']) await send(body);
    sqs.running.sqs.queue('work').anomalies = { pickNext: (visibleCount) => visibleCount - 1 };
    expect((await receive()).map(({ Body }) => Body)).toEqual(['c', 'b', 'a']);
  });
});
