import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { signingSecretName } from '../../../lib/registration/signing-secret-store.ts';
import { StoredSigningSecrets } from '../../../lib/registration/stored-signing-secrets.ts';
import { SecretsManager } from '../../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { frameioListener } from '../../../sandbox/frameio/frameio-listener.ts';
import { FrameioState } from '../../../sandbox/frameio/state/frameio-state.ts';
import { type LocalServer, listen } from '../../../sandbox/http/listen.ts';
import { type ApiFaultOption, faulty } from '../../support/api-faults.ts';
import { CALL_FAULTS, FaultyCalls } from '../../support/faulty-calls.ts';
import { PackagedFunction } from '../../support/packaged-function.ts';
import { APP } from './registration-under-test.ts';

let frameio: FrameioState;
let secretsManager: SecretsManager;
let registration: PackagedFunction;
let apiFault: ApiFaultOption;
const servers: LocalServer[] = [];
const calls = new FaultyCalls(() => void registration.stop());
/** Every signing secret and token that the function has seen. */
const canaries = new Set<string>();

beforeAll(async () => {
  registration = new PackagedFunction('lib/registration/registration-handler');
  servers.push(await listen((request, response) => secretsManager.listener(request, response)));
  servers.push(
    await listen((request, response) =>
      faulty(frameioListener({ state: frameio, now: () => Date.now() * 1_000 }), () => apiFault ?? calls.next())(
        request,
        response,
      ),
    ),
  );
});
afterAll(async () => {
  await registration.remove();
  await Promise.all(servers.map((server) => server.close()));
});
beforeEach(() => {
  reset();
});

function reset(): void {
  calls.plan();
  apiFault = undefined;
  frameio = new FrameioState();
  secretsManager = new SecretsManager();
  secretsManager.fault = () => calls.next();
  for (const id of ['credentials', 'webhooks', 'actions']) secretsManager.create(id);
  secretsManager.put('credentials', frameio.token);
  canaries.add(frameio.token);
}

/** Properties of the resource, as the construct writes them. */
const properties = (changes: object = {}) => ({
  ServiceToken: 'arn:aws:lambda:eu-west-1:123456789012:function:provider',
  accountId: frameio.account.id,
  workspaceIds: [frameio.workspace.id],
  name: 'FrameioLambda',
  webhookUrl: 'https://example.com/frameio',
  actionsUrl: 'https://example.com/actions',
  manifest: JSON.stringify({ version: 1, ...APP, env: {}, secrets: {} }),
  ...changes,
});

async function invoke(RequestType: string, event: object = {}): Promise<unknown> {
  const [aws, api] = servers.map(({ url }) => url);
  const request = { RequestType, RequestId: 'request-1', ResourceProperties: properties(), ...event };
  try {
    return await registration.invoke(request, {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `${aws}`,
      FRAMEIO_BASE_URL: `${api}`,
      API_CREDENTIALS_SECRET_ID: 'credentials',
      SIGNING_SECRETS_SECRET_ID: 'webhooks',
      ACTION_SIGNING_SECRETS_SECRET_ID: 'actions',
    });
  } finally {
    for (const { secret } of registered()) canaries.add(secret);
  }
}

const registered = () => [...frameio.stores.webhooks.all(), ...frameio.stores.actions.all()];

async function expectRegistered(): Promise<void> {
  const [webhooks, actions] = [frameio.stores.webhooks.all(), frameio.stores.actions.all()];
  expect({ webhooks: webhooks.length, actions: actions.length }).toEqual({ webhooks: 1, actions: 1 });
  const aws = {
    endpoint: servers[0]?.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  };
  for (const [secretId, [one]] of [
    ['webhooks', webhooks],
    ['actions', actions],
  ] as const) {
    const name = signingSecretName(frameio.account.id, one?.id ?? '');
    expect(await new StoredSigningSecrets(secretId, aws).read()).toEqual({ [name]: one?.secret });
  }
}

it('the custom resource registers the app, updates it and deletes it', async () => {
  const created = await invoke('Create');
  expect(created).toEqual({
    PhysicalResourceId: 'registration-request-1',
    Data: { Status: 'Registered with Frame.io: 1 webhook and 1 custom action.' },
  });
  await expectRegistered();
  const update = {
    RequestId: 'request-2',
    PhysicalResourceId: 'registration-request-1',
    ResourceProperties: properties({ name: 'Dailies', webhookUrl: 'https://example.com/new' }),
    OldResourceProperties: properties(),
  };
  expect(await invoke('Update', update)).toEqual(created);
  expect(frameio.stores.webhooks.all()).toMatchObject([
    { webhook: { name: 'Dailies', url: 'https://example.com/new' } },
  ]);
  await expectRegistered();
  expect(await invoke('Delete', { ...update, OldResourceProperties: undefined })).toMatchObject({
    PhysicalResourceId: 'registration-request-1',
  });
  expect(registered()).toEqual([]);
  expect(await invoke('Delete')).toMatchObject({ Data: { Status: 'Deleted from Frame.io.' } });
});

describe.each(CALL_FAULTS)('%s at each call', (fault) => {
  it('leaves one webhook and one action when the stack is deployed again', async () => {
    await invoke('Create');
    const { count } = calls;
    expect(count).toBeGreaterThan(8);
    for (let number = 1; number <= count; number += 1) {
      reset();
      calls.plan(number, fault);
      await invoke('Create').catch(() => undefined);
      expect(calls.hasHappened).toBe(true);
      calls.plan();
      await invoke('Create', { RequestId: 'request-2' });
      await expectRegistered();
    }
  });

  it('leaves nothing when the stack is deleted again', async () => {
    await invoke('Create');
    calls.plan();
    await invoke('Delete');
    const { count } = calls;
    for (let number = 1; number <= count; number += 1) {
      reset();
      await invoke('Create');
      calls.plan(number, fault);
      await invoke('Delete').catch(() => undefined);
      calls.plan();
      await invoke('Delete');
      expect(registered()).toEqual([]);
    }
  });
});

it('no signing secret and no token is in any output', () => {
  const text = registration.output.join('\n');
  expect(canaries.size).toBeGreaterThan(50);
  for (const canary of canaries) expect(text.includes(canary)).toBe(false);
  expect(text).toContain('registration changed');
});
