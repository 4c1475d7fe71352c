import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { ServiceFault } from '../../sandbox/aws/json-protocol/json-service.ts';
import { DeploymentUnderTest, withDeployment } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';
import { until } from '../support/until.ts';

const FAULTS: readonly ServiceFault[] = ['throttled', 'denied', 'down', 'reset'];
const QUEUED = response(202, 'queued');

let deployment: DeploymentUnderTest;
let fileId: string;
beforeAll(async () => {
  deployment = await DeploymentUnderTest.start({ mode: 'inline' });
});
beforeEach(() => {
  fileId = deployment.newFile();
});
afterEach(async () => {
  await deployment.reset();
  expect(deployment.endpoint.leaks).toEqual([]);
});
afterAll(() => deployment.stop());

const deliver = () => deployment.deliver(deployment.genuine({ fileId }));
const comments = () => deployment.commentsOn(fileId);

async function queuesTheEvent(tested: DeploymentUnderTest, fault: ServiceFault): Promise<void> {
  const id = tested.newFile();
  tested.dynamoDb.fault = fault;
  expect(await tested.deliver(tested.genuine({ fileId: id }))).toEqual(QUEUED);
  expect(tested.commentsOn(id)).toBe(0);
  tested.dynamoDb.fault = undefined;
  await tested.drain();
  expect(tested.commentsOn(id)).toBe(1);
}

it.each(FAULTS)('queues the event while DynamoDB has the fault %s, and runs no handler', (fault) =>
  queuesTheEvent(deployment, fault),
);

it('queues the event while DynamoDB does not respond, and runs no handler', () =>
  withDeployment({ mode: 'inline' }, (own) => queuesTheEvent(own, 'hang')));

it('queues the event when DynamoDB does not record the completion of the handler', async () => {
  deployment.dynamoDb.fault = () => (comments() === 0 ? undefined : 'down');
  expect(await deliver()).toEqual(QUEUED);
  expect(comments()).toBe(1);
  deployment.dynamoDb.fault = undefined;
  await deployment.drain();
  expect(comments()).toBe(1);
});

it('answers 5xx while neither DynamoDB nor SQS works, and comments once when Frame.io retries', async () => {
  deployment.dynamoDb.fault = 'denied';
  deployment.sqs.fault = 'denied';
  const delivery = deployment.genuine({ fileId });
  expect(await deployment.deliver(delivery)).toEqual(response(503, 'postponed'));
  deployment.dynamoDb.fault = undefined;
  deployment.sqs.fault = undefined;
  expect(await deployment.deliver(delivery)).toEqual(response(200, 'completed'));
  expect(comments()).toBe(1);
});

it.each([
  { afterMs: 0, expected: QUEUED },
  { afterMs: 20_000, expected: response(200, 'completed') },
])('does not comment again $afterMs ms after it was killed with its comment posted', async ({ afterMs, expected }) => {
  deployment.endpoint.apiFault = ({ method }) => (method === 'POST' ? 'hang_after_processing' : undefined);
  const delivered = deliver().catch(() => 'killed');
  await until(() => comments() === 1);
  await deployment.endpoint.recycle();
  expect(await delivered).toBe('killed');
  deployment.endpoint.apiFault = undefined;
  deployment.clock.advance(afterMs);
  expect(await deliver()).toEqual(expected);
  await deployment.drain();
  expect(comments()).toBe(1);
});
