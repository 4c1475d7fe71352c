import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CALL_FAULTS, FaultyCalls } from '../../support/faulty-calls.ts';
import { ReconciliationUnderTest } from './reconciliation-under-test.ts';

let test: ReconciliationUnderTest;
const calls = new FaultyCalls(() => void test.restart());

beforeAll(async () => {
  test = await ReconciliationUnderTest.start('queued', { isBundled: true });
});

afterAll(() => test.stop());

/** Counts the calls of a function to Frame.io, DynamoDB and SQS, with a fault in one of them. */
async function countCalls(run: () => Promise<unknown>, ...fault: Parameters<FaultyCalls['plan']>): Promise<number> {
  calls.plan(...fault);
  const { dynamoDb, sqs, endpoint } = test.deployment;
  const next = () => calls.next();
  dynamoDb.fault = next;
  sqs.fault = next;
  endpoint.apiFault = next;
  await run();
  await test.deployment.reset();
  return calls.count;
}

/** Turns reconciliation on, and adds a file. The next run notices it, or enqueues its event. */
async function prepare(run: 'notice' | 'enqueue'): Promise<string> {
  await test.turnOn();
  test.deployment.clock.advance(60_000); // the process was started meanwhile
  const fileId = test.newFile();
  if (run === 'enqueue') await test.run();
  return fileId;
}

describe.each([
  { run: 'notice', expected: 6 },
  { run: 'enqueue', expected: 8 },
] as const)('the bundle that is about to $run a file', ({ run, expected }) => {
  it.each(CALL_FAULTS)('loses and repeats nothing after %s at any call', async (fault) => {
    await prepare(run);
    expect(await countCalls(() => test.run())).toBe(expected);
    for (let number = 1; number <= expected; number += 1) {
      const fileId = await prepare(run);
      await countCalls(() => test.run().catch(() => undefined), number, fault);
      expect(calls.hasHappened).toBe(true);
      for (const _ of [1, 2, 3]) await test.run();
      await test.deployment.drain();
      await test.run();
      const comments = test.deployment.commentsOn(fileId);
      expect({ number, comments, queued: test.queued }).toEqual({ number, comments: 1, queued: 0 });
    }
  });
});

it('prints no token, and throws none', () => {
  expect(test.output).toContain('file reconciled');
  expect(test.output).not.toContain(test.state.token);
});
