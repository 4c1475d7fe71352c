import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeploymentUnderTest, SHORT_WORKER, withDeployment } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';
import { until } from '../support/until.ts';

const VISIBILITY_TIMEOUT_MS = 360_000;

describe('a comment that the worker posts without receiving the response', () => {
  let deployment: DeploymentUnderTest;
  let fileId: string;
  beforeAll(async () => {
    deployment = await DeploymentUnderTest.start({ mode: 'queued' });
  });
  beforeEach(() => {
    fileId = deployment.newFile();
    deployment.batchFailures.length = 0;
  });
  afterEach(async () => {
    await deployment.reset();
    expect(deployment.endpoint.leaks).toEqual([]);
  });
  afterAll(() => deployment.stop());

  const enqueue = async (to = deployment, id = fileId) =>
    expect(await to.deliver(to.genuine({ fileId: id }))).toEqual(response(202, 'queued'));
  const posts = (to = deployment, id = fileId) =>
    to.endpoint.apiCalls.filter(({ method, path }) => method === 'POST' && path.includes(id));

  it('is found, and not posted again, after the worker was killed before the response', async () => {
    deployment.endpoint.apiFault = ({ method }) => (method === 'POST' ? 'hang_after_processing' : undefined);
    await enqueue();
    deployment.startPolling();
    await until(() => posts().length === 1);
    await deployment.killWorker();
    await deployment.runWorker();
    expect(deployment.batchFailures).toHaveLength(1);
    expect(deployment.hiddenMs).toBeGreaterThan(VISIBILITY_TIMEOUT_MS - 10_000);
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
    expect(deployment.endpoint.logs.join('\n')).toContain('comment exists from an earlier attempt');
  });

  it.each(['reset_after_processing', 'hang_after_processing'] as const)(
    'is not posted again after its response was lost: %s',
    (fault) =>
      withDeployment({ mode: 'queued', worker: SHORT_WORKER }, async (own) => {
        const id = own.newFile();
        own.endpoint.apiFault = ({ method }) => (method === 'POST' ? fault : undefined);
        await enqueue(own, id);
        await own.runWorker();
        expect(posts(own, id)).toHaveLength(1);
        own.endpoint.apiFault = undefined;
        await own.drain();
        expect(posts(own, id)).toHaveLength(1);
        expect(own.commentsOn(id)).toBe(1);
      }),
  );

  it('is posted although another user has posted the same words', async () => {
    deployment.endpoint.apiFault = ({ method }) => (method === 'POST' ? 500 : undefined);
    await enqueue();
    await deployment.runWorker();
    const { frameioState } = deployment.endpoint;
    frameioState.addComment(fileId, { text: 'Interview.mov is ready.' }, frameioState.uploader);
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(2);
  });

  it('is posted by the next worker only when the killed one can no longer be running', async () => {
    let hasStarted = false;
    deployment.endpoint.apiFault = () => {
      hasStarted = true;
      return 'hang';
    };
    await enqueue();
    deployment.startPolling();
    await until(() => hasStarted);
    await deployment.killWorker();
    await deployment.stopPolling();
    deployment.endpoint.apiFault = undefined;
    deployment.clock.advance(1_000);
    await enqueue(); // as Frame.io may
    await deployment.runWorker();
    expect(deployment.commentsOn(fileId)).toBe(0);
    expect(deployment.hiddenMs).toBeLessThan(72_000); // the rest of the invocation, and 10 s because clocks differ
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
  });
});

describe('a handler that ends the worker’s process', () => {
  let deployment: DeploymentUnderTest;
  beforeAll(async () => {
    deployment = await DeploymentUnderTest.start({ mode: 'queued', app: 'misbehaving-app' });
  });
  beforeEach(() => {
    deployment.batchResponses.length = 0;
    deployment.batchFailures.length = 0;
  });
  afterEach(async () => {
    await deployment.reset();
    expect(deployment.endpoint.leaks).toEqual([]);
  });
  afterAll(() => deployment.stop());

  const send = async (change: object) =>
    expect(await deployment.deliver(deployment.genuine({ body: deployment.endpoint.body(change) }))).toEqual(
      response(202, 'queued'),
    );

  it.each(['exits', 'leaves a rejection unhandled'])(
    'causes a retry of the whole batch, without a second effect, when it %s at the first attempt',
    async (behavior) => {
      const fileId = deployment.newFile();
      await send({ resource: { id: fileId, type: 'file' } });
      await send({ type: 'file.updated', behavior: `${behavior} at the first attempt` });
      await deployment.runWorker();
      expect(deployment.batchFailures).toHaveLength(1);
      expect(deployment.queue.counts).toMatchObject({ in_flight: 2 });
      await deployment.drain();
      expect(deployment.batchResponses).toEqual([{ batchItemFailures: [] }]);
      expect(deployment.commentsOn(fileId)).toBe(1);
    },
  );

  it('is dead-lettered as crashed after twelve attempts', async () => {
    await send({ type: 'file.updated', behavior: 'exits at each attempt' });
    const { length: before } = deployment.deadLetters;
    await deployment.drain();
    expect(deployment.batchFailures).toHaveLength(12);
    expect(deployment.deadLetters.slice(before)).toMatchObject([
      {
        errorCode: 'handler_crashed',
        reason: expect.stringContaining('Dead-lettered after 12 attempts: the last one started'),
        handlers: 'misbehave',
      },
    ]);
  });
});
