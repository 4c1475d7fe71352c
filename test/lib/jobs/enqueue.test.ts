import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import type { HandlerContext } from '../../../lib/dispatch/handler-context.ts';
import { job } from '../../../lib/jobs/job.ts';
import { withEnvironment } from '../../support/environment.ts';
import { webhookEvent } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { WorkerStage } from '../worker/worker-stage.ts';

const QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/123456789012/deliveries';

let stage: WorkerStage;
let restore = () => {};
beforeEach(async () => {
  stage = await WorkerStage.start();
  restore = withEnvironment({ QUEUE_URL });
});
afterEach(async () => {
  restore();
  await stage.stop();
});

const DETAILS = { deliveryKey: '1'.repeat(64), correlationId: 'correlation-1', attempt: 1, receivedAt: 0 };
const archive = job('archive', { fileId: 'string' });
const notDated = new Error('not a date');
const doNothing = async () => undefined;

/** Runs a handler of file.ready in an app with the job `archive`. Returns its result. */
async function run(handle: (context: HandlerContext) => Promise<void>, { app = makeApp(), details = DETAILS } = {}) {
  app.onWebhook('file.ready', handle, { name: 'index' });
  const [result] = await app.dispatch(webhookEvent(), 60_000, details);
  return result;
}

function makeApp(): App {
  const app = new App({ logger: new MemoryLogger() });
  return app.onJob(archive, async () => undefined).onJob('notify', async () => undefined);
}

const keysOf = () => stage.enqueued.map(({ delivery }) => delivery?.deliveryKey);

describe('enqueue', () => {
  it('puts the job on the queue, with the correlation id of the delivery', async () => {
    expect(await run(({ enqueue }) => enqueue(archive, { fileId: 'a' }))).toMatchObject({ outcome: 'completed' });
    expect(stage.enqueued).toMatchObject([
      { QueueUrl: QUEUE_URL, delivery: { job: 'archive', body: '{"fileId":"a"}', correlationId: 'correlation-1' } },
    ]);
  });

  it('keeps the job in the group of the account, also if a job enqueues it', async () => {
    const { accountId } = webhookEvent();
    await run(({ enqueue }) => enqueue(archive, { fileId: 'a' }));
    const app = makeApp().onJob('first', ({ enqueue }) => enqueue('notify', {}));
    await app.dispatchJob({ name: 'first', body: '{}' }, 60_000, { ...DETAILS, accountId });
    expect(stage.enqueued).toMatchObject([{ delivery: { accountId } }, { delivery: { job: 'notify', accountId } }]);
  });

  it('gives the job the same key at each attempt of the handler', async () => {
    for (const fileId of ['a', 'b']) await run(({ enqueue }) => enqueue(archive, { fileId }));
    expect(new Set(keysOf()).size).toBe(1);
    expect(keysOf()).toHaveLength(2);
  });

  it.each([
    { name: 'of another delivery', details: { ...DETAILS, deliveryKey: '2'.repeat(64) } },
    { name: 'of another name', enqueued: 'notify' },
    { name: 'with a key', key: 'second' },
  ])('gives a job $name another key', async ({ details = DETAILS, enqueued = archive, key }) => {
    await run(({ enqueue }) => enqueue(archive, { fileId: 'a' }));
    await run(({ enqueue }) => enqueue(enqueued, { fileId: 'a' }, { key }), { details });
    expect(new Set(keysOf()).size).toBe(2);
  });

  it('gives the jobs of two handlers different keys', async () => {
    const app = makeApp();
    app.onWebhook('file.ready', ({ enqueue }) => enqueue(archive, { fileId: 'a' }), { name: 'other' });
    await run(({ enqueue }) => enqueue(archive, { fileId: 'a' }), { app });
    expect(new Set(keysOf()).size).toBe(2);
  });

  it('sends the same job of one run once', async () => {
    const result = await run(async ({ enqueue }) => {
      await enqueue(archive, { fileId: 'a' });
      await enqueue(archive, { fileId: 'a' });
    });
    expect(result).toMatchObject({ outcome: 'completed' });
    expect(keysOf()).toHaveLength(1);
  });

  it('needs a delivery that is tracked, because the key of the job comes from it', async () => {
    const app = makeApp();
    app.onWebhook('file.ready', ({ enqueue }) => enqueue(archive, { fileId: 'a' }), { name: 'index' });
    const [result] = await app.dispatch(webhookEvent(), 60_000);
    expect(result).toMatchObject({ outcome: 'failed', error: { code: 'config_error' } });
    expect(String(result?.error)).toContain('Set QUEUE_URL');
    expect(stage.enqueued).toEqual([]);
  });

  it('refuses a second job with another payload under the same key, which would be lost', async () => {
    const result = await run(async ({ enqueue }) => {
      await enqueue(archive, { fileId: 'a' });
      await enqueue(archive, { fileId: 'b' });
    });
    expect(result).toMatchObject({ outcome: 'failed', error: { code: 'job_payload_invalid' } });
    expect(String(result?.error)).toContain('enqueueEach');
  });

  it('refuses it also if both are enqueued at the same time', async () => {
    const result = await run(async ({ enqueue }) => {
      await Promise.all([enqueue(archive, { fileId: 'a' }), enqueue(archive, { fileId: 'b' })]);
    });
    expect(result).toMatchObject({ outcome: 'failed', error: { code: 'job_payload_invalid' } });
    expect(String(result?.error)).toContain('enqueueEach');
  });

  it('can send a job again whose first send failed', async () => {
    stage.refused = 'SendMessage';
    await run(async ({ enqueue }) => {
      await enqueue(archive, { fileId: 'a' }).catch(() => undefined);
      stage.refused = undefined;
      await enqueue(archive, { fileId: 'a' });
    });
    expect(keysOf()).toHaveLength(2);
  });

  it.each([
    { name: 'returns a promise', check: () => Promise.reject(notDated), found: 'returned a promise', cause: undefined },
    {
      name: 'throws',
      check: () => {
        throw notDated;
      },
      found: 'is not one of the job "dated"',
      cause: notDated,
    },
  ])('refuses a payload whose check $name', async ({ check, found, cause }) => {
    const dated = job('dated', check);
    const result = await run(({ enqueue }) => enqueue<unknown>(dated, {}), { app: makeApp().onJob(dated, doNothing) });
    expect(result).toMatchObject({
      outcome: 'failed',
      error: { code: 'job_payload_invalid', ...(cause && { cause }) },
    });
    expect(String(result?.error)).toContain(found);
  });

  it.each([
    { name: 'that is not JSON', payload: { fileId: 'a', due: new Date(0) }, message: 'payload.due is a Date' },
    { name: 'without a field of the job', payload: {}, message: 'expects the payload { fileId: string }' },
    {
      name: 'that is longer than a message',
      payload: { fileId: 'a'.repeat(1_100_000) },
      message: 'does not fit in a message of SQS',
    },
  ])('refuses a payload $name', async ({ payload, message }) => {
    const result = await run(({ enqueue }) => enqueue('archive', payload));
    expect(result).toMatchObject({ outcome: 'failed', error: { code: 'job_payload_invalid' } });
    expect(String(result?.error)).toContain(message);
    expect(stage.enqueued).toEqual([]);
  });

  it('checks the payload against the fields of the given job, if the app registers only its name', async () => {
    const app = new App({ logger: new MemoryLogger() }).onJob('archive', doNothing);
    const result = await run(({ enqueue }) => enqueue<object>(archive, {}), { app });
    expect(result).toMatchObject({ outcome: 'failed', error: { code: 'job_payload_invalid' } });
  });

  it('refuses a job that the app does not have', async () => {
    const result = await run(({ enqueue }) => enqueue('achive', {}));
    expect(result).toMatchObject({ outcome: 'failed', error: { code: 'config_error' } });
    expect(String(result?.error)).toContain("Register its handler: app.onJob('achive', ...)");
  });

  it('refuses a job after the time of the handler is up', async () => {
    let enqueueLate: () => Promise<void> = async () => undefined;
    const app = makeApp().onWebhook('file.ready', ({ enqueue }) => {
      enqueueLate = () => enqueue(archive, { fileId: 'a' });
      return new Promise(() => undefined);
    });
    expect(await app.dispatch(webhookEvent(), 1, DETAILS)).toMatchObject([{ outcome: 'timed_out' }]);
    await expect(enqueueLate()).rejects.toMatchObject({ code: 'handler_timed_out' });
    expect(stage.enqueued).toEqual([]);
  });

  it('fails the handler if the queue does not store the job', async () => {
    stage.refused = 'SendMessage';
    const result = await run(({ enqueue }) => enqueue(archive, { fileId: 'a' }));
    expect(result).toMatchObject({ outcome: 'failed', error: { code: 'aws_service_error' } });
  });

  it('uses the queue that the deployment gives the job, or the one for the jobs without a queue of their own', async () => {
    const undo = withEnvironment({
      ARCHIVE_JOB_QUEUE_URL: `${QUEUE_URL}-archive`,
      JOB_QUEUE_URL: `${QUEUE_URL}-main`,
      QUEUE_URL: `${QUEUE_URL}-render`,
    });
    await run(({ enqueue }) => enqueue(archive, { fileId: 'a' }));
    await run(({ enqueue }) => enqueue('notify', {}));
    undo();
    expect(stage.calls.map(({ input }) => input.QueueUrl)).toEqual([`${QUEUE_URL}-archive`, `${QUEUE_URL}-main`]);
  });

  it('names the variable that a function without a queue needs', async () => {
    const undo = withEnvironment({ QUEUE_URL: undefined });
    const result = await run(({ enqueue }) => enqueue(archive, { fileId: 'a' }));
    undo();
    expect(String(result?.error)).toContain('set QUEUE_URL');
  });
});

describe('enqueueEach', () => {
  it('enqueues one job for each payload', async () => {
    const payloads = Array.from({ length: 25 }, (_, index) => ({ fileId: `file-${index}` }));
    await run(({ enqueueEach }) => enqueueEach(archive, payloads));
    expect(stage.enqueued.map(({ delivery }) => delivery?.body).sort()).toEqual(
      payloads.map((payload) => JSON.stringify(payload)).sort(),
    );
    expect(new Set(keysOf()).size).toBe(25);
  });

  it('puts ten jobs on the queue at a time, and no more after one failed', async () => {
    stage.refused = 'SendMessage';
    const asked: number[] = [];
    const key = (payload: number) => {
      asked.push(payload);
      return `${payload}`;
    };
    const payloads = Array.from({ length: 25 }, (_, index) => index);
    const result = await run(({ enqueueEach }) => enqueueEach('notify', payloads, { key }));
    expect(result).toMatchObject({ outcome: 'failed' });
    expect(asked).toEqual(payloads.slice(0, 10));
  });

  it('gives the job of a payload the same key in another order', async () => {
    for (const ids of ['ab', 'ba']) {
      await run(({ enqueueEach }) =>
        enqueueEach(
          archive,
          [...ids].map((fileId) => ({ fileId })),
        ),
      );
    }
    expect(new Set(keysOf()).size).toBe(2);
  });

  it('takes the key from a function', async () => {
    const key = ({ fileId }: { readonly fileId: string }) => fileId;
    for (const state of [1, 2]) {
      await run(({ enqueueEach }) =>
        enqueueEach<{ fileId: string; state: number }>('notify', [{ fileId: 'a', state }], { key }),
      );
    }
    expect(new Set(keysOf()).size).toBe(1);
  });
});
