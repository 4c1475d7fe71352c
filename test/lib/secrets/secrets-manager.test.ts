import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { fromSecretsManager } from '../../../lib/secrets/secrets-manager.ts';
import { SecretsManager } from '../../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { type LocalServer, listen } from '../../../sandbox/http/listen.ts';
import { withEnvironment } from '../../support/environment.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

let logger: MemoryLogger;

// All tests share one server, because the client keeps the endpoint of its first call.
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
  logger = new MemoryLogger();
  isSilent = false;
  service = new SecretsManager();
  service.put('the-secret', 'old');
  service.put('the-secret', 'new');
});

it('fetches only the current version on get', async () => {
  expect(await fromSecretsManager('the-secret').get(logger)).toEqual({ current: 'new', previous: undefined });
  expect(service.calls).toEqual([{ operation: 'GetSecretValue', secretId: 'the-secret', versionStage: 'AWSCURRENT' }]);
});

it('fetches the previous version on refresh', async () => {
  expect(await fromSecretsManager('the-secret').refresh(logger)).toEqual({ current: 'new', previous: 'old' });
});

it('accepts a secret without a previous version', async () => {
  service.put('young', 'only');
  expect(await fromSecretsManager('young').refresh(logger)).toEqual({ current: 'only', previous: undefined });
});

it('reads a secret stored as bytes', async () => {
  service.putBinary('the-secret', Buffer.from('Grüße'));
  expect(await fromSecretsManager('the-secret').get(logger)).toMatchObject({ current: 'Grüße' });
});

it('explains how to set a secret without a value', async () => {
  service.create('empty');
  await expect(fromSecretsManager('empty').get(logger)).rejects.toMatchObject({
    code: 'secret_not_set',
    message:
      'The secret empty has no value. Set it: ' +
      "aws secretsmanager put-secret-value --region us-east-1 --secret-id empty --secret-string '<value>'",
  });
});

it.each([
  ['none', 'us-east-1'],
  ['arn:aws:secretsmanager:eu-west-1:123456789012:secret:none-AbCdEf', 'eu-west-1'],
])('explains that there is no secret %s', async (secretId, region) => {
  await expect(fromSecretsManager(secretId).get(logger)).rejects.toMatchObject({
    code: 'secret_unavailable',
    message: `There is no secret ${secretId} in ${region}. Check its name or ARN, or create it.`,
    cause: { awsCode: 'ResourceNotFoundException' },
  });
});

it('names the error of Secrets Manager', async () => {
  service.fault = 'denied';
  await expect(fromSecretsManager('the-secret').get(logger)).rejects.toMatchObject({
    code: 'secret_unavailable',
    message:
      'The secret the-secret could not be fetched: ' +
      'AWS secretsmanager answered GetSecretValue with AccessDeniedException (status 400). ' +
      'Grant the role of the function secretsmanager:GetSecretValue for this secret.',
    cause: { code: 'aws_service_error', awsCode: 'AccessDeniedException' },
  });
});

it('does not explain a throttled call as a missing permission', async () => {
  service.fault = 'throttled';
  await expect(fromSecretsManager('the-secret').get(logger)).rejects.toMatchObject({
    code: 'secret_unavailable',
    message: expect.stringMatching(/^The secret the-secret could not be fetched: AWS .*\(status \d+\)\.$/),
  });
});

it('serves the current version when the fetch of the previous one fails', async () => {
  service.fault = ({ input }) => (input.VersionStage === 'AWSPREVIOUS' ? 'throttled' : undefined);
  expect(await fromSecretsManager('the-secret').refresh(logger)).toEqual({ current: 'new', previous: undefined });
  expect(logger.lines).toMatchObject([
    { level: 'error', attributes: { error: { message: expect.stringContaining('could not be fetched: AWS') } } },
  ]);
});

it('serves the previous version until its overlap ends', async () => {
  let ageMs = 0;
  const secret = fromSecretsManager('the-secret', { now: () => Date.now() + ageMs, previousVersionOverlapMs: 60_000 });
  expect(await secret.refresh(logger)).toEqual({ current: 'new', previous: 'old' });
  ageMs = 61_000;
  expect(await secret.get(logger)).toEqual({ current: 'new' });
});

it('counts the overlap from the creation of the current version, not from the fetch', async () => {
  service = new SecretsManager(() => Date.now() - 25 * 3_600_000);
  service.put('the-secret', 'old');
  service.put('the-secret', 'new');
  expect(await fromSecretsManager('the-secret').refresh(logger)).toEqual({ current: 'new' });
});

it('waits for one slow response as long as the time limit', async () => {
  const secret = fromSecretsManager('the-secret', { ttlMs: 0, fetchTimeoutMs: 600, refreshTimeoutMs: 600 });
  service.fault = { delayMs: 400 };
  expect(await secret.get(logger)).toMatchObject({ current: 'new' });
  expect(await secret.refresh(logger)).toMatchObject({ current: 'new', previous: 'old' });
});

it('sends the call a second time when the first has no response', async () => {
  let calls = 0;
  service.fault = () => {
    calls += 1;
    return calls === 1 ? 'hang' : undefined;
  };
  expect(await fromSecretsManager('the-secret', { fetchTimeoutMs: 600 }).get(logger)).toMatchObject({ current: 'new' });
});

it('waits for a slow response when the second call is refused', async () => {
  let calls = 0;
  service.fault = () => {
    calls += 1;
    return calls === 1 ? { delayMs: 400 } : 'throttled';
  };
  expect(await fromSecretsManager('the-secret', { fetchTimeoutMs: 600 }).get(logger)).toMatchObject({ current: 'new' });
});

it('fails when the first fetch exceeds fetchTimeoutMs', async () => {
  isSilent = true;
  await expect(fromSecretsManager('the-secret', { fetchTimeoutMs: 20 }).get(logger)).rejects.toMatchObject({
    code: 'secret_unavailable',
    message: expect.stringMatching(
      /^The secret the-secret could not be fetched within 20 ms: .*the call timed out.* Check that the function can reach/,
    ),
  });
});

it('serves the old value when a fetch exceeds refreshTimeoutMs', async () => {
  const secret = fromSecretsManager('the-secret', { ttlMs: 0, refreshTimeoutMs: 20 });
  await secret.get(logger);
  isSilent = true;
  expect(await secret.get(logger)).toMatchObject({ current: 'new' });
});
