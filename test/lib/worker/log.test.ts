import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PermanentError } from '../../../lib/core/errors.ts';
import { job } from '../../../lib/jobs/job.ts';
import fileReady from '../../fixtures/file-ready.json' with { type: 'json' };
import { batch, fail, oneMinute, type TestMessage, WorkerStage } from './worker-stage.ts';

const NOW = 1_795_000_000_000;
const event = { event_type: 'file.ready', resource_id: fileReady.resource.id };
const ids = { correlation_id: 'correlation-1', attempt: 2 };
const letter = { error_code: 'permanent', reason: expect.stringContaining('no') };

let stage: WorkerStage;
let deliveries = 0;
beforeAll(async () => {
  stage = await WorkerStage.start();
});
afterEach(() => void jest.restoreAllMocks());
afterAll(() => stage.stop());

/** Delivers a message a second time, 5 s after its arrival. Returns the last line of the log. */
async function logOf(fields: object, handlers: Parameters<WorkerStage['worker']>[0] = {}) {
  jest.spyOn(Date, 'now').mockReturnValue(NOW);
  deliveries += 1;
  const app = stage.app().onJob(job('archive', {}), () => undefined);
  for (const [name, handle] of Object.entries(handlers)) {
    app.onWebhook('file.ready', async (context) => void (await handle(context)), { name });
  }
  const identity = { deliveryKey: String(deliveries).padStart(64, '0'), receivedAt: NOW - 5_000 };
  const message: TestMessage = { receiveCount: 2, fields: { ...identity, ...fields } };
  await (await stage.workerOf(app))(batch(message), oneMinute);
  return stage.logger.lines.at(-1);
}

describe('the last line of the log', () => {
  it('names the completed event, its attempt and its age', async () => {
    const attributes = { ...event, ...ids, age_ms: 5_000 };
    const line = await logOf({}, { index: () => undefined });
    expect(line).toEqual({ level: 'info', message: 'event completed', attributes });
  });

  it('tells the event that reconciliation found', async () => {
    const attributes = { ...event, ...ids, age_ms: 5_000, reconciled: true };
    const line = await logOf({ isReconciled: true }, { index: () => undefined });
    expect(line).toEqual({ level: 'info', message: 'event completed', attributes });
  });

  it('names the event without a handler', async () => {
    const attributes = { ...event, ...ids, age_ms: 5_000 };
    expect(await logOf({})).toEqual({ level: 'info', message: 'event without handler', attributes });
  });

  it('names the completed job', async () => {
    const attributes = { job: 'archive', ...ids, age_ms: 5_000 };
    const line = await logOf({ job: 'archive', body: '{}' });
    expect(line).toEqual({ level: 'info', message: 'job completed', attributes });
  });

  it('names the dead-lettered handler, its reason and its error code', async () => {
    const attributes = { ...event, ...ids, ...letter, handler: 'index' };
    const line = await logOf({}, { index: fail(new PermanentError('no')) });
    expect(line).toEqual({ level: 'error', message: 'handler dead-lettered', attributes });
  });

  it.each([
    { name: 'is no JSON', fields: { body: 'text' } },
    { name: 'is an action', fields: { body: JSON.stringify({ ...fileReady, interaction_id: 'id', action_id: 'id' }) } },
    { name: 'has another version', fields: { version: 0 } },
  ])('names the dead-lettered message that $name, without handlers', async ({ fields }) => {
    const reason = 'The message is not a delivery that this version can read.';
    const attributes = { message_id: 'message-0', reason };
    expect(await logOf(fields)).toEqual({ level: 'error', message: 'message dead-lettered', attributes });
    expect(stage.calls.at(-1)?.input.MessageAttributes).not.toHaveProperty('handlers');
  });
});
