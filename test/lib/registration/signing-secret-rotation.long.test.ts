import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseRecord } from '../../../lib/core/type-guards.ts';
import { RARE_EVENT } from '../../../lib/registration/rotate-signing-secrets.ts';
import { SecretsManager } from '../../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { frameioListener } from '../../../sandbox/frameio/frameio-listener.ts';
import { FrameioState } from '../../../sandbox/frameio/state/frameio-state.ts';
import { createWebhook } from '../../../sandbox/frameio/state/webhooks.ts';
import { type LocalServer, listen } from '../../../sandbox/http/listen.ts';
import { faulty } from '../../support/api-faults.ts';
import { CALL_FAULTS, FaultyCalls } from '../../support/faulty-calls.ts';
import { PackagedFunction } from '../../support/packaged-function.ts';

const URL = 'https://abc.execute-api.eu-central-1.amazonaws.com/segment/frameio';
const EVENTS = ['comment.created', 'file.ready'];

const frameio = new FrameioState();
const secretsManager = new SecretsManager();
const workspaceId = frameio.workspace.id;
const event = {
  accountId: frameio.account.id,
  workspaceIds: [workspaceId],
  name: 'FrameioLambda',
  webhookUrl: URL,
  waitMs: 0,
};
/** Every signing secret that existed. */
const signingSecrets = new Set<string>();
const servers: LocalServer[] = [];
const calls = new FaultyCalls(() => void rotation.stop());
let rotation: PackagedFunction;

beforeAll(async () => {
  rotation = new PackagedFunction('lib/registration/signing-secret-rotation-handler');
  secretsManager.put('api-credentials', frameio.token);
  secretsManager.fault = () => nextFault();
  servers.push(await listen(secretsManager.listener));
  servers.push(await listen(faulty(frameioListener({ state: frameio, now: () => Date.now() * 1_000 }), nextFault)));
});
afterAll(async () => {
  await rotation.remove();
  await Promise.all(servers.map((server) => server.close()));
});

/** Checks before each call that no webhook receives events without a stored signing secret. */
function nextFault() {
  for (const { webhook, secret } of webhooks()) {
    signingSecrets.add(secret);
    if (webhook.events.some((name) => name !== RARE_EVENT)) expectStored(webhook.id, secret);
  }
  return calls.next();
}

const webhooks = () => frameio.stores.webhooks.all();
const stored = () => parseRecord(secretsManager.text('signing-secrets') ?? '') ?? {};
const failures: unknown[] = [];
function expectStored(id: string, secret: string): void {
  if (stored()[`${frameio.account.id}/${id}`] !== secret) failures.push({ id, stored: Object.keys(stored()) });
}

beforeEach(() => {
  calls.plan();
  register();
});

/** Starts with one webhook whose signing secret is stored, and returns it. */
function register() {
  for (const { id } of webhooks()) frameio.stores.webhooks.delete(id);
  const creator = frameio.stores.users.require(frameio.settings.userId);
  const created = createWebhook(frameio, { name: 'FrameioLambda', url: URL, events: EVENTS }, { workspaceId, creator });
  secretsManager.put(
    'signing-secrets',
    JSON.stringify({ [`${frameio.account.id}/${created.id}`]: created.secret, other: 'a-secret-that-is-not-ours' }),
  );
  return created;
}

async function invoke(): Promise<void> {
  const [aws, api] = servers.map(({ url }) => url);
  await rotation.invoke(event, {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `${aws}`,
    FRAMEIO_BASE_URL: `${api}`,
    API_CREDENTIALS_SECRET_ID: 'api-credentials',
    SIGNING_SECRETS_SECRET_ID: 'signing-secrets',
  });
}

/** Invokes the function until it succeeds, as Lambda does for a schedule: twice more after a failure. */
async function rotate(): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await invoke();
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

/** Expects one webhook with the same URL, name and events, whose signing secret is the only one of ours that is stored. */
function expectRotated(old: { readonly id: string; readonly secret: string }) {
  const [{ webhook, secret } = { webhook: undefined, secret: '' }, ...others] = webhooks();
  signingSecrets.add(secret);
  expect(others).toEqual([]);
  expect(webhook).toMatchObject({ name: 'FrameioLambda', url: URL, events: EVENTS, active: true });
  expect([webhook?.id, secret]).not.toEqual([old.id, old.secret]);
  expect(stored()).toEqual({
    [`${frameio.account.id}/${webhook?.id}`]: secret,
    other: 'a-secret-that-is-not-ours',
  });
  expect(failures).toEqual([]);
}

it('replaces the webhook and its signing secret, and keeps the signing secrets of others', async () => {
  const old = register();
  await rotate();
  expectRotated(old);
});

describe('a fault at any call', () => {
  it.each(CALL_FAULTS)('%s: ends with one webhook whose signing secret is stored', async (fault) => {
    await rotate();
    const { count } = calls;
    expect(count).toBeGreaterThan(10);
    for (let number = 1; number <= count; number += 1) {
      const old = register();
      calls.plan(number, fault);
      await rotate();
      expect(calls.hasHappened).toBe(true);
      expectRotated(old);
    }
  });
});

it('prints no signing secret and no token, and throws none', () => {
  const text = rotation.output.join('\n');
  expect(text).toContain('signing secrets rotated');
  expect(signingSecrets.size).toBeGreaterThan(30);
  for (const secret of [...signingSecrets, frameio.token]) expect(text).not.toContain(secret);
});
