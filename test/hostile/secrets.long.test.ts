import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import type { ServiceFault } from '../../sandbox/aws/json-protocol/json-service.ts';
import { readEmf } from '../support/emf.ts';
import {
  EndpointUnderTest,
  type EndpointUnderTestOptions,
  response,
  UNAUTHORIZED,
  UNAVAILABLE,
} from '../support/endpoint-under-test.ts';
import { builtEndpoint } from '../support/synthesized.ts';

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

const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:frameio/signing-AbCdEf';

describe.each<DeliveryMode>(['inline', 'queued'])('%s: a secret that is unset', (mode) => {
  const options: EndpointUnderTestOptions = {
    function: builtEndpoint(mode),
    variables: { SIGNING_SECRETS_SECRET_ID: ARN, QUEUE_URL: 'http://127.0.0.1:9/123456789012/unused' },
  };

  it.each([
    { name: 'has no value', put: undefined },
    { name: 'holds a placeholder', put: '<value>' },
  ])('logs a command that works as it stands when it $name', async ({ put }) => {
    const own = await EndpointUnderTest.start(
      ({ secretsManager }) => (put === undefined ? secretsManager.create(ARN) : secretsManager.put(ARN, put)),
      options,
    );
    expect(await own.invoke(own.genuine())).toEqual(UNAVAILABLE);
    expect(messagesOf(own.logs)).toContain(
      `aws secretsmanager put-secret-value --region eu-west-1 --secret-id ${ARN} --secret-string '<value>'`,
    );
    expect(own.logs.join('\n')).not.toContain('There is no secret');
    await own.stop();
  });

  it('logs another message when it does not exist', async () => {
    const own = await EndpointUnderTest.start(undefined, options);
    expect(await own.invoke(own.genuine())).toEqual(UNAVAILABLE);
    expect(messagesOf(own.logs)).toContain(`There is no secret ${ARN} in eu-west-1.`);
    expect(own.logs.join('\n')).not.toContain('put-secret-value');
    await own.stop();
  });
});

function messagesOf(lines: readonly string[]): string {
  return lines.map((line) => JSON.parse(line).error?.message).join('\n');
}

describe('the log of a refused delivery', () => {
  it('is one line with the reason and the measurement', async () => {
    expect(await deliverAfter(0)).toEqual(COMPLETED);
    endpoint.logs.length = 0;
    for (let count = 0; count < 3; count += 1) await deliverAfter(0, 'another-signing-secret');
    expect(endpoint.logs).toHaveLength(3);
    for (const line of endpoint.logs) {
      expect(JSON.parse(line)).toMatchObject({
        level: 'WARN',
        message: 'signature verification failed',
        reason: 'mismatch',
        DeliveriesUnauthorized: [1],
      });
      expect(readEmf(line).map(({ name }) => name)).toEqual(['DeliveriesUnauthorized', 'DeliveriesUnauthorized']);
      expect(line.length).toBeLessThan(600);
    }
  });

  it('is one line with the error while secrets are unavailable, and has the stack once for each failed fetch', async () => {
    endpoint.secretsManager.fault = 'denied';
    for (let count = 0; count < 3; count += 1) expect(await deliverAfter(0)).toEqual(UNAVAILABLE);
    expect(await deliverAfter(5_000)).toEqual(UNAVAILABLE);
    expect(endpoint.logs).toHaveLength(4);
    const errors = endpoint.logs.map((line) => JSON.parse(line).error);
    expect(errors.map(({ stack }) => stack !== undefined)).toEqual([true, false, false, true]);
    for (const { message } of errors) expect(message).toContain('AccessDeniedException');
  });
});

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
