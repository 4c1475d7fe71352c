import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import type { ServiceFault } from '../../sandbox/aws/json-protocol/json-service.ts';
import { DeploymentUnderTest, SHORT_WORKER } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';

/** So long Frame.io waits for an answer. */
const PATIENCE_MS = 5_000;

const FAULTS: readonly ServiceFault[] = ['throttled', 'denied', 'down', 'reset', 'hang', 'hang_after_processing'];

/** What the endpoint answers to an event whose handler fails, when the queue takes it and when not. */
const ANSWERS = {
  inline: { taken: response(202, 'queued'), notTaken: response(500, 'failed') },
  queued: { taken: response(202, 'queued'), notTaken: response(503, 'queue_unavailable') },
} as const;

describe.each<DeliveryMode>(['inline', 'queued'])('%s', (mode) => {
  let deployment: DeploymentUnderTest;
  let fileId: string;
  beforeAll(async () => {
    deployment = await DeploymentUnderTest.start({ mode, worker: SHORT_WORKER });
    await deployment.deliver(); // the cold start is not what is measured
    await deployment.drain();
  });
  beforeEach(() => {
    fileId = deployment.newFile();
  });
  afterEach(async () => {
    await deployment.reset();
    expect(deployment.endpoint.leaks).toEqual([]);
    expect(deployment.deadLetters).toEqual([]);
  });
  afterAll(() => deployment.stop());

  /** Has the handler fail in the endpoint, if that is where it runs. */
  const failing = () => {
    deployment.endpoint.apiFault = 500;
  };
  const { taken, notTaken } = ANSWERS[mode];

  describe('a queue that is out of order when an event has to go there', () => {
    it.each(FAULTS)('%s: 5xx while Frame.io still waits, and done once when it sends it again', async (fault) => {
      failing();
      deployment.sqs.fault = fault;
      const delivery = deployment.genuine({ fileId });
      const startedAt = performance.now();
      expect(await deployment.deliver(delivery)).toEqual(notTaken);
      expect(performance.now() - startedAt).toBeLessThan(PATIENCE_MS);
      expect(deployment.endpoint.logs.join('\n')).toContain('event not queued');
      deployment.sqs.fault = undefined;
      expect(await deployment.deliver(delivery)).toEqual(taken);
      deployment.endpoint.apiFault = undefined;
      await deployment.drain();
      expect(deployment.commentsOn(fileId)).toBe(1);
    });
  });

  it('the answer of SQS is lost: it is asked again, and of the two messages one has an effect', async () => {
    failing();
    let number = 0;
    deployment.sqs.fault = () => (++number === 1 ? 'reset_after_processing' : undefined);
    expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(taken);
    expect(deployment.queue.messages).toHaveLength(2);
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
  });

  it('all answers of SQS are lost, and Frame.io sends the event again, with a new timestamp: one effect', async () => {
    failing();
    deployment.sqs.fault = 'reset_after_processing';
    expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(notTaken);
    deployment.sqs.fault = undefined;
    deployment.clock.advance(15_000);
    expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(taken);
    expect(deployment.queue.messages.length).toBeGreaterThan(2);
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
  });

  it('a body that is longer than Frame.io’s ever are is refused before anything is made of it', async () => {
    const body = deployment.endpoint.body({ resource: { id: fileId, type: 'file' }, filler: 'x'.repeat(262_144) });
    const { length: calls } = deployment.sqs.calls;
    expect(await deployment.deliver(deployment.genuine({ body }))).toEqual({ statusCode: 413, headers: {}, body: '' });
    expect(deployment.sqs.calls).toHaveLength(calls);
  });

  it('the longest body that is read fits into the queue, though every byte of it be one that JSON escapes', async () => {
    const body = deployment.endpoint.body({ resource: { id: fileId, type: 'file' }, filler: '' });
    const filler = '\\"'.repeat((262_144 - Buffer.byteLength(body)) >> 1);
    const longest = body.replace('"filler":""', `"filler":"${filler}"`);
    failing();
    expect(await deployment.deliver(deployment.genuine({ body: longest }))).toEqual(taken);
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
  });
});

describe('inline', () => {
  let deployment: DeploymentUnderTest;
  beforeAll(async () => {
    deployment = await DeploymentUnderTest.start({ mode: 'inline', worker: SHORT_WORKER });
  });
  afterEach(async () => {
    await deployment.reset();
    expect(deployment.endpoint.leaks).toEqual([]);
  });
  afterAll(() => deployment.stop());

  it('SQS is not asked when nothing is left to do', async () => {
    const fileId = deployment.newFile();
    deployment.sqs.fault = 'down';
    expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(response(200, 'completed'));
    expect(deployment.sqs.calls).toEqual([]);
    expect(deployment.commentsOn(fileId)).toBe(1);
  });

  it('a handler that took all of its time is answered 503, when the queue does not answer either', async () => {
    const fileId = deployment.newFile();
    deployment.endpoint.apiFault = 'hang';
    deployment.sqs.fault = 'hang';
    expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(response(503, 'timed_out'));
  });
});
