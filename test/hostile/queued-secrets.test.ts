import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServiceFault } from '../../sandbox/aws/json-protocol/json-service.ts';
import { DeploymentUnderTest, SHORT_WORKER } from '../support/deployment-under-test.ts';
import { response, UNAUTHORIZED, UNAVAILABLE } from '../support/endpoint-under-test.ts';

const TTL_MS = 300_000;
const FAULTS: readonly ServiceFault[] = ['throttled', 'denied', 'down', 'hang'];
const QUEUED = response(202, 'queued');

let deployment: DeploymentUnderTest;
let fileId: string;
beforeAll(async () => {
  deployment = await DeploymentUnderTest.start({ mode: 'queued', worker: SHORT_WORKER });
});
beforeEach(() => {
  fileId = deployment.newFile();
  deployment.endpoint.logs.length = 0;
});
afterEach(async () => {
  await deployment.reset();
  expect(deployment.endpoint.leaks).toEqual([]);
  expect(deployment.deadLetters).toEqual([]);
});
afterAll(() => deployment.stop());

const deliver = (secret = deployment.endpoint.signingSecret) =>
  deployment.deliver(deployment.genuine({ fileId, secret }));
const comments = () => deployment.commentsOn(fileId);
const log = () => deployment.endpoint.logs.join('\n');

describe('Secrets Manager at a cold start', () => {
  it.each(FAULTS)('%s: the endpoint answers 503, and queues once it is back', async (fault) => {
    const { secretsManager } = deployment.endpoint;
    await deployment.endpoint.recycle();
    secretsManager.fault = fault;
    expect(await deliver()).toEqual(UNAVAILABLE);
    secretsManager.fault = undefined;
    deployment.clock.advance(2_000);
    expect(await deliver()).toEqual(QUEUED);
    await deployment.drain();
    expect(comments()).toBe(1);
  });

  it.each(FAULTS)('%s: the worker leaves the message where it is, and has it done once it is back', async (fault) => {
    await deployment.killWorker();
    expect(await deliver()).toEqual(QUEUED);
    deployment.endpoint.secretsManager.fault = fault;
    await deployment.runWorker();
    expect(deployment.batchFailures).toEqual([]);
    expect(deployment.queue.messages).toHaveLength(1);
    expect(log()).toMatch(/SecretUnavailableError.*api-credentials/);
    deployment.endpoint.secretsManager.fault = undefined;
    await deployment.drain();
    expect(comments()).toBe(1);
  });
});

it.each<ServiceFault>(['down', 'denied', 'hang'])(
  '%s when the time to live has just ended: endpoint and worker go on with the old secrets, and say so',
  async (fault) => {
    expect(await deliver()).toEqual(QUEUED);
    await deployment.drain();
    deployment.clock.advance(TTL_MS + 31_000);
    fileId = deployment.newFile();
    deployment.endpoint.secretsManager.fault = fault;
    expect(await deliver()).toEqual(QUEUED);
    await deployment.runWorker();
    expect(comments()).toBe(1);
    for (const secretId of ['signing-secrets', 'api-credentials']) {
      expect(log()).toMatch(new RegExp(`secret not refreshed, serving the value from memory.*${secretId}`));
    }
  },
);

describe('a rotation between verify and use', () => {
  it('of the signing secret does not touch what is in the queue, which is not verified again', async () => {
    const { secretsManager, signingSecret } = deployment.endpoint;
    expect(await deliver()).toEqual(QUEUED);
    secretsManager.put('signing-secrets', 'canary-of-a-second-secret');
    secretsManager.put('signing-secrets', 'canary-of-a-third-secret');
    await deployment.drain();
    expect(comments()).toBe(1);
    await deployment.endpoint.recycle();
    expect(await deliver()).toEqual(UNAUTHORIZED);
    expect(await deliver('canary-of-a-third-secret')).toEqual(QUEUED);
    secretsManager.put('signing-secrets', signingSecret);
    deployment.clock.advance(31_000);
  });

  it('of the token is seen by the worker, which still has the old one in memory', async () => {
    const { secretsManager, frameioState } = deployment.endpoint;
    expect(await deliver()).toEqual(QUEUED);
    await deployment.drain();
    deployment.clock.advance(31_000);
    fileId = deployment.newFile();
    expect(await deliver()).toEqual(QUEUED);
    frameioState.token = 'canary-of-the-next-token';
    secretsManager.put('api-credentials', frameioState.token);
    await deployment.runWorker();
    expect(comments()).toBe(1);
    expect(deployment.queue.messages).toEqual([]);
  });
});

it('the endpoint never asks for the token, and the worker never for the signing secrets', async () => {
  const { secretsManager } = deployment.endpoint;
  await deployment.endpoint.recycle();
  await deployment.killWorker();
  const before = secretsManager.calls.length;
  await deliver();
  const asked = () => new Set(secretsManager.calls.slice(before).map(({ secretId }) => secretId));
  expect(asked()).toEqual(new Set(['signing-secrets']));
  await deployment.drain();
  expect(asked()).toEqual(new Set(['signing-secrets', 'api-credentials']));
});
