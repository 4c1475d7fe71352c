import { afterEach, expect, it } from '@jest/globals';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';
import { scriptedBundles } from '../support/scripted-bundles.ts';

const QUEUED = response(202, 'queued');

let deployment: DeploymentUnderTest;
afterEach(async () => {
  expect(deployment.endpoint.leaks).toEqual([]);
  await deployment.stop();
});

it('a handler that does not hear its signal is done by the worker, the first time the worker has it, and once', async () => {
  deployment = await DeploymentUnderTest.start({ mode: 'inline', ...(await scriptedBundles('hanging-handler')) });
  const fileId = deployment.newFile();
  const body = deployment.endpoint.body({ type: 'file.versioned', resource: { id: fileId, type: 'file' } });
  expect(await deployment.deliver(deployment.genuine({ body }))).toEqual(QUEUED);
  expect(deployment.commentsOn(fileId)).toBe(0);
  expect(deployment.queue.messages.map((message) => JSON.parse(message.body).handlers)).toEqual([['deaf']]);

  deployment.clock.advance(deployment.hiddenMs);
  await deployment.runWorker();
  expect(deployment.batchResponses).toEqual([{ batchItemFailures: [] }]); // the lock of the first has ended
  expect(deployment.commentsOn(fileId)).toBe(1);
  expect(deployment.queue.messages).toEqual([]);
});

it('the handler as it is deployed, left waiting by Frame.io, is done by the worker at its first attempt, and once', async () => {
  deployment = await DeploymentUnderTest.start({ mode: 'inline' });
  deployment.endpoint.apiFault = 'hang';
  const fileId = deployment.newFile();
  expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(QUEUED);
  deployment.endpoint.apiFault = undefined;
  deployment.clock.advance(deployment.hiddenMs);
  await deployment.runWorker();
  expect(deployment.batchResponses).toEqual([{ batchItemFailures: [] }]);
  expect(deployment.commentsOn(fileId)).toBe(1);
  await deployment.drain();
  expect(deployment.commentsOn(fileId)).toBe(1);
});
