import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RetryLater } from '../../../lib/core/errors.ts';
import { job } from '../../../lib/jobs/job.ts';
import { withEnvironment } from '../../support/environment.ts';
import { batch, fail, oneMinute, receive, refusal, retained, WorkerStage } from './worker-stage.ts';

const archive = job('archive', { fileId: 'string' });
const FIELDS = { job: 'archive', body: '{"fileId":"a"}' };

let stage: WorkerStage;
beforeEach(async () => {
  stage = await WorkerStage.start();
});
afterEach(() => stage.stop());

describe('a job on the queue', () => {
  it('runs its handler with the payload, inside the middleware', async () => {
    const seen: unknown[] = [];
    const app = stage.app().onJob(archive, async ({ kind, payload, attempt, handlerName, logger }) => {
      seen.push({ kind, payload, attempt, handlerName });
      logger.info('archiving');
    });
    app.use(async ({ kind }, next) => {
      seen.push(`before a ${kind}`);
      await next();
    });
    const worker = await stage.workerOf(app);
    expect(retained(await worker(batch({ fields: FIELDS }), oneMinute))).toEqual([]);
    expect(seen).toEqual([
      'before a job',
      { kind: 'job', payload: { fileId: 'a' }, attempt: 1, handlerName: 'archive' },
    ]);
    const attributes = { job: 'archive', handler: 'archive', correlation_id: 'correlation-1', attempt: 1 };
    expect(stage.logger.lines).toContainEqual({ level: 'info', message: 'archiving', attributes });
    expect(stage.logger.lines).toContainEqual(expect.objectContaining({ message: 'job completed' }));
  });

  it('runs once, however often the queue delivers it', async () => {
    let runs = 0;
    const app = stage.app().onJob(archive, () => {
      runs += 1;
    });
    const worker = await stage.workerOf(app);
    await worker(batch({ fields: FIELDS }, { fields: FIELDS }), oneMinute);
    await worker(batch({ fields: FIELDS }), oneMinute);
    expect(runs).toBe(1);
  });

  it('waits in the queue if its handler asks for it', async () => {
    const worker = await stage.workerOf(stage.app().onJob(archive, fail(new RetryLater(90_000))));
    expect(retained(await worker(batch({ fields: FIELDS }), oneMinute))).toEqual(['message-0']);
    expect(stage.calls).toMatchObject([{ operation: 'ChangeMessageVisibility' }]);
  });

  it('is dead-lettered with its payload after too many failures, and onError receives each', async () => {
    const reported: unknown[] = [];
    const app = stage.app().onJob(archive, fail(refusal));
    app.onError((error, { kind }) => void reported.push([kind, error]));
    await receive(await stage.workerOf(app, { maxAttempts: 1 }), 1, FIELDS);
    expect(reported).toEqual([['job', refusal]]);
    expect(stage.deadLetters).toMatchObject([{ handlers: ['archive'], errorCode: 'server_error' }]);
    expect(JSON.parse(String(stage.deadLetters[0]?.body))).toMatchObject(FIELDS);
  });

  it.each([
    {
      name: 'that the app does not have',
      fields: { ...FIELDS, job: 'other' },
      errorCode: 'permanent',
      reason: 'The app has no job "other"',
    },
    {
      name: 'with a payload that does not fit',
      fields: { ...FIELDS, body: '{}' },
      errorCode: 'job_payload_invalid',
      reason: 'expects the payload { fileId: string }',
    },
    {
      name: 'with a payload that is not JSON',
      fields: { ...FIELDS, body: '{' },
      errorCode: 'job_payload_invalid',
      reason: 'The queued payload of the job "archive" is not JSON',
    },
  ])('$name is dead-lettered at once, with the reason', async ({ fields, errorCode, reason }) => {
    const worker = await stage.workerOf(stage.app().onJob(archive, () => undefined));
    expect(retained(await worker(batch({ fields }), oneMinute))).toEqual([]);
    expect(stage.deadLetters).toMatchObject([
      { handlers: [fields.job], errorCode, reason: expect.stringContaining(reason) },
    ]);
  });

  it('is dead-lettered at once, with the reason, by a bundle without the code for jobs', async () => {
    const restoreEnvironment = withEnvironment({ FRAMEIO_LAMBDA_ONLY_WEBHOOKS: 'true' });
    const app = stage.app();
    restoreEnvironment();
    const worker = await stage.workerOf(app);
    expect(retained(await worker(batch({ fields: FIELDS }), oneMinute))).toEqual([]);
    const reason = expect.stringContaining('The app has no job "archive". Register it');
    expect(stage.deadLetters).toMatchObject([{ handlers: ['archive'], errorCode: 'permanent', reason }]);
  });

  it('can enqueue another job', async () => {
    const app = stage.app().onJob(archive, ({ enqueue }) => enqueue('notify', { done: true }));
    app.onJob('notify', () => undefined);
    process.env.QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/123456789012/deliveries';
    await (await stage.workerOf(app))(batch({ fields: FIELDS }), oneMinute);
    delete process.env.QUEUE_URL;
    expect(stage.enqueued).toMatchObject([{ delivery: { job: 'notify', body: '{"done":true}' } }]);
  });
});

it('an app refuses a second job of the same name, and a job after the first delivery', async () => {
  const app = stage.app().onJob(archive, () => undefined);
  expect(() => app.onJob('archive', () => undefined)).toThrow('has a job "archive" already');
  expect(app.manifest.jobs).toEqual([{ name: 'archive' }]);
  await (await stage.workerOf(app))(batch({ fields: FIELDS }), oneMinute);
  expect(() => app.onJob('late', () => undefined)).toThrow('before the first delivery');
});
