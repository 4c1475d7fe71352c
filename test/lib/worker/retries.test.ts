import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import { PermanentError, RetryLater } from '../../../lib/core/errors.ts';
import type { IdempotencyStore } from '../../../lib/idempotency/idempotency-store.ts';
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

  it('gets a message of its own, with the number of attempts and the age, if several are unfinished', async () => {
    const worker = await stage.worker({
      index: fail(new RetryLater(90_000)),
      notify: fail(refusal),
      archive: async () => undefined,
    });
    const messages = batch({ receiveCount: 3 });
    expect(retained(await worker(messages, oneMinute))).toEqual([]);
    expect(stage.enqueued.map(({ delivery }) => [delivery?.handlers, delivery?.attemptsBefore]).sort()).toEqual([
      [['index'], 3],
      [['notify'], 3],
    ]);
    const queuedSince = Number(messages.Records[0]?.attributes.SentTimestamp);
    expect(stage.enqueued).toMatchObject([{ delivery: { queuedSince } }, { delivery: { queuedSince } }]);
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

describe('a message near the age of 13 days', () => {
  const DAY_MS = 24 * HOUR_MS;

  it('does not wait longer than until that age', async () => {
    const worker = await stage.worker({ poll: fail(new RetryLater(3 * HOUR_MS)) });
    const fields = { queuedSince: Date.now() - 13 * DAY_MS + HOUR_MS };
    expect(retained(await worker(batch({ fields }), oneMinute))).toEqual(['message-0']);
    const seconds = Number(stage.calls[0]?.input.VisibilityTimeout);
    expect(seconds).toBeGreaterThan(3_500);
    expect(seconds).toBeLessThanOrEqual(3_601);
  });

  it('does not wait longer than until that age in a message of its own', async () => {
    const error = new RetryLater(20 * HOUR_MS);
    const worker = await stage.worker({ poll: fail(error), index: fail(error) });
    const queuedSince = Date.now() - 13 * DAY_MS + HOUR_MS;
    await worker(batch({ fields: { queuedSince } }), oneMinute);
    const latest = Date.now() + HOUR_MS + 1_000;
    expect(stage.enqueued.map(({ delivery }) => delivery)).toMatchObject([{ queuedSince }, { queuedSince }]);
    for (const { delivery } of stage.enqueued) expect(delivery?.notBefore).toBeLessThan(latest);
  });

  it('has its last attempt then, even if it should wait for years', async () => {
    const worker = await stage.worker({ poll: fail(new RetryLater(0, 'Not there yet.')) });
    const fields = { queuedSince: Date.now() - 13 * DAY_MS, notBefore: Date.now() + 9_999 * DAY_MS };
    expect(retained(await worker(batch({ fields }), oneMinute))).toEqual([]);
    expect(stage.enqueued).toEqual([]);
    expect(stage.deadLetters).toMatchObject([
      { errorCode: 'too_old', reason: expect.stringContaining('Not there yet.'), handlers: ['poll'] },
    ]);
  });

  it('keeps the earliest time at which it entered the queue', async () => {
    const worker = await stage.worker({ poll: fail(new RetryLater(0)) }, { maxReceiveCount: 1 });
    await worker(batch({ fields: { queuedSince: Date.now() + 9_999 * DAY_MS } }), oneMinute);
    expect(stage.enqueued[0]?.delivery?.queuedSince).toBeLessThanOrEqual(Date.now());
  });

  it('goes to the dead-letter queue if an invocation has no time left for it', async () => {
    let leftMs = 60_000;
    const slow = () => {
      leftMs = 20_000;
    };
    const worker = await stage.worker({ slow }, { concurrency: 1 });
    const fields = { queuedSince: Date.now() - 13 * DAY_MS, handlers: ['slow'] };
    const messages = batch({}, { delivery: 2, fields });
    expect(retained(await worker(messages, { getRemainingTimeInMillis: () => leftMs }))).toEqual([]);
    expect(stage.deadLetters).toMatchObject([{ errorCode: 'too_old', attempts: '1', handlers: ['slow'] }]);
    expect(JSON.parse(stage.deadLetters[0]?.body)).toMatchObject({ redriveId: 'message-1' });
    expect(stage.logger.lines).toContainEqual(expect.objectContaining({ message: 'message dead-lettered' }));
  });
});

it('dead-letters a message for all handlers, without a list of them, if an invocation has no time left for it', async () => {
  let leftMs = 60_000;
  const slow = () => {
    leftMs = 20_000;
  };
  const worker = await stage.worker({ slow }, { concurrency: 1 });
  const messages = batch({}, { delivery: 2, fields: { queuedSince: Date.now() - 13 * 24 * HOUR_MS } });
  await worker(messages, { getRemainingTimeInMillis: () => leftMs });
  const [call] = stage.calls;
  expect(call?.input.MessageAttributes).toMatchObject({ errorCode: { StringValue: 'too_old' } });
  expect(call?.input.MessageAttributes).not.toHaveProperty('handlers');
});

it('runs a handler once for two deliveries of an event with different timestamps', async () => {
  let runs = 0;
  const worker = await stage.worker({
    index: () => {
      runs += 1;
    },
  });
  await worker(batch({ fields: { timestamp: '1795000000' } }), oneMinute);
  await worker(batch({ delivery: 2, fields: { timestamp: '1795000015' } }), oneMinute);
  expect(runs).toBe(1);
});

it('locks a handler until 10 s after the end of the invocation, because clocks differ', async () => {
  const locks: number[] = [];
  const idempotencyStore: IdempotencyStore = {
    runOnce: async ({ lockMs }) => {
      locks.push(lockMs);
      return { kind: 'duplicate' };
    },
  };
  const app = new App({ logger: stage.logger, idempotencyStore });
  app.onWebhook('file.ready', () => {});
  await (await stage.workerOf(app))(batch({}), oneMinute);
  expect(locks).toEqual([70_000]);
});
