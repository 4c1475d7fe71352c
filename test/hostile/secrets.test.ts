import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServiceFault } from '../../sandbox/aws/json-protocol/json-service.ts';
import { deployLocally } from '../../sandbox/deployment/local-deployment.ts';
import { WebhookSender } from '../../sandbox/frameio/webhooks/webhook-sender.ts';
import fileReady from '../fixtures/file-ready.json' with { type: 'json' };
import { DeploymentUnderTest, SHORT_WORKER } from '../support/deployment-under-test.ts';
import { EndpointUnderTest, response, UNAUTHORIZED, UNAVAILABLE } from '../support/endpoint-under-test.ts';
import { builtStack } from '../support/synthesized.ts';

const TTL_MS = 300_000;

let endpoint: EndpointUnderTest;
beforeEach(async () => {
  endpoint = await EndpointUnderTest.start();
});
afterEach(async () => {
  expect(endpoint.leaks).toEqual([]);
  await endpoint.stop();
});

/** A delivery at a time to come: its timestamp moves along with the function's clock. */
async function deliverAfter(clockSkewMs: number, secret = endpoint.signingSecret): Promise<unknown> {
  const timestamp = Math.floor((Date.now() + clockSkewMs) / 1_000);
  return await endpoint.invoke(endpoint.genuine({ secret, timestamp }), { clockSkewMs });
}

describe('Secrets Manager at a cold start', () => {
  it.each<[string, ServiceFault]>([
    ['throttles', 'throttled'],
    ['denies', 'denied'],
    ['is down', 'down'],
    ['does not answer', 'hang'],
  ])('%s: 503, a log line that says so, and no harm done once it is back', async (__, fault) => {
    endpoint.secretsManager.fault = fault;
    expect(await endpoint.invoke(endpoint.genuine())).toEqual(UNAVAILABLE);
    expect(endpoint.logs.join('\n')).toMatch(/SecretUnavailableError.*signing-secrets/);
    endpoint.secretsManager.fault = undefined;
    expect(await deliverAfter(2_000)).toEqual(response(200, 'completed'));
  });

  it('does not answer: Frame.io still gets its 503 in the five seconds it waits', async () => {
    const stack = builtStack();
    const options = {
      stack,
      frameioBaseUrl: 'http://127.0.0.1:9',
      signingSecret: 'a-signing-secret',
      apiToken: 'fio-u-1',
    };
    const deployment = await deployLocally({ ...options, port: 0, onLog: () => undefined });
    deployment.secretsManager.fault = 'hang';
    const sender = new WebhookSender({ url: deployment.webhookUrl, secret: () => 'a-signing-secret', maxAttempts: 1 });
    const attempts = await sender.deliver({ ...fileReady, type: 'file.ready' });
    expect(attempts).toMatchObject([{ status: 503, body: '' }]);
    await deployment.close();
  });
});

describe('Secrets Manager is slow at a cold start, and then a handler takes all of its time', () => {
  let deployment: DeploymentUnderTest;
  beforeEach(async () => {
    deployment = await DeploymentUnderTest.start({ mode: 'inline', worker: SHORT_WORKER });
    deployment.endpoint.apiFault = 'hang';
  });
  afterEach(async () => {
    expect(deployment.endpoint.leaks).toEqual([]);
    await deployment.stop();
  });

  it.each<{ secret: string; faults: readonly ServiceFault[]; answer: unknown }>([
    { secret: 'comes after half a second', faults: [{ delayMs: 500 }], answer: response(202, 'queued') },
    { secret: 'comes when it is asked for again', faults: ['hang', { delayMs: 700 }], answer: response(202, 'queued') },
    { secret: 'is not there after 2.5 s', faults: [{ delayMs: 2_500 }], answer: UNAVAILABLE },
  ])('the endpoint answers before Frame.io stops waiting when the secret $secret', async ({ faults, answer }) => {
    const attempts = new Map<unknown, number>();
    deployment.endpoint.secretsManager.fault = ({ input: { SecretId } }) => {
      const attempt = attempts.get(SecretId) ?? 0;
      attempts.set(SecretId, attempt + 1);
      return faults[attempt] ?? faults.at(-1);
    };
    expect(await deployment.deliver(deployment.genuine({ receivedAt: deployment.clock.now() }))).toEqual(answer);
  });
});

describe('Secrets Manager down when the time to live has just ended', () => {
  it.each<[ServiceFault]>([['down'], ['denied'], ['hang']])(
    '%s: the old secrets are served, and a log line says so',
    async (fault) => {
      expect(await deliverAfter(0)).toEqual(response(200, 'completed'));
      endpoint.secretsManager.fault = fault;
      expect(await deliverAfter(TTL_MS + 1_000)).toEqual(response(200, 'completed'));
      expect(endpoint.logs.join('\n')).toContain('secret not refreshed, serving the value from memory');
      expect(endpoint.commentCount).toBe(2);
    },
  );
});

describe('rotation of the signing secret', () => {
  const OLD = 'the-old-signing-secret';
  const NEW = 'the-new-signing-secret';

  beforeEach(async () => {
    endpoint.secretsManager.put('signing-secrets', OLD);
    expect(await deliverAfter(0, OLD)).toEqual(response(200, 'completed'));
    endpoint.secretsManager.put('signing-secrets', NEW);
  });

  it('the new one is believed at once, long before the time to live ends', async () => {
    expect(await deliverAfter(1_000, NEW)).toEqual(response(200, 'completed'));
  });

  it('the old one is believed as long as it is the version before', async () => {
    expect(await deliverAfter(1_000, NEW)).toEqual(response(200, 'completed'));
    expect(await deliverAfter(2_000, OLD)).toEqual(response(200, 'completed'));
    expect(await deliverAfter(TTL_MS + 3_000, OLD)).toEqual(response(200, 'completed'));
    await endpoint.recycle();
    expect(await deliverAfter(4_000, OLD)).toEqual(response(200, 'completed'));
  });

  it('both are believed when they are in one secret', async () => {
    endpoint.secretsManager.put('signing-secrets', JSON.stringify({ webhook: OLD, action: NEW }));
    await endpoint.recycle();
    expect(await deliverAfter(1_000, OLD)).toEqual(response(200, 'completed'));
    expect(await deliverAfter(2_000, NEW)).toEqual(response(200, 'completed'));
  });

  it('neither is believed once both are gone', async () => {
    endpoint.secretsManager.put('signing-secrets', 'a-third-signing-secret');
    endpoint.secretsManager.put('signing-secrets', 'a-fourth-signing-secret');
    await endpoint.recycle();
    expect(await deliverAfter(1_000, OLD)).toEqual(UNAUTHORIZED);
    expect(await deliverAfter(2_000, NEW)).toEqual(UNAUTHORIZED);
  });
});

it('a token rotated after it was loaded is fetched anew when Frame.io refuses the old one', async () => {
  endpoint.secretsManager.put('api-credentials', 'fio-u-of-yesterday');
  expect(await deliverAfter(0)).toEqual(response(500, 'failed'));
  endpoint.secretsManager.put('api-credentials', endpoint.frameioState.token);
  expect(await deliverAfter(31_000)).toEqual(response(200, 'completed')); // the first failure asked again at once
  expect(endpoint.commentCount).toBe(1);
});
