import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PermanentError, RetryLater } from '../../../lib/core/errors.ts';
import { batch, fail, oneMinute, refusal, retained, WorkerStage } from './worker-stage.ts';

const HOUR_MS = 3_600_000;

let stage: WorkerStage;
beforeEach(async () => {
  stage = await WorkerStage.start();
});
afterEach(() => stage.stop());

describe('the retry of a handler', () => {
  it('keeps the message if no other handler is unfinished', async () => {
    const worker = await stage.worker({ index: fail(new RetryLater(90_000)), notify: async () => undefined });
    expect(retained(await worker(batch({}), oneMinute))).toEqual(['message-0']);
    expect(stage.calls).toMatchObject([
      { operation: 'ChangeMessageVisibility', input: { ReceiptHandle: 'receipt-0' } },
    ]);
    expect(Number(stage.calls[0]?.input.VisibilityTimeout)).toBeGreaterThanOrEqual(90);
  });

  it('gets a message of its own, with the number of attempts, if several are unfinished', async () => {
    const worker = await stage.worker({
      index: fail(new RetryLater(90_000)),
      notify: fail(refusal),
      archive: async () => undefined,
    });
    expect(retained(await worker(batch({ receiveCount: 3 }), oneMinute))).toEqual([]);
    expect(stage.enqueued.map(({ delivery }) => [delivery?.handlers, delivery?.attemptsBefore]).sort()).toEqual([
      [['index'], 3],
      [['notify'], 3],
    ]);
  });

  it('is enqueued although another handler is dead-lettered', async () => {
    const worker = await stage.worker({
      index: fail(new RetryLater(90_000)),
      notify: fail(new PermanentError('No such preset.')),
    });
    expect(retained(await worker(batch({}), oneMinute))).toEqual([]);
    expect(stage.enqueued.map(({ delivery }) => delivery?.handlers)).toEqual([['index']]);
    expect(stage.deadLetters).toMatchObject([{ handlers: ['notify'], errorCode: 'permanent' }]);
  });

  it('gets a message with a start time if SQS cannot hide the message long enough', async () => {
    const worker = await stage.worker({ index: fail(new RetryLater(24 * HOUR_MS)) });
    const before = Date.now();
    expect(retained(await worker(batch({}), oneMinute))).toEqual([]);
    const [message] = stage.enqueued;
    expect(message).toMatchObject({ DelaySeconds: 900, delivery: { attemptsBefore: 1 } });
    expect(message?.delivery?.notBefore).toBeGreaterThanOrEqual(before + 24 * HOUR_MS);
  });

  it('hides a message that arrives before its start time, and runs nothing', async () => {
    const started: number[] = [];
    const worker = await stage.worker({ index: ({ attempt }) => started.push(attempt) });
    const fields = { notBefore: Date.now() + 2 * HOUR_MS };
    expect(retained(await worker(batch({ fields }), oneMinute))).toEqual(['message-0']);
    expect(stage.calls).toMatchObject([{ operation: 'ChangeMessageVisibility' }]);
    expect(Number(stage.calls[0]?.input.VisibilityTimeout)).toBeGreaterThan(7_000);
    expect(started).toEqual([]);
  });

  it('counts the attempt of the endpoint', async () => {
    const attempts: number[] = [];
    const worker = await stage.worker({ index: ({ attempt }) => void attempts.push(attempt) });
    await worker(batch({ fields: { attemptsBefore: 1 } }), oneMinute);
    expect(attempts).toEqual([2]);
  });
});

it('replaces a message before SQS moves it to the dead-letter queue without a reason', async () => {
  const worker = await stage.worker({ poll: fail(new RetryLater(0, 'Not there yet.')) }, { maxReceiveCount: 112 });
  expect(retained(await worker(batch({ receiveCount: 111 }), oneMinute))).toEqual(['message-0']);
  expect(stage.enqueued).toEqual([]);
  expect(retained(await worker(batch({ receiveCount: 112 }), oneMinute))).toEqual([]);
  const [{ delivery } = {}] = stage.enqueued;
  expect(delivery).toMatchObject({ attemptsBefore: 112, queuedSince: expect.any(Number) });
  expect(stage.deadLetters).toEqual([]);
});

it('dead-letters a delivery that is 13 days old, with its last error', async () => {
  const worker = await stage.worker({ poll: fail(new RetryLater(0, 'Not there yet.')) });
  const fields = { queuedSince: Date.now() - 13 * 24 * HOUR_MS };
  expect(retained(await worker(batch({ fields }), oneMinute))).toEqual([]);
  expect(stage.deadLetters).toMatchObject([
    { errorCode: 'too_old', reason: expect.stringMatching(/13 days.* Not there yet\.$/) },
  ]);
});
