import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { CLOCK_TOLERANCE_MS } from '../../lib/core/clock.ts';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';
import { until } from '../support/until.ts';

let deployment: DeploymentUnderTest;
beforeAll(async () => {
  deployment = await DeploymentUnderTest.start({ mode: 'inline' });
});
afterEach(async () => {
  await deployment.reset();
  expect(deployment.endpoint.leaks).toEqual([]);
});
afterAll(() => deployment.stop());

it.each([
  { name: 'behind', skewMs: -CLOCK_TOLERANCE_MS },
  { name: 'ahead', skewMs: CLOCK_TOLERANCE_MS },
])('runs a handler once if the clock of the endpoint is 10 s $name and the worker has a copy', async ({ skewMs }) => {
  const { clock, endpoint, queue } = deployment;
  const fileId = deployment.newFile();
  const delivery = deployment.genuine({ fileId });
  const timestamp = delivery.headers['x-frameio-request-timestamp'];
  const { body } = delivery;
  const message = { version: 1, body, timestamp, deliveryKey: 'copy', receivedAt: clock.now(), correlationId: 'copy' };
  let posts = 0;
  endpoint.apiFault = ({ method }) => {
    if (method !== 'POST') return undefined;
    posts += 1;
    return posts === 1 ? 'hang' : undefined; // the handler of the endpoint runs for 3 s
  };
  const delivered = endpoint.invoke(delivery, { clockSkewMs: clock.now() - Date.now() + skewMs });
  await until(() => posts === 1);
  await queue.send({ body: JSON.stringify(message) });
  await deployment.runWorker();
  expect(posts).toBe(1);
  expect(deployment.hiddenMs).toBeGreaterThan(1_000);
  expect(deployment.hiddenMs).toBeLessThan(40_000);
  expect(await delivered).toEqual(response(202, 'queued'));
  await deployment.drain();
  expect([posts, deployment.commentsOn(fileId)]).toEqual([2, 1]);
});
