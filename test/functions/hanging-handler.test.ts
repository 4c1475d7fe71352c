import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { told } from '../support/endpoint-under-test.ts';
import { obedientBundles } from '../support/obedient-bundles.ts';

const QUEUED = told(202, 'queued');

afterEach(() => expect(deployment.endpoint.leaks).toEqual([]));

let deployment: DeploymentUnderTest;
beforeAll(async () => {
  deployment = await DeploymentUnderTest.start({ mode: 'inline', ...(await obedientBundles('hanging-handler')) });
});
afterAll(() => deployment.stop());

it('a handler that does not hear its signal is done by the worker, the first time the worker has it, and once', async () => {
  const fileId = deployment.newFile();
  const body = deployment.endpoint.body({ type: 'file.versioned', resource: { id: fileId, type: 'file' } });
  expect(await deployment.deliver(deployment.genuine({ body }))).toEqual(QUEUED);
  expect(deployment.commentsOn(fileId)).toBe(0);
  expect(deployment.queue.messages.map((message) => JSON.parse(message.body).handlers)).toEqual([['deaf']]);

  deployment.clock.pass(deployment.hiddenMs);
  await deployment.work();
  expect(deployment.batchReplies).toEqual([{ batchItemFailures: [] }]); // the lock of the first has ended
  expect(deployment.commentsOn(fileId)).toBe(1);
  expect(deployment.queue.messages).toEqual([]);
});
