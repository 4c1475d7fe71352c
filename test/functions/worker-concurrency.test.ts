import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';
import { until } from '../support/until.ts';

const QUEUED = response(202, 'queued');

let deployment: DeploymentUnderTest;
beforeAll(async () => {
  deployment = await DeploymentUnderTest.start({ mode: 'queued' });
});
afterAll(() => deployment.stop());

it('of a batch of ten, five are worked on at a time: the sixth begins when one of them has ended', async () => {
  const files = Array.from({ length: 10 }, () => deployment.newFile());
  for (const fileId of files) expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(QUEUED);
  /** Lets go, one by one, of those that have begun. */
  const held: (() => void)[] = [];
  const ended = () => files.filter((fileId) => deployment.commentsOn(fileId) > 0).length;
  let begun = 0;
  const atOnce: number[] = [];
  deployment.endpoint.apiFault = ({ method }) => {
    if (method === 'POST') return undefined;
    begun += 1;
    atOnce.push(begun - ended());
    return { heldUntil: new Promise<void>((resolve) => held.push(resolve)) };
  };
  deployment.startPolling();
  await until(() => begun >= 5);
  for (let number = 6; number <= 10; number += 1) {
    held.shift()?.();
    await until(() => begun >= number);
  }
  for (const release of held) release();
  await deployment.runWorker();

  expect(atOnce).toEqual([1, 2, 3, 4, 5, 5, 5, 5, 5, 5]);
  expect(deployment.batchResponses).toEqual([{ batchItemFailures: [] }]); // all ten were one batch
  expect(ended()).toBe(10);
});
