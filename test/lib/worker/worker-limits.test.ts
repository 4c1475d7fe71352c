import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import { RateLimitError } from '../../../lib/client/errors/status-errors.ts';
import { getDeadline } from '../../../lib/core/deadline.ts';
import { PermanentError, RetryLater } from '../../../lib/core/errors.ts';
import type { IdempotencyStore } from '../../../lib/idempotency/idempotency-store.ts';
import fileReady from '../../fixtures/file-ready.json' with { type: 'json' };
import { withEnvironment } from '../../support/environment.ts';
import { until } from '../../support/until.ts';
import { batch, fail, oneMinute, receive, refusal, retained, WorkerStage } from './worker-stage.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let stage: WorkerStage;
beforeEach(async () => {
  stage = await WorkerStage.start();
});
afterEach(() => stage.stop());

const visibilities = () => stage.calls.map(({ input }) => Number(input.VisibilityTimeout));

describe('the time of an invocation', () => {
  const leaving = (ms: number) => ({ getRemainingTimeInMillis: () => ms });

  it('is for the handlers, except for five seconds', async () => {
    const deadlines: (number | undefined)[] = [];
    const worker = await stage.worker({ index: ({ signal }) => void deadlines.push(getDeadline(signal)) });
    const before = Date.now();
    await worker(batch({}), oneMinute);
    expect(deadlines[0]).toBeGreaterThanOrEqual(before + 55_000);
    expect(deadlines[0]).toBeLessThanOrEqual(Date.now() + 55_000);
  });

  it('is a second at least for the first message, however little is left', async () => {
    const deadlines: (number | undefined)[] = [];
    const worker = await stage.worker({ index: ({ signal }) => void deadlines.push(getDeadline(signal)) });
    const before = Date.now();
    expect(retained(await worker(batch({}), leaving(500)))).toEqual([]);
    expect(deadlines).toHaveLength(1);
    expect(deadlines[0]).toBeGreaterThanOrEqual(before + 1_000);
  });

  it.each([
    { leftMs: 32_500, started: 2 },
    { leftMs: 32_499, started: 1 },
  ])('starts $started of two messages if the first leaves $leftMs of 60,000 ms', async ({ leftMs, started }) => {
    let [left, starts] = [60_000, 0];
    const index = () => {
      starts += 1;
      left = leftMs;
    };
    const worker = await stage.worker({ index }, { concurrency: 1 });
    await worker(batch({ delivery: 1 }, { delivery: 2 }), { getRemainingTimeInMillis: () => left });
    expect(starts).toBe(started);
  });

  it('does not keep a message that cannot be read', async () => {
    let left = 60_000;
    const index = () => {
      left = 10_000;
    };
    const worker = await stage.worker({ index }, { concurrency: 1 });
    const [first, second] = batch({}, {}).Records;
    const Records = [first, { ...second, body: 'unreadable' }];
    expect(retained(await worker({ Records }, { getRemainingTimeInMillis: () => left }))).toEqual([]);
    expect(stage.deadLetters).toMatchObject([{ errorCode: 'message_unreadable', body: 'unreadable' }]);
  });
});

describe('without options, a worker', () => {
  it('dead-letters a handler after twelve failures', async () => {
    const worker = await stage.worker({ index: fail(refusal) });
    await receive(worker, 11);
    expect(stage.deadLetters).toEqual([]);
    await worker(batch({ receiveCount: 12 }), oneMinute);
    expect(stage.deadLetters).toMatchObject([{ handlers: ['index'], attempts: '12' }]);
  });

  it('processes five messages at the same time', async () => {
    const held: (() => void)[] = [];
    const worker = await stage.worker({ index: () => new Promise<void>((end) => held.push(end)) });
    const messages = Array.from({ length: 6 }, (_, index) => ({ delivery: index + 1 }));
    const response = worker(batch(...messages), oneMinute);
    await until(() => held.length === 5);
    await new Promise((resolve) => setImmediate(resolve));
    expect(held).toHaveLength(5);
    held[0]?.();
    await until(() => held.length === 6);
    for (const end of held) end();
    expect(retained(await response)).toEqual([]);
  });

  it.each([
    { name: 'a thousand', variable: undefined, last: 1_000 },
    { name: 'MAX_RECEIVE_COUNT', variable: '7', last: 7 },
  ])('replaces a message at $name receives', async ({ variable, last }) => {
    const restore = withEnvironment({ MAX_RECEIVE_COUNT: variable });
    const worker = await stage.worker({ index: fail(new RetryLater(0)) });
    restore();
    expect(retained(await worker(batch({ receiveCount: last - 1 }), oneMinute))).toEqual(['message-0']);
    expect(retained(await worker(batch({ receiveCount: last }), oneMinute))).toEqual([]);
    expect(stage.enqueued).toMatchObject([{ delivery: { attemptsBefore: last } }]);
  });
});

describe('a delay', () => {
  it('is rounded up to seconds', async () => {
    const worker = await stage.worker({});
    await worker(batch({ fields: { notBefore: Date.now() + 60_990 } }), oneMinute);
    expect(visibilities()).toEqual([61]);
  });

  it('hides the message if it ends 15 minutes before SQS shows it again, and replaces it otherwise', async () => {
    const worker = await stage.worker({});
    const notBefore = Date.now() + 11.75 * HOUR_MS;
    expect(retained(await worker(batch({ fields: { notBefore } }), oneMinute))).toEqual(['message-0']);
    expect(retained(await worker(batch({ fields: { notBefore: notBefore + 60_000 } }), oneMinute))).toEqual([]);
    expect(stage.enqueued).toHaveLength(1);
  });

  it('after a rate limit leaves room for the calls of other deliveries, for each handler by itself', async () => {
    const call = { operation: 'files.show', method: 'GET', path: '/v4/x', errors: [], status: 429 };
    const error = new RateLimitError({ ...call, rateLimit: { limit: 1, remaining: 0, windowMs: 600_000 } });
    const worker = await stage.worker({ index: fail(error), notify: fail(error) });
    const messages = ['index', 'index', 'notify'].map((name, delivery) => ({ delivery, fields: { handlers: [name] } }));
    await worker(batch(...messages), oneMinute);
    const [first = 0, second = 0, other = 0] = visibilities().sort((one, two) => one - two);
    expect(second - first).toBeLessThan(300);
    expect(other - second).toBeGreaterThan(300);
  });
});

it('dead-letters a delivery that is too old and still runs elsewhere, without a last error', async () => {
  const idempotencyStore: IdempotencyStore = { runOnce: async () => ({ kind: 'in_progress', retryAfterMs: 1_000 }) };
  const app = new App({ logger: stage.logger, idempotencyStore }).onWebhook('file.ready', () => undefined);
  const worker = await stage.workerOf(app);
  await worker(batch({ fields: { queuedSince: Date.now() - 13 * DAY_MS } }), oneMinute);
  expect(stage.deadLetters).toMatchObject([
    { errorCode: 'too_old', reason: 'The delivery is 13 days old, and SQS deletes a message after 14 days.' },
  ]);
});

describe('a message', () => {
  it('passes its time to the handler, and its age to the log and the metrics', async () => {
    const recorded: unknown[][] = [];
    const metrics = { record: (...metric: unknown[]) => void recorded.push(metric), publish: () => undefined };
    const times: number[] = [];
    const app = new App({ logger: stage.logger, metrics, idempotencyStore: stage.idempotencyStore() });
    app.onWebhook('file.ready', ({ receivedAt }) => void times.push(receivedAt));
    const receivedAt = Date.now() - HOUR_MS;
    await (await stage.workerOf(app))(batch({ fields: { receivedAt } }), oneMinute);
    expect(times).toEqual([receivedAt]);
    const line = stage.logger.lines.find(({ message }) => message === 'event completed');
    expect(line?.attributes.age_ms).toBeGreaterThanOrEqual(HOUR_MS);
    expect(recorded).toContainEqual(['AgeAtCompletion', line?.attributes.age_ms]);
  });

  it('measures its age when a handler fails and runs again later', async () => {
    const recorded: [string, number][] = [];
    const metrics = {
      record: (name: string, value: number) => void recorded.push([name, value]),
      publish: () => undefined,
    };
    const app = new App({ logger: stage.logger, metrics, idempotencyStore: stage.idempotencyStore() });
    app.onWebhook('file.ready', fail(new Error('no disk')), { name: 'index' });
    await (await stage.workerOf(app))(batch({ fields: { receivedAt: Date.now() - HOUR_MS } }), oneMinute);
    expect(recorded.filter(([name]) => name.startsWith('Age'))).toEqual([['AgeAtRetry', expect.any(Number)]]);
    expect(Object.fromEntries(recorded).AgeAtRetry).toBeGreaterThanOrEqual(HOUR_MS);
  });

  it('counts as unhandled without a handler, and as dead-lettered with its error code', async () => {
    const recorded: unknown[][] = [];
    let publications = 0;
    const metrics = {
      record: (...metric: unknown[]) => void recorded.push(metric),
      publish: () => {
        publications += 1;
      },
    };
    const app = new App({ logger: stage.logger, metrics, idempotencyStore: stage.idempotencyStore() });
    app.onWebhook('file.ready', fail(new PermanentError('no')), { name: 'index' });
    const body = JSON.stringify({ ...fileReady, type: 'file.deleted' });
    const [first, second] = batch({}, { delivery: 2, fields: { body } }).Records;
    const Records = [first, second, { ...first, body: 'unreadable' }];
    expect(retained(await (await stage.workerOf(app))({ Records }, oneMinute))).toEqual([]);
    expect(recorded).toContainEqual(['HandlersDeadLettered', 1, 'permanent']);
    expect(recorded).toContainEqual(['HandlersDeadLettered', 1, 'message_unreadable']);
    expect(recorded).toContainEqual(['DeliveriesUnhandled', 1]);
    expect(publications).toBe(1);
  });
});
