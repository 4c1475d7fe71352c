import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { handler } from '../../../lib/token-rotation/token-rotation-handler.ts';
import { InProcessFunction } from '../../support/in-process-function.ts';
import { STEPS, startTokenRotation, type TokenRotationUnderTest } from './token-rotation-under-test.ts';

const rotation = new InProcessFunction(handler);
let test: TokenRotationUnderTest;
beforeAll(async () => {
  test = await startTokenRotation(rotation);
});
afterAll(() => test.close());
beforeEach(() => {
  rotation.output.length = 0;
  test.failApi(undefined);
});

/** Does the first steps of a rotation. Returns its version id. */
async function begin(secretId: string, steps: number): Promise<string> {
  const versionId = test.secretsManager.startRotation(secretId);
  for (const step of STEPS.slice(0, steps)) await test.invoke(step, secretId, versionId);
  return versionId;
}

/** What the function logged. */
const logged = () => rotation.output.map((line): unknown => JSON.parse(line));

/** The staging labels of all versions of a secret. */
const labels = (secretId: string) => Object.values(test.secretsManager.stages(secretId)).flat();

describe('a rotation', () => {
  it('stores a token that Frame.io accepts beside the credentials, with its expiry', async () => {
    const secretId = test.newSecret();
    await test.rotate(secretId);
    const { token_expires_at, ...stored } = test.storedIn(secretId);
    expect(stored).toEqual({ ...test.credentials, token: expect.any(String) });
    expect(test.hasValidToken(secretId)).toBe(true);
    expect(token_expires_at).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    const hours = (Date.parse(String(token_expires_at)) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23);
    expect(hours).toBeLessThan(25);
    expect(labels(secretId)).toEqual(expect.arrayContaining(['AWSCURRENT', 'AWSPREVIOUS']));
    expect(logged()).toMatchObject([{ level: 'INFO', message: 'token rotated', secret_id: secretId }]);
  });

  it('changes the current version in its last step only', async () => {
    const secretId = test.newSecret();
    await begin(secretId, 3);
    expect(test.storedIn(secretId)).toEqual(test.credentials);
    expect(test.storedIn(secretId, 'AWSPENDING').token).toEqual(expect.any(String));
  });

  it('exchanges the credentials once if its first step is repeated', async () => {
    const secretId = test.newSecret();
    const versionId = await begin(secretId, 1);
    const before = test.storedIn(secretId, 'AWSPENDING');
    await test.invoke('createSecret', secretId, versionId);
    expect(test.storedIn(secretId, 'AWSPENDING')).toEqual(before);
  });

  it('does nothing if a step is repeated after its end', async () => {
    const secretId = test.newSecret();
    const versionId = await begin(secretId, 4);
    const before = [test.storedIn(secretId), test.secretsManager.stages(secretId)];
    rotation.output.length = 0;
    for (const step of STEPS) await test.invoke(step, secretId, versionId);
    expect([test.storedIn(secretId), test.secretsManager.stages(secretId)]).toEqual(before);
    expect(logged()).toEqual([]);
  });

  it('calls Frame.io only to test the token', async () => {
    const secretId = test.newSecret();
    const versionId = await begin(secretId, 1);
    test.failApi(400);
    await test.invoke('setSecret', secretId, versionId);
    await test.invoke('finishSecret', secretId, versionId);
    expect(test.hasValidToken(secretId)).toBe(true);
  });

  it('without a new token is discarded', async () => {
    const secretId = test.newSecret();
    await test.invoke('finishSecret', secretId, test.secretsManager.startRotation(secretId));
    expect(labels(secretId)).not.toContain('AWSPENDING');
    expect(logged()).toMatchObject([{ level: 'WARN', message: 'token rotation discarded' }]);
  });
});

describe('credentials that somebody stores during a rotation', () => {
  it.each([
    { name: 'other credentials', changed: { client_id: 'other', client_secret: 'other-client-secret' } },
    { name: 'another client secret', changed: { client_secret: 'other-client-secret' } },
    { name: 'a token', changed: { client_id: undefined, client_secret: undefined, token: 'a-token-of-a-person' } },
  ])('stay: $name', async ({ changed }) => {
    const secretId = test.newSecret();
    const versionId = await begin(secretId, 3);
    test.secretsManager.put(secretId, JSON.stringify({ ...test.credentials, ...changed }));
    await test.invoke('finishSecret', secretId, versionId);
    await test.invoke('finishSecret', secretId, versionId);
    expect(test.storedIn(secretId)).toMatchObject(JSON.parse(JSON.stringify(changed)));
    expect(labels(secretId)).not.toContain('AWSPENDING');
    const discarded = { message: 'token rotation discarded', secret_id: secretId, reason: 'credentials_changed' };
    expect(logged()).toMatchObject([{ level: 'WARN', ...discarded }]);
  });
});

describe('a token that Frame.io does not accept', () => {
  it.each([401, 403])('is discarded after a %d, so that the next rotation can start', async (status) => {
    const secretId = test.newSecret();
    const versionId = await begin(secretId, 1);
    test.failApi(status);
    await expect(test.invoke('testSecret', secretId, versionId)).rejects.toThrow(`${status}`);
    expect(logged()).toMatchObject([
      { level: 'ERROR', message: 'token rotation failed', step: 'testSecret', secret_id: secretId },
    ]);
    await expect(test.invoke('createSecret', secretId, versionId)).rejects.toMatchObject({
      code: 'config_error',
      message: expect.stringContaining('Start another rotation'),
    });
    test.failApi(undefined);
    await test.rotate(secretId);
    expect(test.hasValidToken(secretId)).toBe(true);
  });

  it('stays pending after another error, so that the step can be repeated', async () => {
    const secretId = test.newSecret();
    const versionId = await begin(secretId, 1);
    test.failApi(400);
    await expect(test.invoke('testSecret', secretId, versionId)).rejects.toThrow('400');
    test.failApi(undefined);
    for (const step of STEPS.slice(2)) await test.invoke(step, secretId, versionId);
    expect(test.hasValidToken(secretId)).toBe(true);
  });
});

it('accepts the test of Secrets Manager when somebody turns rotation on', async () => {
  const secretId = test.newSecret();
  await test.invoke('testSecret', secretId, test.secretsManager.startRotation(secretId));
  expect(logged()).toMatchObject([{ level: 'WARN', message: 'no token to test', secret_id: secretId }]);
});

describe('a rotation fails', () => {
  it('without server-to-server credentials, and says what to store', async () => {
    const secretId = test.newSecret({ token: 'fio-u-a-token-of-a-person' });
    const message = expect.stringMatching(/must hold \{"client_id".* but holds a token/);
    await expect(test.rotate(secretId)).rejects.toMatchObject({ code: 'config_error', message });
  });

  it('without a stored value, and says how to set it', async () => {
    test.secretsManager.create('empty');
    const message = expect.stringMatching(/has no value. Set it: aws secretsmanager put-secret-value/);
    await expect(test.rotate('empty')).rejects.toMatchObject({ code: 'secret_not_set', message });
  });

  it('if the secret does not exist', async () => {
    await expect(test.invoke('createSecret', 'missing', 'version')).rejects.toThrow('ResourceNotFoundException');
  });

  it('if the function may not read the secret', async () => {
    const secretId = test.newSecret();
    const versionId = test.secretsManager.startRotation(secretId);
    let calls = 0;
    test.secretsManager.fault = () => {
      calls += 1;
      return calls > 1 ? 'denied' : undefined;
    };
    await expect(test.invoke('createSecret', secretId, versionId)).rejects.toThrow('AccessDenied');
    test.secretsManager.fault = undefined;
  });

  it.each([
    { name: 'an unknown step', event: { Step: 'deleteSecret' } },
    { name: 'no secret', event: { SecretId: undefined } },
    { name: 'no version', event: { ClientRequestToken: undefined } },
  ])('for an event with $name', async ({ event }) => {
    const valid = { Step: 'createSecret', SecretId: 'secret', ClientRequestToken: 'version' };
    await expect(rotation.invoke({ ...valid, ...event }, {})).rejects.toMatchObject({ code: 'config_error' });
  });
});
