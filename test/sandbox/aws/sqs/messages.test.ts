import { describe, expect, it } from '@jest/globals';
import { START, sqsUnderTest } from './sqs-under-test.ts';

const sqs = sqsUnderTest();
const { send, receive, receiveOne, remove, hide } = sqs;

describe('a message', () => {
  it('arrives as it was sent, with its system attributes', async () => {
    const attributes = {
      reason: { DataType: 'String', StringValue: 'Not found: ü' },
      digest: { DataType: 'Binary', BinaryValue: Buffer.from([0, 255]) },
    };
    const sent = await send('{"ü":"\\u0000 \u{1f600}"}', { MessageAttributes: attributes });
    sqs.clock.advance(1_000);
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

  it('has the attribute digest that AWS documents', async () => {
    // printf '\\0\\0\\0\\6reason\\0\\0\\0\\6String\\1\\0\\0\\0\\4gone' | md5sum
    const MessageAttributes = { reason: { DataType: 'String', StringValue: 'gone' } };
    expect(await send('x', { MessageAttributes })).toMatchObject({
      MD5OfMessageAttributes: '3d727dc9dd63b2b92981e14f7061906f',
    });
  });

  it('has only the requested attributes', async () => {
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

  it('stays hidden for its delay', async () => {
    await send('later', { DelaySeconds: 900 });
    sqs.clock.advance(899_999);
    expect(await receive()).toEqual([]);
    sqs.clock.advance(1);
    expect(await receive()).toMatchObject([{ Body: 'later' }]);
  });

  it('is hidden for the visibility timeout, then visible again', async () => {
    await send('x');
    const first = await receiveOne();
    sqs.clock.advance(59_999);
    expect(await receive()).toEqual([]);
    sqs.clock.advance(1);
    const second = await receiveOne({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(second).toMatchObject({ MessageId: first?.MessageId, Attributes: { ApproximateReceiveCount: '2' } });
    expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
  });

  it('is hidden for the timeout that its receiver sets, from that moment on', async () => {
    await send('x');
    const message = await receiveOne({ VisibilityTimeout: 10 });
    sqs.clock.advance(9_000);
    await hide(message?.ReceiptHandle, 5);
    sqs.clock.advance(4_999);
    expect(await receive()).toEqual([]);
    sqs.clock.advance(1);
    const again = await receiveOne();
    await hide(again?.ReceiptHandle, 0);
    expect(sqs.running.sqs.queue('work').counts).toEqual({ visible: 1, in_flight: 0, delayed: 0 });
  });

  it('disappears when it is deleted', async () => {
    await send('x');
    await remove((await receiveOne())?.ReceiptHandle);
    sqs.clock.advance(86_400_000);
    expect(await receive()).toEqual([]);
  });

  it('ignores a deletion with an outdated receipt handle', async () => {
    await send('x');
    const first = await receiveOne();
    sqs.clock.advance(60_000);
    await receiveOne();
    await remove(first?.ReceiptHandle);
    sqs.clock.advance(60_000);
    expect(sqs.running.sqs.queue('work').messages).toHaveLength(1);
  });

  it('moves to the dead-letter queue after maxReceiveCount receives', async () => {
    const { MessageId } = await send('x', { MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } } });
    await receive({ VisibilityTimeout: 0 });
    await receive({ VisibilityTimeout: 0 });
    expect(await receive()).toEqual([]);
    const QueueUrl = sqs.running.urlOf('dead');
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
