import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { resolveSigningSecrets } from '../../../lib/secrets/signing-secrets.ts';
import { SecretsManager } from '../../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { type LocalServer, listen } from '../../../sandbox/http/listen.ts';
import { withEnvironment } from '../../support/environment.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const OLD = 'the-old-signing-secret';
const NEW = 'the-new-signing-secret';

let service: SecretsManager;
let server: LocalServer;
let restoreServices: () => void;
let restoreVariable: () => void;
let logger: MemoryLogger;
beforeAll(async () => {
  server = await listen((request, response) => service.listener(request, response));
  restoreServices = withEnvironment({
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'key',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url,
  });
});
afterAll(async () => {
  restoreServices();
  await server.close();
});
beforeEach(() => {
  restoreVariable = withEnvironment({ SIGNING_SECRETS_SECRET_ID: 'webhooks' });
  logger = new MemoryLogger();
  service = new SecretsManager();
  service.put('webhooks', OLD);
});
afterEach(() => restoreVariable());

const fromEnv = () => resolveSigningSecrets(undefined, logger);

it('reads the stored secrets that SIGNING_SECRETS_SECRET_ID names, once', async () => {
  const secrets = fromEnv();
  expect(await secrets.current()).toEqual([OLD]);
  expect(await secrets.current()).toEqual([OLD]);
  expect(service.calls).toHaveLength(1);
});

it('fetches newer secrets, and keeps the previous ones', async () => {
  const secrets = fromEnv();
  await secrets.current();
  service.put('webhooks', NEW);
  expect(await secrets.newer()).toEqual([NEW, OLD]);
});

it('fetches the secrets early, so that the first use waits for no fetch', async () => {
  const secrets = fromEnv();
  await secrets.preload();
  expect(service.calls).toHaveLength(1);
  expect(await secrets.current()).toEqual([OLD]);
  expect(service.calls).toHaveLength(1);
});

it('logs with the logger of the app', async () => {
  service.put('webhooks', JSON.stringify({ webhook: OLD, action: 'too-short' }));
  expect(await fromEnv().current()).toEqual([OLD]);
  expect(logger.lines).toMatchObject([{ level: 'error', message: 'signing secrets refused' }]);
});

it('reads the variable at the first use, and until it is set', async () => {
  delete process.env.SIGNING_SECRETS_SECRET_ID;
  const secrets = fromEnv();
  await secrets.preload();
  expect(await secrets.newer()).toBeUndefined();
  await expect(secrets.current()).rejects.toMatchObject({
    code: 'secret_not_set',
    message: expect.stringMatching(/\(empty\)\. Set SIGNING_SECRETS_SECRET_ID .* or the option signingSecrets /),
  });
  process.env.SIGNING_SECRETS_SECRET_ID = 'webhooks';
  expect(await secrets.current()).toEqual([OLD]);
});
