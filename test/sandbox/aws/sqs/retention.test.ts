import { describe, expect, it } from '@jest/globals';
import { sqsUnderTest } from './sqs-under-test.ts';

const DAY_MS = 24 * 3_600_000;

const sqs = sqsUnderTest();
const { send, receive, receiveOne, hide, attributesOf } = sqs;

describe('a retention period', () => {
  it('keeps a message until it ends, then deletes it', async () => {
    await send('x');
    sqs.clock.advance(7 * DAY_MS);
    await send('y');
    sqs.clock.advance(7 * DAY_MS - 1_000);
    expect(await receive({ VisibilityTimeout: 0 })).toMatchObject([{ Body: 'x' }, { Body: 'y' }]);
    sqs.clock.advance(1_000);
    expect(await receive()).toMatchObject([{ Body: 'y' }]);
    expect(await attributesOf('dead')).toMatchObject({ ApproximateNumberOfMessages: '0' });
  });

  it.each([
    ['in flight', () => receiveOne({ VisibilityTimeout: 43_200 })],
    ['delayed', async () => void (await send('y', { DelaySeconds: 900 }))],
  ])('deletes a message that is %s', async (_, hideMessage) => {
    await send('x');
    sqs.clock.advance(14 * DAY_MS - 60_000);
    await hideMessage();
    sqs.clock.advance(60_000);
    const { ApproximateNumberOfMessagesNotVisible: hidden, ApproximateNumberOfMessages: visible } =
      (await attributesOf('work')) ?? {};
    expect([hidden, visible]).toEqual(['0', '0']);
  });

  it('refuses to change the visibility of an expired message', async () => {
    await send('x');
    sqs.clock.advance(14 * DAY_MS - 60_000);
    const held = await receiveOne({ VisibilityTimeout: 43_200 });
    sqs.clock.advance(60_000);
    await expect(hide(held?.ReceiptHandle, 60)).rejects.toThrow('Message does not exist');
  });

  it('is four days by default, and counts from the original sending in a dead-letter queue', async () => {
    await send('x');
    sqs.clock.advance(3 * DAY_MS);
    await receiveOne({ VisibilityTimeout: 0 });
    await receiveOne({ VisibilityTimeout: 0 });
    expect(await receive()).toEqual([]);
    expect(await attributesOf('dead')).toMatchObject({ ApproximateNumberOfMessages: '1' });
    sqs.clock.advance(DAY_MS);
    expect(await attributesOf('dead')).toMatchObject({ ApproximateNumberOfMessages: '0' });
  });
});
