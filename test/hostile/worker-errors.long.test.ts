import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { DeploymentUnderTest, SHORT_WORKER, withDeployment } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';

const DAY_MS = 24 * 3_600_000;

let deployment: DeploymentUnderTest;
beforeAll(async () => {
  deployment = await DeploymentUnderTest.start({ mode: 'queued', app: 'misbehaving-app' });
});
beforeEach(() => {
  deployment.batchFailures.length = 0;
});
afterEach(async () => {
  await deployment.reset();
  expect(deployment.endpoint.leaks).toEqual([]);
});
afterAll(() => deployment.stop());

const send = async (change: object, to = deployment) =>
  expect(await to.deliver(to.genuine({ body: to.endpoint.body(change) }))).toEqual(response(202, 'queued'));

it.each([
  ['throws undefined', 'The thrown value is not an Error: undefined'],
  ['throws null', 'The thrown value is not an Error: null'],
  ['throws a string', 'The thrown value is not an Error: string'],
  ['throws a number', 'The thrown value is not an Error: number'],
  ['throws a symbol', 'The thrown value is not an Error: symbol'],
  ['throws an object without a prototype', 'The thrown value is not an Error: object'],
  ['throws an error that is its own cause', 'Error: I am my own cause'],
  ['throws a bigint in an object', 'The thrown value is not an Error: object'],
  ['throws an object with a getter that throws', 'The thrown value is not an Error: object'],
  ['throws an error that contains a token', 'Error: 401 for Bearer [redacted]'],
  ['throws an object that contains a token', 'The thrown value is not an Error: object'],
  ['throws a token', 'The thrown value is not an Error: string'],
  ['rejects without a reason', 'The thrown value is not an Error: undefined'],
])('dead-letters a message with the error after twelve attempts when its handler %s', async (behavior, reason) => {
  await send({ type: 'file.updated', behavior });
  const { length: before } = deployment.deadLetters;
  await deployment.drain();
  expect(deployment.batchFailures).toEqual([]);
  expect(deployment.deadLetters.slice(before)).toEqual([
    expect.objectContaining({
      errorCode: 'handler_failed',
      reason: `Dead-lettered after 12 attempts. Last error: ${reason}`,
      attempts: '12',
      handlers: 'misbehave',
    }),
  ]);
  expect(deployment.endpoint.logs.join('\n')).toContain('"message":"handler failed"');
  expect(deployment.endpoint.logs.join('\n')).not.toContain('canary-of-a-secret');
});

it('stops a hanging handler before Lambda’s timeout, and completes the rest of the batch', () =>
  withDeployment({ mode: 'queued', app: 'misbehaving-app', worker: SHORT_WORKER }, async (own) => {
    const fileId = own.newFile();
    await send({ type: 'file.updated', behavior: 'never ends at the first attempt' }, own);
    await send({ resource: { id: fileId, type: 'file' } }, own);
    await own.runWorker();
    expect(own.batchFailures).toEqual([]);
    expect(own.queue.messages).toHaveLength(1);
    expect(own.commentsOn(fileId)).toBe(1);
    expect(own.endpoint.logs.join('\n')).toContain('HandlerTimeoutError');
  }));

it('dead-letters a message before SQS deletes it when its handler requests a day at each attempt', async () => {
  await send({ type: 'file.updated', behavior: 'requests a retry in a day' });
  const startedAt = deployment.clock.now();
  await deployment.drain();
  expect(deployment.deadLetters.at(-1)).toMatchObject({ errorCode: 'too_old', handlers: 'misbehave' });
  const days = (deployment.clock.now() - startedAt) / DAY_MS;
  expect(days).toBeGreaterThan(12.9);
  expect(days).toBeLessThan(14.1);
  const postponed = deployment.endpoint.logs.filter((line) => line.includes('handler postponed'));
  expect(postponed.length).toBeLessThanOrEqual(14);
});

it('dead-letters the handlers that cannot succeed, and retries the others alone', async () => {
  await send({ type: 'file.created' });
  const { length: before } = deployment.deadLetters;
  await deployment.runWorker();
  expect(deployment.deadLetters.slice(before)).toMatchObject([{ handlers: 'never-succeeds', errorCode: 'permanent' }]);
  expect(deployment.queue.messages.map(({ body }) => JSON.parse(body).handlers)).toEqual([['postpones']]);
});
