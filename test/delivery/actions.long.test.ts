import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { ACTION_MESSAGE } from '../support/action-requests.ts';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { until } from '../support/until.ts';

const DONE = { status: 200, body: ACTION_MESSAGE };

/** More than the time that the lock of a crashed attempt lasts: the action's 5 s and the tolerance of the clocks. */
const LOCK_MS = 16_000;

describe.each<DeliveryMode>(['inline', 'queued'])('%s: a custom action', (mode) => {
  let deployment: DeploymentUnderTest;
  let fileId: string;
  beforeAll(async () => {
    deployment = await DeploymentUnderTest.start({ mode, app: 'actions-app' });
  });
  beforeEach(() => {
    fileId = deployment.newFile();
  });
  afterEach(async () => {
    await deployment.reset();
    expect(deployment.endpoint.leaks).toEqual([]);
    expect(deployment.deadLetters).toEqual([]);
  });
  afterAll(() => deployment.stop());

  /** Sends a request of the test's interaction on the test's file. */
  const act = (type: string, change: object = {}) =>
    deployment.act({ type, interaction_id: `of ${fileId}`, resource: { id: fileId, type: 'file' }, ...change });
  const comments = (id = fileId) => deployment.endpoint.frameioState.commentsOf(id).map(({ text }) => text);

  it('answers with the message of its handler, whose effect happens at once', async () => {
    expect(await act('message')).toEqual(DONE);
    expect(comments()).toEqual(['from the action']);
  });

  it('shows its form, and enqueues one job for the submission', async () => {
    const form = await act('form');
    expect(form).toMatchObject({ status: 200, body: { title: 'Archive', fields: [{ name: 'tier' }, {}, {}] } });
    await deployment.drain();
    expect(comments()).toEqual([]);
    const data = { tier: 'deep', notify: 'true', note: 'Season 1' };
    expect(await act('form', { data })).toEqual(DONE);
    expect(comments()).toEqual([]);
    await deployment.drain();
    expect(comments()).toEqual(['deep true Season 1']);
    expect(await act('form', { data })).toEqual(DONE);
    await deployment.drain();
    expect(comments()).toHaveLength(1);
  });

  it('runs a wizard although each of its requests meets a new process', async () => {
    expect(await act('wizard')).toMatchObject({ status: 200, body: { description: 'Where?' } });
    await deployment.newProcesses();
    expect(await act('wizard', { data: { channel: 'dailies' } })).toMatchObject({
      body: { description: 'To dailies?' },
    });
    await deployment.newProcesses();
    expect(await act('wizard', { data: { at: 'noon' } })).toEqual(DONE);
    await deployment.drain();
    expect(comments()).toEqual(['dailies at noon']);
  });

  it('enqueues a job for each of several assets', async () => {
    const ids = [fileId, deployment.newFile(), deployment.newFile()];
    const resources = ids.map((id) => ({ id, type: 'file' }));
    expect(await act('each', { resource: undefined, resources })).toEqual(DONE);
    expect(deployment.queue.messages).toHaveLength(3);
    await deployment.drain();
    expect(ids.map((id) => comments(id))).toEqual(ids.map(() => ['one of several']));
  });

  it('answers with a message with a reference if its handler throws, and to a repeat with the same one', async () => {
    const answer = await act('throws');
    expect(answer).toMatchObject({ status: 200, body: { title: 'Throws', description: expect.any(String) } });
    expect(JSON.stringify(answer)).not.toContain('no disk');
    await deployment.newProcesses();
    expect(await act('throws')).toEqual(answer);
    await deployment.drain();
    expect(comments()).toEqual(['before the error']);
  });

  it('runs its handler again, with one effect, after the process of the first attempt ended', async () => {
    await expect(act('crashes')).rejects.toThrow('exit code 1');
    expect(await act('crashes')).toMatchObject({ status: 503 }); // the first attempt may still run
    deployment.clock.advance(LOCK_MS);
    expect(await act('crashes')).toEqual(DONE);
    expect(deployment.queue.messages).toHaveLength(2);
    await deployment.drain();
    expect(comments()).toEqual(['before the crash']);
  });

  it('runs its handler once for a double click, which two processes receive', async () => {
    expect(await Promise.all([act('message'), act('message')])).toEqual([DONE, DONE]);
    expect(comments()).toEqual(['from the action']);
  });

  it('runs its handler once for five requests that arrive while the first one still runs', async () => {
    const reads = () => deployment.dynamoDb.calls.filter(({ operation }) => operation === 'GetItem').length;
    const othersWait = reads() + 4;
    let release = () => {};
    const heldUntil = new Promise<void>((resolve) => {
      release = resolve;
    });
    deployment.endpoint.apiFault = { heldUntil };
    const answers = Promise.all([1, 2, 3, 4, 5].map(() => act('message')));
    await until(() => reads() >= othersWait);
    release();
    expect(await answers).toEqual(Array.from({ length: 5 }, () => DONE));
    expect(comments()).toEqual(['from the action']);
  });

  it('starts no handler while DynamoDB is unavailable, and runs it when Frame.io repeats the request', async () => {
    deployment.dynamoDb.fault = 'down';
    expect(await act('form', { data: { tier: 'cold', notify: false, note: '' } })).toMatchObject({ status: 503 });
    deployment.dynamoDb.fault = undefined;
    await deployment.drain();
    expect(comments()).toEqual([]);
    expect(await act('form', { data: { tier: 'cold', notify: false, note: '' } })).toEqual(DONE);
    await deployment.drain();
    expect(comments()).toEqual(['cold false ']);
  });

  it('answers with a message, and has one effect, if the queue loses its answer', async () => {
    const data = { tier: 'cold', notify: false, note: 'x' };
    deployment.sqs.fault = 'reset_after_processing';
    expect(await act('form', { data })).toMatchObject({ status: 200, body: { title: 'Form' } });
    deployment.sqs.fault = undefined;
    await deployment.drain();
    expect(comments()).toEqual(['cold false x']);
  });
});
