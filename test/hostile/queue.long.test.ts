import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import type { ServiceFault } from '../../sandbox/aws/json-protocol/json-service.ts';
import { DeploymentUnderTest, withDeployment } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';

const MODES: readonly DeliveryMode[] = ['inline', 'queued'];
const FAULTS: readonly ServiceFault[] = ['throttled', 'denied', 'down', 'reset'];
const FAULTS_WITHOUT_RESPONSE: readonly ServiceFault[] = ['hang', 'hang_after_processing'];

/** The endpoint's response to an event whose handler fails, when the queue stores it and when not. */
const RESPONSES = {
  inline: { stored: response(202, 'queued'), notStored: response(500, 'failed') },
  queued: { stored: response(202, 'queued'), notStored: response(503, 'queue_unavailable') },
} as const;

/** Sends an event while the queue has a fault, and again without the fault. */
async function deliverTwice(deployment: DeploymentUnderTest, mode: DeliveryMode, fault: ServiceFault): Promise<void> {
  const fileId = deployment.newFile();
  deployment.endpoint.apiFault = 500; // inline, the handler fails
  deployment.sqs.fault = fault;
  const delivery = deployment.genuine({ fileId });
  expect(await deployment.deliver(delivery)).toEqual(RESPONSES[mode].notStored);
  expect(deployment.endpoint.logs.join('\n')).toContain('event not queued');
  deployment.sqs.fault = undefined;
  expect(await deployment.deliver(delivery)).toEqual(RESPONSES[mode].stored);
  deployment.endpoint.apiFault = undefined;
  await deployment.drain();
  expect(deployment.commentsOn(fileId)).toBe(1);
}

describe.each(MODES)('the %s endpoint', (mode) => {
  let deployment: DeploymentUnderTest;
  let fileId: string;
  beforeAll(async () => {
    deployment = await DeploymentUnderTest.start({ mode });
  });
  beforeEach(() => {
    fileId = deployment.newFile();
    deployment.endpoint.apiFault = 500; // inline, the handler fails
  });
  afterEach(async () => {
    await deployment.reset();
    expect(deployment.endpoint.leaks).toEqual([]);
    expect(deployment.deadLetters).toEqual([]);
  });
  afterAll(() => deployment.stop());

  const { stored, notStored } = RESPONSES[mode];

  it.each(FAULTS)('answers 5xx while the queue has the fault %s, and has one effect once Frame.io retries', (fault) =>
    deliverTwice(deployment, mode, fault),
  );

  it('has one effect when SQS stores a message twice because its response was lost', async () => {
    let calls = 0;
    deployment.sqs.fault = () => (++calls === 1 ? 'reset_after_processing' : undefined);
    expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(stored);
    expect(deployment.queue.messages).toHaveLength(2);
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
  });

  it('has one effect when all responses of SQS are lost and Frame.io retries with a new timestamp', async () => {
    deployment.sqs.fault = 'reset_after_processing';
    expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(notStored);
    deployment.sqs.fault = undefined;
    deployment.clock.advance(15_000);
    expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(stored);
    expect(deployment.queue.messages.length).toBeGreaterThan(2);
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
  });

  it('answers 413 to a body over the limit, and sends nothing to the queue', async () => {
    const body = deployment.endpoint.body({ resource: { id: fileId, type: 'file' }, filler: 'x'.repeat(262_144) });
    const { length: calls } = deployment.sqs.calls;
    expect(await deployment.deliver(deployment.genuine({ body }))).toEqual({ statusCode: 413, headers: {}, body: '' });
    expect(deployment.sqs.calls).toHaveLength(calls);
  });

  it('queues the longest body, even if JSON escapes every byte of it', async () => {
    const body = deployment.endpoint.body({ resource: { id: fileId, type: 'file' }, filler: '' });
    const filler = '\\"'.repeat((262_144 - Buffer.byteLength(body)) >> 1);
    const longest = body.replace('"filler":""', `"filler":"${filler}"`);
    expect(await deployment.deliver(deployment.genuine({ body: longest }))).toEqual(stored);
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
  });
});

it.concurrent.each(MODES.flatMap((mode) => FAULTS_WITHOUT_RESPONSE.map((fault) => ({ mode, fault }))))(
  'the $mode endpoint answers 5xx while the queue does not respond ($fault), and has one effect once Frame.io retries',
  ({ mode, fault }) => withDeployment({ mode }, (deployment) => deliverTwice(deployment, mode, fault)),
);

it.concurrent('the inline endpoint answers 503 when the handler times out and the queue does not respond', () =>
  withDeployment({ mode: 'inline' }, async (deployment) => {
    deployment.endpoint.apiFault = 'hang';
    deployment.sqs.fault = 'hang';
    expect(await deployment.deliver()).toEqual(response(503, 'timed_out'));
  }));

it('the inline endpoint does not call SQS when no handler is left to run', () =>
  withDeployment({ mode: 'inline' }, async (deployment) => {
    const fileId = deployment.newFile();
    deployment.sqs.fault = 'down';
    expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(response(200, 'completed'));
    expect(deployment.sqs.calls).toEqual([]);
    expect(deployment.commentsOn(fileId)).toBe(1);
  }));
