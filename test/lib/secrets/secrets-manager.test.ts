import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { fromSecretsManager } from '../../../lib/index.ts';
import { SecretsManager } from '../../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { type LocalServer, listen } from '../../../sandbox/http/listen.ts';
import { withEnvironment } from '../../support/environment.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const logger = new MemoryLogger();

// One server for all: a function keeps the address that it finds at its first call.
let service: SecretsManager;
let isSilent: boolean;
let server: LocalServer;
let restore: () => void;
beforeAll(async () => {
  server = await listen((request, response) => {
    if (!isSilent) service.listener(request, response);
  });
  restore = withEnvironment({
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'key',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url,
  });
});
afterAll(async () => {
  restore();
  await server.close();
});
beforeEach(() => {
  isSilent = false;
  service = new SecretsManager();
  service.put('the-secret', 'old');
  service.put('the-secret', 'new');
});

it('asks for the current version only, as long as nothing is wrong with it', async () => {
  expect(await fromSecretsManager('the-secret').get(logger)).toEqual({ current: 'new', previous: undefined });
  expect(service.calls).toEqual([{ operation: 'GetSecretValue', secretId: 'the-secret', versionStage: 'AWSCURRENT' }]);
});

it('asks for the version before as well, when a value proved wrong', async () => {
  expect(await fromSecretsManager('the-secret').refresh(logger)).toEqual({ current: 'new', previous: 'old' });
});

it('knows that a secret may have no version before', async () => {
  service.put('young', 'only');
  expect(await fromSecretsManager('young').refresh(logger)).toEqual({ current: 'only', previous: undefined });
});

it('reads a secret that was stored as bytes', async () => {
  service.putBinary('the-secret', Buffer.from('Grüße'));
  expect(await fromSecretsManager('the-secret').get(logger)).toMatchObject({ current: 'Grüße' });
});

it('says how to set a secret that has no value', async () => {
  service.create('empty');
  await expect(fromSecretsManager('empty').get(logger)).rejects.toMatchObject({
    code: 'secret_unavailable',
    message: expect.stringMatching(/^The secret empty has no value\. Set it: aws secretsmanager put-secret-value/),
  });
});

it('tells what Secrets Manager refused with, by its name', async () => {
  service.fault = 'denied';
  await expect(fromSecretsManager('the-secret').get(logger)).rejects.toMatchObject({
    code: 'secret_unavailable',
    message:
      'The secret the-secret could not be fetched: ' +
      'AWS secretsmanager answered GetSecretValue with AccessDeniedException (status 400).',
    cause: { code: 'aws_service_error', awsCode: 'AccessDeniedException' },
  });
});

it('waits for the first answer as long as it is told to', async () => {
  isSilent = true;
  await expect(fromSecretsManager('the-secret', { fetchTimeoutMs: 20 }).get(logger)).rejects.toMatchObject({
    code: 'secret_unavailable',
    message: expect.stringContaining('the call timed out'),
  });
});

it('waits for a newer one as long as it is told to, and serves what it has', async () => {
  const secret = fromSecretsManager('the-secret', { ttlMs: 0, refreshTimeoutMs: 20 });
  await secret.get(logger);
  isSilent = true;
  expect(await secret.get(logger)).toMatchObject({ current: 'new' });
});
