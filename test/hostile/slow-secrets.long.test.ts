import { describe, expect, it } from '@jest/globals';
import type { ServiceFault } from '../../sandbox/aws/json-protocol/json-service.ts';
import { deployLocally } from '../../sandbox/deployment/local-deployment.ts';
import { WebhookSender } from '../../sandbox/frameio/webhooks/webhook-sender.ts';
import fileReady from '../fixtures/file-ready.json' with { type: 'json' };
import { withDeployment } from '../support/deployment-under-test.ts';
import { response, UNAVAILABLE } from '../support/endpoint-under-test.ts';
import { builtStack } from '../support/synthesized.ts';

const TTL_MS = 300_000;
/** Longer than the timeout of a fetch, and longer than its failure is cached. */
const RECOVERY_MS = 10_000;
const QUEUED = response(202, 'queued');

describe('when Secrets Manager does not respond at a cold start', () => {
  it.concurrent.each([
    { mode: 'inline', recovered: response(200, 'completed') },
    { mode: 'queued', recovered: QUEUED },
  ] as const)('the $mode endpoint answers 503, and recovers once Secrets Manager responds', ({ mode, recovered }) =>
    withDeployment({ mode }, async (deployment) => {
      const fileId = deployment.newFile();
      const { secretsManager } = deployment.endpoint;
      secretsManager.fault = 'hang';
      expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(UNAVAILABLE);
      expect(deployment.endpoint.logs.join('\n')).toMatch(/SecretUnavailableError.*signing-secrets/);
      secretsManager.fault = undefined;
      deployment.clock.advance(RECOVERY_MS);
      expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(recovered);
      await deployment.drain();
      expect(deployment.commentsOn(fileId)).toBe(1);
    }),
  );

  it.concurrent('the worker keeps the message, and runs the handler once Secrets Manager responds', () =>
    withDeployment({ mode: 'queued' }, async (deployment) => {
      const fileId = deployment.newFile();
      expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(QUEUED);
      deployment.endpoint.secretsManager.fault = 'hang';
      await deployment.runWorker();
      expect(deployment.batchFailures).toEqual([]);
      expect(deployment.queue.messages).toHaveLength(1);
      expect(deployment.endpoint.logs.join('\n')).toMatch(/SecretUnavailableError.*api-credentials/);
      deployment.endpoint.secretsManager.fault = undefined;
      await deployment.drain();
      expect(deployment.commentsOn(fileId)).toBe(1);
    }));

  it.concurrent('Frame.io receives the 503 within its timeout', async () => {
    const options = { frameioBaseUrl: 'http://127.0.0.1:9', signingSecret: 'a-signing-secret', apiToken: 'fio-u-1' };
    const deployment = await deployLocally({ stack: builtStack(), ...options, port: 0, onLog: () => undefined });
    deployment.secretsManager.fault = 'hang';
    const sender = new WebhookSender({ url: deployment.webhookUrl, secret: () => 'a-signing-secret', maxAttempts: 1 });
    const attempts = await sender.deliver({ ...fileReady, type: 'file.ready' });
    expect(attempts).toMatchObject([{ status: 503, body: '' }]);
    await deployment.close();
  });
});

it.concurrent('endpoint and worker use their cached secrets when Secrets Manager does not respond at the end of the time to live', () =>
  withDeployment({ mode: 'queued' }, async (deployment) => {
    expect(await deployment.deliver()).toEqual(QUEUED);
    await deployment.drain();
    deployment.clock.advance(TTL_MS + 60_000);
    const fileId = deployment.newFile();
    deployment.endpoint.secretsManager.fault = 'hang';
    expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(QUEUED);
    await deployment.runWorker();
    expect(deployment.commentsOn(fileId)).toBe(1);
    for (const secretId of ['signing-secrets', 'api-credentials']) {
      const line = new RegExp(`secret not refreshed, serving the value from memory.*${secretId}`);
      expect(deployment.endpoint.logs.join('\n')).toMatch(line);
    }
  }));

it.concurrent.each<{ secret: string; faults: readonly ServiceFault[]; expected: unknown }>([
  { secret: 'arrives after half a second', faults: [{ delayMs: 500 }], expected: QUEUED },
  { secret: 'arrives at the second attempt', faults: ['hang', { delayMs: 200 }], expected: QUEUED },
  { secret: 'arrives after 1.6 s', faults: [{ delayMs: 1_600 }], expected: QUEUED },
  { secret: 'does not arrive within 3 s', faults: [{ delayMs: 3_300 }], expected: UNAVAILABLE },
])('the inline endpoint responds when the secret $secret and the handler uses up its time', ({ faults, expected }) =>
  withDeployment({ mode: 'inline' }, async (deployment) => {
    deployment.endpoint.apiFault = 'hang';
    const attempts = new Map<unknown, number>();
    deployment.endpoint.secretsManager.fault = ({ input: { SecretId } }) => {
      const attempt = attempts.get(SecretId) ?? 0;
      attempts.set(SecretId, attempt + 1);
      return faults[attempt] ?? faults.at(-1);
    };
    const delivery = deployment.genuine({ receivedAt: deployment.clock.now() });
    expect(await deployment.deliver(delivery)).toEqual(expected);
  }),
);

it.concurrent('the endpoint uses a rotated secret when Secrets Manager responds to the refresh after 0.6 s', () =>
  withDeployment({ mode: 'queued' }, async (deployment) => {
    expect(await deployment.deliver()).toEqual(QUEUED);
    const secret = 'canary-of-the-next-signing-secret';
    deployment.endpoint.secretsManager.put('signing-secrets', secret);
    deployment.endpoint.secretsManager.fault = { delayMs: 600 };
    const fileId = deployment.newFile();
    expect(await deployment.deliver(deployment.genuine({ fileId, secret }))).toEqual(QUEUED);
  }));
