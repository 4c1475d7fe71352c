import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServiceFault } from '../../sandbox/aws/json-protocol/json-service.ts';
import { EndpointUnderTest, response, UNAUTHORIZED, UNAVAILABLE } from '../support/endpoint-under-test.ts';

const TTL_MS = 300_000;
const COMPLETED = response(200, 'completed');

let endpoint: EndpointUnderTest;
beforeEach(async () => {
  endpoint = await EndpointUnderTest.start();
});
afterEach(async () => {
  expect(endpoint.leaks).toEqual([]);
  await endpoint.stop();
});

/** Sends a delivery that is signed in some ms. The clock of the function is as far ahead. */
async function deliverAfter(clockSkewMs: number, secret = endpoint.signingSecret): Promise<unknown> {
  const timestamp = Math.floor((Date.now() + clockSkewMs) / 1_000);
  return await endpoint.invoke(endpoint.genuine({ secret, timestamp }), { clockSkewMs });
}

it.each<ServiceFault>(['throttled', 'denied', 'down'])(
  'answers 503 and logs the secret when Secrets Manager has the fault %s at a cold start, and recovers after it',
  async (fault) => {
    endpoint.secretsManager.fault = fault;
    expect(await endpoint.invoke(endpoint.genuine())).toEqual(UNAVAILABLE);
    expect(endpoint.logs.join('\n')).toMatch(/SecretUnavailableError.*signing-secrets/);
    endpoint.secretsManager.fault = undefined;
    expect(await deliverAfter(2_000)).toEqual(COMPLETED);
  },
);

it.each<ServiceFault>(['down', 'denied', 'hang'])(
  'uses the cached secrets and logs it when Secrets Manager has the fault %s at the end of the time to live',
  async (fault) => {
    expect(await deliverAfter(0)).toEqual(COMPLETED);
    endpoint.secretsManager.fault = fault;
    expect(await deliverAfter(TTL_MS + 1_000)).toEqual(COMPLETED);
    expect(endpoint.logs.join('\n')).toContain('secret not refreshed, serving the value from memory');
    expect(endpoint.commentCount).toBe(2);
  },
);

describe('after a rotation of the signing secret', () => {
  const OLD = 'the-old-signing-secret';
  const NEW = 'the-new-signing-secret';

  beforeEach(async () => {
    endpoint.secretsManager.put('signing-secrets', OLD);
    expect(await deliverAfter(0, OLD)).toEqual(COMPLETED);
    endpoint.secretsManager.put('signing-secrets', NEW);
  });

  it('verifies with the new secret long before the time to live ends', async () => {
    expect(await deliverAfter(1_000, NEW)).toEqual(COMPLETED);
  });

  it('verifies with the old secret as long as it is the previous version', async () => {
    expect(await deliverAfter(1_000, NEW)).toEqual(COMPLETED);
    expect(await deliverAfter(2_000, OLD)).toEqual(COMPLETED);
    expect(await deliverAfter(TTL_MS + 3_000, OLD)).toEqual(COMPLETED);
    await endpoint.recycle();
    expect(await deliverAfter(4_000, OLD)).toEqual(COMPLETED);
  });

  it('verifies with both when they are in one secret', async () => {
    endpoint.secretsManager.put('signing-secrets', JSON.stringify({ webhook: OLD, action: NEW }));
    await endpoint.recycle();
    expect(await deliverAfter(1_000, OLD)).toEqual(COMPLETED);
    expect(await deliverAfter(2_000, NEW)).toEqual(COMPLETED);
  });

  it('verifies with neither after two more rotations', async () => {
    endpoint.secretsManager.put('signing-secrets', 'a-third-signing-secret');
    endpoint.secretsManager.put('signing-secrets', 'a-fourth-signing-secret');
    await endpoint.recycle();
    expect(await deliverAfter(1_000, OLD)).toEqual(UNAUTHORIZED);
    expect(await deliverAfter(2_000, NEW)).toEqual(UNAUTHORIZED);
  });
});

it('fetches the token again when Frame.io refuses the cached one', async () => {
  endpoint.secretsManager.put('api-credentials', 'fio-u-of-yesterday');
  expect(await deliverAfter(0)).toEqual(response(500, 'failed'));
  endpoint.secretsManager.put('api-credentials', endpoint.frameioState.token);
  expect(await deliverAfter(31_000)).toEqual(COMPLETED); // the first failure has fetched it once already
  expect(endpoint.commentCount).toBe(1);
});
