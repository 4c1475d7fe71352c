import { afterEach, describe, expect, it } from '@jest/globals';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';
import { until } from '../support/until.ts';

const QUEUED = response(202, 'queued');
const KEPT_SECONDS = 35 * 24 * 3_600;

let deployment: DeploymentUnderTest;
afterEach(() => deployment.stop());

/** Delivers an event about a new file. */
async function deliver(): Promise<void> {
  const fileId = deployment.newFile();
  expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(QUEUED);
}

describe.each([7_000, 60_000])('a worker with a timeout of %i ms', (timeoutMs) => {
  it('locks a handler until ten seconds after its timeout', async () => {
    deployment = await DeploymentUnderTest.start({ mode: 'queued', worker: { timeoutMs } });
    await deliver();
    await deployment.runWorker(); // an environment that has been started has all of the time
    let release: (value?: unknown) => void = () => undefined;
    const heldUntil = new Promise((resolve) => {
      release = resolve;
    });
    let isRunning = false;
    deployment.endpoint.apiFault = () => {
      isRunning = true;
      return { heldUntil };
    };
    await deliver();
    deployment.startPolling();
    await until(() => isRunning);
    const records = await deployment.idempotencyRecords();
    release();
    await deployment.runWorker();

    const lock = records.find(({ status }) => status === 'INPROGRESS');
    const deadline = Number(deployment.batchTimes.at(-1)) + timeoutMs + 10_000;
    expect(lock?.lockedUntil).toBeGreaterThan(deadline - 2_000); // the time of the handlers ends five seconds earlier
    expect(lock?.lockedUntil).toBeLessThan(deadline + 2_000);
  });
});

it('keeps the record of a completed handler for 35 days', async () => {
  deployment = await DeploymentUnderTest.start({ mode: 'queued' });
  await deliver();
  const before = Math.floor(deployment.clock.now() / 1_000);
  await deployment.runWorker();
  const after = before + 60; // the longest invocation
  const records = await deployment.idempotencyRecords();
  expect(records).toMatchObject([{ status: 'COMPLETED' }]);
  expect(records[0]?.expiresAtSeconds).toBeGreaterThanOrEqual(before + KEPT_SECONDS);
  expect(records[0]?.expiresAtSeconds).toBeLessThanOrEqual(after + KEPT_SECONDS);
});
