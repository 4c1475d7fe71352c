import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseRecord } from '../../../lib/core/type-guards.ts';
import { SecretsManager } from '../../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { frameioListener } from '../../../sandbox/frameio/frameio-listener.ts';
import { imsClient, userOfToken } from '../../../sandbox/frameio/ims/ims-tokens.ts';
import { FrameioState } from '../../../sandbox/frameio/state/frameio-state.ts';
import { type LocalServer, listen } from '../../../sandbox/http/listen.ts';
import { faulty } from '../../support/api-faults.ts';
import { CALL_FAULTS, FaultyCalls } from '../../support/faulty-calls.ts';
import { PackagedFunction } from '../../support/packaged-function.ts';

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];

const frameio = new FrameioState();
const secretsManager = new SecretsManager();
const { id: client_id, secret: client_secret } = imsClient(frameio);
const credentials = { client_id, client_secret, note: 'kept by the rotation' };
const servers: LocalServer[] = [];
const calls = new FaultyCalls(() => void rotation.stop());
let rotation: PackagedFunction;
let secrets = 0;

beforeAll(async () => {
  rotation = new PackagedFunction('lib/token-rotation/token-rotation-handler');
  secretsManager.fault = () => calls.next();
  servers.push(await listen(secretsManager.listener));
  servers.push(
    await listen(faulty(frameioListener({ state: frameio, now: () => Date.now() * 1_000 }), () => calls.next())),
  );
});
afterAll(async () => {
  await rotation.remove();
  await Promise.all(servers.map((server) => server.close()));
});

async function invoke(step: string, secretId: string, versionId: string): Promise<void> {
  const [aws, adobe] = servers.map(({ url }) => url);
  await rotation.invoke(
    { Step: step, SecretId: secretId, ClientRequestToken: versionId },
    { AWS_ENDPOINT_URL_SECRETS_MANAGER: `${aws}`, FRAMEIO_BASE_URL: `${adobe}`, ADOBE_IMS_URL: `${adobe}` },
  );
}

/** Rotates a secret as Secrets Manager does: after a failure, it repeats the steps from the first. */
async function rotate(secretId: string, attempts = 3): Promise<void> {
  const versionId = secretsManager.startRotation(secretId);
  for (let attempt = 1; ; attempt += 1) {
    try {
      for (const step of STEPS) await invoke(step, secretId, versionId);
      return;
    } catch (error) {
      if (attempt === attempts) throw error;
      expectUsable(secretId);
    }
  }
}

function newSecret(value: object = credentials): string {
  secrets += 1;
  secretsManager.put(`credentials-${secrets}`, JSON.stringify(value));
  return `credentials-${secrets}`;
}

const storedIn = (secretId: string) => parseRecord(secretsManager.text(secretId) ?? '') ?? {};
const hasValidToken = (secretId: string) => userOfToken(frameio, String(storedIn(secretId).token)) !== undefined;

/** A secret is usable if it holds the credentials, and no token or a valid one. */
function expectUsable(secretId: string): void {
  const { client_id, client_secret, token } = storedIn(secretId);
  expect({ client_id, client_secret }).toEqual({ client_id: credentials.client_id, client_secret });
  if (token !== undefined) expect(hasValidToken(secretId)).toBe(true);
}

it('stores a token that Frame.io accepts beside the credentials, with its expiry', async () => {
  calls.plan();
  const secretId = newSecret();
  await rotate(secretId);
  expect(storedIn(secretId)).toEqual({
    ...credentials,
    token: expect.any(String),
    token_expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
  });
  expect(hasValidToken(secretId)).toBe(true);
  expect(Date.parse(String(storedIn(secretId).token_expires_at)) - Date.now()).toBeGreaterThan(23 * 3_600_000);
});

describe('a fault at any call', () => {
  it.each(CALL_FAULTS)('%s: leaves a usable secret, and the rotation completes', async (fault) => {
    calls.plan();
    await rotate(newSecret());
    const { count } = calls;
    expect(count).toBeGreaterThan(10);
    for (let number = 1; number <= count; number += 1) {
      const secretId = newSecret();
      calls.plan(number, fault);
      await rotate(secretId);
      expect(calls.hasHappened).toBe(true);
      expectUsable(secretId);
      expect(hasValidToken(secretId)).toBe(true);
    }
  });
});

it('keeps credentials that somebody stores during the rotation', async () => {
  calls.plan();
  const secretId = newSecret();
  const versionId = secretsManager.startRotation(secretId);
  for (const step of STEPS.slice(0, 3)) await invoke(step, secretId, versionId);
  secretsManager.put(secretId, JSON.stringify({ client_id: 'other', client_secret: 'other-client-secret' }));
  await invoke('finishSecret', secretId, versionId);
  await invoke('finishSecret', secretId, versionId);
  expect(storedIn(secretId)).toMatchObject({ client_id: 'other' });
  expect(Object.values(secretsManager.stages(secretId)).flat()).not.toContain('AWSPENDING');
});

it('discards a token that Frame.io refuses, so that the next rotation can start', async () => {
  calls.plan();
  const secretId = newSecret();
  const versionId = secretsManager.startRotation(secretId);
  await invoke('createSecret', secretId, versionId);
  frameio.stores.grants.delete(String(parseRecord(secretsManager.text(secretId, 'AWSPENDING') ?? '')?.token));
  await expect(invoke('testSecret', secretId, versionId)).rejects.toThrow(/401/);
  await expect(invoke('createSecret', secretId, versionId)).rejects.toThrow(/Start another rotation/);
  await rotate(secretId);
  expect(hasValidToken(secretId)).toBe(true);
});

it('fails without server-to-server credentials, and says what to store', async () => {
  calls.plan();
  const secretId = newSecret({ token: 'fio-u-a-token-of-a-person' });
  await expect(rotate(secretId, 1)).rejects.toThrow(/must hold \{"client_id".* but holds a token/);
  secretsManager.create('empty');
  await expect(rotate('empty', 1)).rejects.toThrow(/has no value. Set it: aws secretsmanager put-secret-value/);
});

it('accepts the test of Secrets Manager when somebody turns rotation on', async () => {
  calls.plan();
  const secretId = newSecret();
  const versionId = secretsManager.startRotation(secretId);
  await invoke('testSecret', secretId, versionId);
});

it('prints no secret and no token, and throws none', () => {
  const text = rotation.output.join('\n');
  expect(text).toContain('token rotated');
  const tokens = frameio.stores.grants.all().map(({ id }) => id);
  expect(tokens.length).toBeGreaterThan(10);
  for (const secret of [client_secret, ...tokens]) expect(text).not.toContain(secret);
});
