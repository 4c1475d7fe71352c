import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServiceFault } from '../../sandbox/aws/json-protocol/json-service.ts';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { response, UNAUTHORIZED, UNAVAILABLE } from '../support/endpoint-under-test.ts';

const TTL_MS = 300_000;
/** Longer than the time between two fetches of a secret that proves wrong. */
const REFRESH_MS = 60_000;
/** Longer than the timeout of a fetch, and longer than its failure is cached. */
const RECOVERY_MS = 10_000;
const FAULTS: readonly ServiceFault[] = ['throttled', 'denied', 'down'];
const QUEUED = response(202, 'queued');

let deployment: DeploymentUnderTest;
let fileId: string;
beforeAll(async () => {
  deployment = await DeploymentUnderTest.start({ mode: 'queued' });
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

describe.each(FAULTS)('when Secrets Manager has the fault %s', (fault) => {
  it('at a cold start, the endpoint answers 503, and queues the event after the fault', async () => {
    const { secretsManager } = deployment.endpoint;
    await deployment.endpoint.recycle();
    secretsManager.fault = fault;
    expect(await deliver()).toEqual(UNAVAILABLE);
    secretsManager.fault = undefined;
    deployment.clock.advance(RECOVERY_MS);
    expect(await deliver()).toEqual(QUEUED);
    await deployment.drain();
    expect(comments()).toBe(1);
  });

  it('at a cold start, the worker keeps the message, and runs the handler after the fault', async () => {
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

  it('at the end of the time to live, endpoint and worker use their cached secrets and log it', async () => {
    expect(await deliver()).toEqual(QUEUED);
    await deployment.drain();
    deployment.clock.advance(TTL_MS + REFRESH_MS);
    fileId = deployment.newFile();
    deployment.endpoint.secretsManager.fault = fault;
    expect(await deliver()).toEqual(QUEUED);
    await deployment.runWorker();
    expect(comments()).toBe(1);
    for (const secretId of ['signing-secrets', 'api-credentials']) {
      expect(log()).toMatch(new RegExp(`secret not refreshed, serving the value from memory.*${secretId}`));
    }
  });
});

it('runs the handler of a queued event after a rotation of the signing secret', async () => {
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
  deployment.clock.advance(REFRESH_MS);
});

it('fetches the token again in the worker after a rotation of the token', async () => {
  const { secretsManager, frameioState } = deployment.endpoint;
  expect(await deliver()).toEqual(QUEUED);
  await deployment.drain();
  deployment.clock.advance(REFRESH_MS);
  fileId = deployment.newFile();
  expect(await deliver()).toEqual(QUEUED);
  frameioState.token = 'canary-of-the-next-token';
  secretsManager.put('api-credentials', frameioState.token);
  await deployment.runWorker();
  expect(comments()).toBe(1);
  expect(deployment.queue.messages).toEqual([]);
});

it('fetches only the signing secrets in the endpoint, and only the token in the worker', async () => {
  const { secretsManager } = deployment.endpoint;
  await deployment.endpoint.recycle();
  await deployment.killWorker();
  const before = secretsManager.calls.length;
  await deliver();
  const fetched = () => new Set(secretsManager.calls.slice(before).map(({ secretId }) => secretId));
  expect(fetched()).toEqual(new Set(['signing-secrets']));
  await deployment.drain();
  expect(fetched()).toEqual(new Set(['signing-secrets', 'api-credentials']));
});
