import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceFault } from '../../sandbox/aws/json-protocol/json-service.ts';
import { SandboxClock } from '../../sandbox/clock/sandbox-clock.ts';
import { DeploymentUnderTest, SHORT_WORKER, withDeployment } from '../support/deployment-under-test.ts';

const FAULTS: readonly ServiceFault[] = ['throttled', 'denied', 'down', 'reset'];

/** Behavior that must be the same for every fault of DynamoDB. */
const SCENARIOS = {
  'runs no handler and keeps the message': async (deployment: DeploymentUnderTest, fault: ServiceFault) => {
    const fileId = deployment.newFile();
    deployment.dynamoDb.fault = fault;
    await deployment.deliver(deployment.genuine({ fileId }));
    await deployment.runWorker();
    expect(deployment.batchFailures).toEqual([]);
    expect(deployment.commentsOn(fileId)).toBe(0);
    expect(deployment.queue.messages).toHaveLength(1);
    expect(deployment.hiddenMs).toBeGreaterThan(9_000);
    deployment.dynamoDb.fault = undefined;
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
  },
  'finds its comment when the fault comes after the handler': async (
    deployment: DeploymentUnderTest,
    fault: ServiceFault,
  ) => {
    const fileId = deployment.newFile();
    deployment.dynamoDb.fault = () => (deployment.commentsOn(fileId) === 0 ? undefined : fault);
    await deployment.deliver(deployment.genuine({ fileId }));
    await deployment.runWorker();
    expect(deployment.commentsOn(fileId)).toBe(1);
    expect(deployment.queue.messages).toHaveLength(1);
    deployment.dynamoDb.fault = undefined;
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
    expect(deployment.queue.messages).toEqual([]);
  },
} as const;

/** Loses the response to the start of the handler. */
async function commentsOnce(deployment: DeploymentUnderTest, fault: ServiceFault): Promise<void> {
  const fileId = deployment.newFile();
  deployment.dynamoDb.fault = () => (deployment.commentsOn(fileId) === 0 ? fault : undefined);
  await deployment.deliver(deployment.genuine({ fileId }));
  await deployment.runWorker();
  deployment.dynamoDb.fault = undefined;
  await deployment.drain();
  expect(deployment.commentsOn(fileId)).toBe(1);
}

describe('a worker whose DynamoDB responds with a fault', () => {
  let deployment: DeploymentUnderTest;
  beforeAll(async () => {
    deployment = await DeploymentUnderTest.start({ mode: 'queued' });
  });
  afterEach(async () => {
    await deployment.reset();
    expect(deployment.endpoint.leaks).toEqual([]);
  });
  afterAll(() => deployment.stop());

  describe.each(FAULTS)('%s', (fault) => {
    it.each(Object.entries(SCENARIOS))('%s', (_, scenario) => scenario(deployment, fault));
  });

  it('comments once when the response to the start of the handler is lost', () =>
    commentsOnce(deployment, 'reset_after_processing'));
});

describe('a worker whose DynamoDB does not respond', () => {
  it.concurrent.each(Object.entries(SCENARIOS))('%s', (_, scenario) =>
    withDeployment({ mode: 'queued', worker: SHORT_WORKER }, (deployment) => scenario(deployment, 'hang')),
  );

  it.concurrent('comments once when DynamoDB has stored the start of the handler', () =>
    withDeployment({ mode: 'queued', worker: SHORT_WORKER }, (deployment) =>
      commentsOnce(deployment, 'hang_after_processing'),
    ));

  it.concurrent('does not start a handler when the response to its start arrives after its time', () => {
    const clock = new SandboxClock(); // the delay has to pass
    return withDeployment({ mode: 'queued', worker: SHORT_WORKER, clock }, async (deployment) => {
      const fileId = deployment.newFile();
      let attempts = 0;
      deployment.dynamoDb.fault = ({ input }) => {
        if (!String(input.UpdateExpression).includes(':locked_until')) return undefined; // not the start of a handler
        attempts += 1;
        return attempts <= 2 ? 'hang' : { delayMs: 500 };
      };
      await deployment.deliver(deployment.genuine({ fileId }));
      await deployment.runWorker();
      expect(attempts).toBeGreaterThan(1);
      expect(deployment.queue.messages).toHaveLength(1);
      expect(deployment.commentsOn(fileId)).toBe(0);
      await deployment.drain();
      expect(deployment.commentsOn(fileId)).toBe(1);
    });
  });
});
