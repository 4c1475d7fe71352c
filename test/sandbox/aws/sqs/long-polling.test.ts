import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { until } from '../../../support/until.ts';
import { START, sqsUnderTest } from './sqs-under-test.ts';

const sqs = sqsUnderTest();
const { send, receive, hide } = sqs;

describe('long polling', () => {
  /** The only timer belongs to the waiting receiver. */
  const isWaiting = () => sqs.clock.nextTimerAt === START + 20_000;

  it('returns when a message arrives', async () => {
    const waiting = receive({ WaitTimeSeconds: 20 });
    await until(isWaiting);
    await send('x');
    expect(await waiting).toMatchObject([{ Body: 'x' }]);
  });

  it('returns when a message becomes visible', async () => {
    await send('x', { DelaySeconds: 15 });
    const waiting = receive({ WaitTimeSeconds: 20 });
    await until(() => sqs.running.sqs.calls.length === 2);
    sqs.clock.advance(15_000);
    expect(await waiting).toMatchObject([{ Body: 'x' }]);
  });

  it('returns when another receiver makes a message visible', async () => {
    await send('x');
    const [held] = await receive();
    const waiting = receive({ WaitTimeSeconds: 20 });
    await until(isWaiting);
    await hide(held?.ReceiptHandle, 0);
    expect(await waiting).toMatchObject([{ Body: 'x' }]);
  });

  it('returns nothing when no message arrives in time', async () => {
    const waiting = receive({ WaitTimeSeconds: 20 });
    await until(isWaiting);
    sqs.clock.advance(20_000);
    expect(await waiting).toEqual([]);
  });

  it('loses no message to a receiver that disconnected', async () => {
    const disconnect = new AbortController();
    const input = { QueueUrl: sqs.running.urlOf('work'), WaitTimeSeconds: 20 };
    const waiting = sqs.running.client.send(new ReceiveMessageCommand(input), { abortSignal: disconnect.signal });
    await until(isWaiting);
    disconnect.abort();
    await expect(waiting).rejects.toThrow('abort');
    await until(() => sqs.clock.nextTimerAt === undefined);
    await send('x');
    expect(await receive()).toMatchObject([{ Body: 'x' }]);
  });
});
