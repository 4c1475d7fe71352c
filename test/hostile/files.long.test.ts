import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';

const QUEUED = response(202, 'queued');

describe.each<DeliveryMode>(['inline', 'queued'])('%s: an event about a file', (mode) => {
  let deployment: DeploymentUnderTest;
  let fileId: string;
  beforeAll(async () => {
    deployment = await DeploymentUnderTest.start({ mode });
  });
  beforeEach(() => {
    fileId = deployment.newFile();
    deployment.endpoint.logs.length = 0;
  });
  afterEach(async () => {
    const { leaks } = deployment.endpoint;
    await deployment.reset();
    expect(leaks).toEqual([]);
    expect(deployment.batchFailures).toEqual([]);
  });
  afterAll(() => deployment.stop());

  const enqueue = async () => expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(QUEUED);
  const log = () => deployment.endpoint.logs.join('\n');

  it('completes after half a minute when the file is not found at first', async () => {
    deployment.endpoint.apiFault = 404;
    await enqueue();
    await deployment.runWorker();
    await deployment.runWorker();
    expect(deployment.hiddenMs).toBeGreaterThan(29_000);
    expect(deployment.hiddenMs).toBeLessThan(33_000);
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
    expect(deployment.deadLetters).toEqual([]);
  });

  it('completes without a comment after two minutes when the file was deleted', async () => {
    const startedAt = deployment.clock.now();
    deployment.endpoint.frameioState.deleteFile(fileId);
    await enqueue();
    await deployment.drain();
    expect(log()).toContain('file deleted, no comment posted');
    expect(deployment.deadLetters).toEqual([]);
    const seconds = (deployment.clock.now() - startedAt) / 1_000;
    expect(seconds).toBeGreaterThan(119);
    expect(seconds).toBeLessThan(200);
  });

  it('completes without a comment when file.deleted arrives before file.ready', async () => {
    deployment.endpoint.frameioState.deleteFile(fileId);
    const body = deployment.endpoint.body({ type: 'file.deleted', resource: { id: fileId, type: 'file' } });
    const expected = mode === 'inline' ? response(200, 'unhandled') : QUEUED;
    expect(await deployment.deliver(deployment.genuine({ body }))).toEqual(expected);
    await deployment.runWorker();
    expect(deployment.queue.messages).toEqual([]);
    await enqueue();
    await deployment.drain();
    expect(log()).toContain('file deleted, no comment posted');
    expect(deployment.deadLetters).toEqual([]);
  });

  it('comments once when file.ready arrives again after the file was restored', async () => {
    const first = await deployment.deliver(deployment.genuine({ fileId }));
    await deployment.drain();
    deployment.clock.advance(60_000);
    const again = await deployment.deliver(deployment.genuine({ fileId }));
    await deployment.drain();
    const expected = mode === 'inline' ? response(200, 'completed') : QUEUED;
    expect([first, again]).toEqual([expected, expected]);
    expect(deployment.commentsOn(fileId)).toBe(1);
  });

  it('is dead-lettered with the reason when the app may not comment, and completes after a redrive', async () => {
    deployment.endpoint.apiFault = 403;
    await enqueue();
    await deployment.runWorker();
    expect(deployment.queue.messages).toEqual([]);
    const letter = deployment.deadLetters.at(-1);
    expect(letter).toMatchObject({
      errorCode: 'forbidden',
      handlers: 'file-ready',
      reason: expect.stringContaining('answered 403'),
    });
    expect(JSON.parse(letter?.body ?? '')).toMatchObject({ handlers: ['file-ready'] });
    deployment.endpoint.apiFault = undefined;
    await deployment.queue.send({ body: letter?.body ?? '' });
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
  });
});
