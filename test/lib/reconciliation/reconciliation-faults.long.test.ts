import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReconciliationUnderTest } from './reconciliation-under-test.ts';

let test: ReconciliationUnderTest;

beforeAll(async () => {
  test = await ReconciliationUnderTest.start('queued');
});

afterAll(() => test.stop());

type Fault = 'reset' | 'reset_after_processing' | undefined;

/** Decides the fault of each call to Frame.io, DynamoDB and SQS, by its number, counted from 1. Returns the number of calls. */
function injectFaults(faultOf: (number: number) => Fault): () => number {
  let calls = 0;
  const next = () => {
    calls += 1;
    return faultOf(calls);
  };
  test.deployment.dynamoDb.fault = next;
  test.deployment.sqs.fault = next;
  test.deployment.endpoint.apiFault = next;
  return () => calls;
}

/** Runs the function three times, with faults in the second or third run, and the worker. Returns the comments on the file. */
async function reconcileWithFaults(run: 'notice' | 'enqueue', faultOf: (number: number) => Fault): Promise<number> {
  await test.turnOn();
  const fileId = test.newFile();
  if (run === 'enqueue') await test.run();
  injectFaults(faultOf);
  await test.run().catch(() => undefined);
  await test.deployment.reset();
  test.restart();
  for (const _ of [1, 2, 3]) await test.run();
  await test.deployment.drain();
  await test.run();
  expect(test.queued).toBe(0);
  return test.deployment.commentsOn(fileId);
}

describe.each(['notice', 'enqueue'] as const)('the run to %s a file', (run) => {
  let calls = 0;

  beforeAll(async () => {
    await test.turnOn();
    test.newFile();
    if (run === 'enqueue') await test.run();
    const count = injectFaults(() => undefined);
    await test.run();
    calls = count();
    await test.deployment.reset();
  });

  it('loses and repeats nothing if it crashes before or after any call', async () => {
    expect(calls).toBe(run === 'notice' ? 6 : 8);
    for (let last = 1; last <= calls; last += 1) {
      const before = await reconcileWithFaults(run, (number) => (number < last ? undefined : 'reset'));
      const after = await reconcileWithFaults(run, (number) => {
        if (number < last) return undefined;
        return number === last ? 'reset_after_processing' : 'reset';
      });
      expect({ last, before, after }).toEqual({ last, before: 1, after: 1 });
    }
  });

  it('loses and repeats nothing if the response to any call is lost', async () => {
    for (let lost = 1; lost <= calls; lost += 1) {
      const comments = await reconcileWithFaults(run, (number) =>
        number === lost ? 'reset_after_processing' : undefined,
      );
      expect({ lost, comments }).toEqual({ lost, comments: 1 });
    }
  });
});
