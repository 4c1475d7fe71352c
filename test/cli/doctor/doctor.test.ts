import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { COMMANDS } from '../../../cli/commands.ts';
import type { CheckedFinding } from '../../../cli/doctor/finding.ts';
import { runCli } from '../../../cli/run-cli.ts';
import type { DeployedStack } from '../../../cli/stack/deployed-stack.ts';
import { findStack } from '../../../cli/stack/find-stack.ts';
import { SqsQueue } from '../../../lib/aws/sqs-queue.ts';
import { addGrant, imsClient } from '../../../sandbox/frameio/ims/ims-tokens.ts';
import type { ActionChange } from '../../../sandbox/frameio/state/action-fields.ts';
import type { Entity, EntityStore } from '../../../sandbox/frameio/state/entity-store.ts';
import type { FrameioState } from '../../../sandbox/frameio/state/frameio-state.ts';
import type { StoredAction, StoredWebhook } from '../../../sandbox/frameio/state/stored-resources.ts';
import type { WebhookChange } from '../../../sandbox/frameio/state/webhook-fields.ts';
import { createWebhook, updateWebhook } from '../../../sandbox/frameio/state/webhooks.ts';
import { Sandbox } from '../../../sandbox/sandbox.ts';
import { builtStack } from '../../support/synthesized.ts';

const stateFolder = mkdtempSync(join(tmpdir(), 'doctor-'));
const canary = 'canary-4f9d2c7e51b84a60';

let sandbox: Sandbox;
let stack: DeployedStack;
beforeAll(async () => {
  sandbox = await Sandbox.start({
    stack: builtStack('queued', 'console-app'),
    port: 0,
    stateFolder,
    delivery: { delayMs: () => 0 },
    onEvent: () => undefined,
  });
  stack = await findStack({ sandbox: 'local', state: stateFolder });
});
afterAll(() => sandbox.close());

let printed: string[];
beforeEach(() => {
  printed = [];
  jest.spyOn(console, 'log').mockImplementation((text) => void printed.push(String(text)));
  jest.spyOn(console, 'error').mockImplementation((text) => void printed.push(String(text)));
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Runs `doctor` against the sandbox. */
async function doctor(...options: readonly string[]) {
  printed = [];
  const exitCode = await runCli(['doctor', '--sandbox', '--state', stateFolder, ...options], COMMANDS);
  return { exitCode, output: printed.join('\n') };
}

/** Returns the findings that are not `ok`. */
async function findWrong(): Promise<readonly CheckedFinding[]> {
  const { output, exitCode } = await doctor('--json');
  expect(output).not.toContain(canary);
  const findings: readonly CheckedFinding[] = JSON.parse(output);
  const wrong = findings.filter(({ status }) => status !== 'ok');
  expect(exitCode).toBe(wrong.some(({ status }) => status !== 'warning') ? 1 : 0);
  return wrong;
}

/** Changes something in the sandbox. Returns what undoes it. */
type Provocation = () => (() => unknown) | Promise<() => unknown>;

type SecretName = keyof DeployedStack['secretIds'];

/** Replaces the value of a secret. Without a value, the secret is empty. */
const secret =
  (name: SecretName, value: (state: FrameioState) => string | undefined): Provocation =>
  async () => {
    const { secretsManager } = sandbox.deployment;
    const secretId = String(stack.secretIds[name]);
    const { SecretString: before = '' } = await stack.secretsManager.send(
      new GetSecretValueCommand({ SecretId: secretId }),
    );
    const text = value(sandbox.frameioState);
    if (text === undefined) secretsManager.create(secretId);
    else secretsManager.put(secretId, text);
    return () => {
      secretsManager.put(secretId, before);
      if (name !== 'apiCredentials') sandbox.deployment.reload(); // a function fetches a secret only every 30 seconds
    };
  };

/** Changes the webhook of the app in Frame.io. */
const webhook =
  (change: (webhook: StoredWebhook['webhook']) => WebhookChange): Provocation =>
  () => {
    const { frameioState } = sandbox;
    const stored = registeredWebhook();
    updateWebhook(frameioState, stored, change(stored.webhook));
    return () => frameioState.stores.webhooks.put(stored);
  };

/** Changes the custom action of the app in Frame.io. */
const action =
  (change: ActionChange): Provocation =>
  () => {
    const { stores, actions } = sandbox.frameioState;
    const stored = registeredAction();
    actions.update(stored.id, change);
    return () => stores.actions.put(stored);
  };

/** Lets calls of Frame.io fail. */
const fault =
  (calls: string, status: number): Provocation =>
  async () => {
    const faults = `${sandbox.frameioUrl}/sandbox/faults`;
    await fetch(faults, { method: 'POST', body: JSON.stringify({ calls, status, seconds: 600 }) });
    return () => fetch(faults, { method: 'DELETE' });
  };

/** Deletes something in Frame.io. */
const deleted =
  <Value extends Entity>(store: () => EntityStore<Value>, find: () => NoInfer<Value>): Provocation =>
  () => {
    const value = find();
    store().delete(value.id);
    return () => store().put(value);
  };

function registeredWebhook(): StoredWebhook {
  const [found] = sandbox.frameioState.stores.webhooks.all();
  if (!found) throw new Error('The sandbox has registered no webhook.');
  return found;
}

function registeredAction(): StoredAction {
  const [found] = sandbox.frameioState.stores.actions.all();
  if (!found) throw new Error('The sandbox has registered no action.');
  return found;
}

/** Logs in to Adobe IMS. Returns an access token with these scopes. */
function tokenWith(...scopes: readonly string[]): string {
  return addGrant(sandbox.frameioState, 'access', { userId: sandbox.frameioState.settings.userId, scopes }).id;
}

it('finds nothing wrong in a sandbox that just started', async () => {
  const { exitCode, output } = await doctor();
  expect(exitCode).toBe(0);
  expect(output).toContain('ok           webhooks      1 registered and active, as in the app, in Sandbox');
  expect(output).toMatch(/\n\nEverything is in order\.$/);
});

describe('finds, with the meaning and the fix,', () => {
  const CONNECT = 'npm run frameio -- connect --sandbox --state ';
  const SET_TOKEN = 'npm run frameio -- set-token --sandbox --state ';

  it.each<{ what: string; provoke: Provocation; check: string; title: RegExp | string; fix: string; status?: string }>([
    {
      what: 'signing secrets without a value',
      provoke: secret('signingSecrets', () => undefined),
      check: 'secrets',
      title: /^signing secrets of the webhooks: .* has no value$/,
      fix: CONNECT,
    },
    {
      what: 'a placeholder for a signing secret',
      provoke: secret('signingSecrets', () => 'REPLACE_ME'),
      check: 'secrets',
      title: 'signing secrets of the webhooks: no usable value (placeholder)',
      fix: CONNECT,
    },
    {
      what: 'signing secrets that are not JSON',
      provoke: secret('signingSecrets', () => `{"dailies": "${canary}"`),
      check: 'secrets',
      title: 'signing secrets of the webhooks: no usable value (malformed json)',
      fix: CONNECT,
    },
    {
      what: 'one signing secret of two that is not usable',
      provoke: secret('signingSecrets', () => JSON.stringify({ good: sandbox.signingSecret, short: 'abc123' })),
      check: 'secrets',
      title: 'signing secrets of the webhooks: 1 set, 1 not usable (short: too short)',
      fix: CONNECT,
    },
    {
      what: 'no signing secret for a custom action',
      provoke: secret('actionSigningSecrets', () => JSON.stringify({ other: registeredAction().secret })),
      check: 'secrets',
      title: 'signing secrets of the custom actions: missing for publish',
      fix: CONNECT,
    },
    {
      what: 'malformed API credentials',
      provoke: secret('apiCredentials', () => `{"client_id": "${canary}"}`),
      check: 'secrets',
      title: 'API credentials: empty, a placeholder or malformed',
      fix: SET_TOKEN,
    },
    {
      what: 'a token that nobody accepts',
      provoke: secret('apiCredentials', () => canary),
      check: 'token',
      title: 'neither Frame.io nor Adobe accepts the token: it expired, was revoked or is incomplete',
      fix: SET_TOKEN,
    },
    {
      what: 'server-to-server credentials that Adobe refuses',
      provoke: secret('apiCredentials', () => JSON.stringify({ client_id: 'studio', client_secret: canary })),
      check: 'token',
      title: /^Adobe IMS answered the token request with 400 \(invalid_client\)/,
      fix: SET_TOKEN,
    },
    {
      what: 'server-to-server credentials without a product profile',
      provoke: async () => {
        const { id, secret: clientSecret } = imsClient(sandbox.frameioState);
        const credentials = JSON.stringify({ client_id: id, client_secret: clientSecret });
        const undo = [await secret('apiCredentials', () => credentials)(), await fault('users.show', 401)()];
        return () => Promise.all(undo.map((each) => each()));
      },
      check: 'token',
      title: 'Frame.io answers 401: the credentials have no product profile of Frame.io V4',
      fix: 'In the Adobe Developer Console',
    },
    {
      what: 'a locked account',
      provoke: fault('users.show', 403),
      check: 'token',
      title: /answered 403/,
      fix: 'Ask the owner',
    },
    {
      what: 'a user without an account of V4',
      provoke: deleted(
        () => sandbox.frameioState.stores.accounts,
        () => sandbox.frameioState.stores.accounts.require(sandbox.frameioState.account.id),
      ),
      check: 'profile',
      title: 'Sandbox Integration <integration@sandbox.invalid> belongs to no account of Frame.io V4',
      fix: 'Invite this user',
    },
    {
      what: 'an app without a webhook',
      provoke: deleted(() => sandbox.frameioState.stores.webhooks, registeredWebhook),
      check: 'webhooks',
      title: 'no webhook in the workspace Sandbox has the URL of the app',
      fix: CONNECT,
    },
    {
      what: 'a webhook with another URL',
      provoke: async () => {
        const { secret: signingSecret, id } = registeredWebhook();
        const name = `${sandbox.frameioState.account.id}/${id}`;
        const undo = [
          await secret('signingSecrets', () => JSON.stringify({ [name]: signingSecret }))(),
          await webhook(() => ({ url: 'https://old.example.com/' }))(),
        ];
        return () => Promise.all(undo.map((each) => each()));
      },
      check: 'webhooks',
      title: 'the webhook “frameio-lambda” in Sandbox sends to https://old.example.com/',
      fix: CONNECT,
    },
    {
      what: 'a webhook whose signing secret is not stored',
      provoke: secret('signingSecrets', () => JSON.stringify({ 'account/another': sandbox.signingSecret })),
      check: 'webhooks',
      title: 'the webhook “frameio-lambda” in Sandbox has a signing secret that is not stored',
      fix: CONNECT,
    },
    {
      what: 'a webhook that somebody disabled',
      provoke: webhook(() => ({ active: false })),
      check: 'webhooks',
      title: 'the webhook “frameio-lambda” in Sandbox is not active',
      fix: 'If nobody disabled it on purpose: curl -X PATCH http://127.0.0.1:',
    },
    {
      what: 'a webhook without an event of the app',
      provoke: webhook(() => ({ events: ['comment.created'] })),
      check: 'webhooks',
      title: 'the webhook “frameio-lambda” in Sandbox lacks the events file.ready',
      fix: CONNECT,
    },
    {
      what: 'an event that the app does not handle',
      provoke: webhook(({ events }) => ({ events: [...events, 'share.viewed'] })),
      check: 'webhooks',
      title: 'the webhook “frameio-lambda” in Sandbox sends share.viewed, which the app does not handle',
      fix: CONNECT,
      status: 'warning',
    },
    {
      what: 'two webhooks with the URL of the app',
      provoke: () => {
        const { frameioState } = sandbox;
        const { webhook: first } = registeredWebhook();
        const data = { name: 'Copy', url: first.url, events: first.events };
        const context = { workspaceId: String(first.workspace_id), creator: frameioState.user };
        const { id } = createWebhook(frameioState, data, context);
        return () => frameioState.stores.webhooks.delete(id);
      },
      check: 'webhooks',
      title: 'the webhook “Copy” in Sandbox repeats the webhook “frameio-lambda” in Sandbox',
      fix: 'npm run frameio -- webhooks delete ',
      status: 'warning',
    },
    {
      what: 'a custom action that is not registered',
      provoke: deleted(() => sandbox.frameioState.stores.actions, registeredAction),
      check: 'actions',
      title: 'no custom action “Publish” in the workspace Sandbox has the URL of the app',
      fix: CONNECT,
    },
    {
      what: 'a custom action that somebody disabled',
      provoke: action({ active: false }),
      check: 'actions',
      title: 'the custom action “Publish” in Sandbox is not active',
      fix: 'If nobody disabled it on purpose',
    },
    {
      what: 'a custom action with another definition',
      provoke: action({ timeout: 9 }),
      check: 'actions',
      title: /^the custom action “Publish” in Sandbox has timeout 9, but the app \d+$/,
      fix: CONNECT,
      status: 'warning',
    },
    {
      what: 'a custom action that the app does not have',
      provoke: () => {
        const { actions, stores, user } = sandbox.frameioState;
        const { url } = registeredAction().action;
        const { id } = actions.create({ name: 'Old', description: 'd', event: 'old', url }, user);
        return () => stores.actions.delete(id);
      },
      check: 'actions',
      title: 'the custom action “Old” in Sandbox is not one of the app',
      fix: CONNECT,
      status: 'warning',
    },
    {
      what: 'a dead letter',
      provoke: async () => {
        const queue = new SqsQueue(String(stack.queues[0]?.deadLetterQueueUrl), stack.sqs);
        await queue.send('{}');
        return async () => {
          const [message] = await queue.receive({ maxMessages: 1, waitSeconds: 0 });
          await queue.delete(String(message?.receiptHandle));
        };
      },
      check: 'dead letters',
      title: '1 dead-lettered message',
      fix: 'List them, fix the cause, then redrive: npm run dlq -- list --sandbox',
    },
  ])('$what', async ({ provoke, check, title, fix, status = 'problem' }) => {
    const undo = await provoke();
    const wrong = await findWrong().finally(undo);
    const found = wrong.find((finding) => finding.check === check && matches(finding.title, title));
    expect({ found, wrong }).toMatchObject({
      found: { status, fix: expect.stringContaining(fix), meaning: expect.any(String) },
    });
  });
});

it('names each known cause of a 401, with its fix, for a token that Adobe accepts', async () => {
  const undo = await secret('apiCredentials', () => tokenWith('openid'))();
  const wrong = await findWrong().finally(undo);
  const causes = wrong.filter(({ check }) => check === 'token').map(({ title, fix }) => `${title}. ${fix}`);
  const cause = (title: string, fix: string) =>
    expect.stringContaining(`Frame.io answers 401. Known cause: ${title}. ${fix}`);
  expect(causes).toEqual([
    cause('the token lacks the scope additional_info.roles', 'Log in again with the scopes openid profile'),
    cause('the Adobe ID of the token is not linked to a Frame.io user', 'Log in at https://next.frame.io once'),
    cause('the user has no product profile of Frame.io V4', 'In the Adobe Admin Console, open Products'),
  ]);
});

it('reports a check that could not run, with the reason, and exits with 1', async () => {
  const { secretsManager } = sandbox.deployment;
  secretsManager.fault = 'denied';
  const wrong = await findWrong().finally(() => {
    secretsManager.fault = undefined;
  });
  expect(wrong).toContainEqual({
    check: 'secrets',
    status: 'not_checked',
    title: expect.stringMatching(/^API credentials: AWS denies secretsmanager:GetSecretValue for .*\.$/),
    fix: expect.stringMatching(/^Allow it for your user/),
  });
  const title = 'no usable API credentials are stored';
  expect(wrong).toContainEqual({ check: 'webhooks', status: 'not_checked', title });
});

it('warns of a sandbox whose clock was advanced', async () => {
  await sandbox.advance(3_600_000);
  expect(await findWrong()).toMatchObject([
    { check: 'clock', status: 'warning', title: 'the clock of the sandbox differs from this machine by 60 min' },
  ]);
});

it('reports that no sandbox runs, and what it could not check', async () => {
  const exitCode = await runCli(['doctor', '--sandbox', '--state', join(stateFolder, 'none')], COMMANDS);
  expect(exitCode).toBe(1);
  const output = printed.join('\n');
  expect(output).toMatch(/^problem {6}sandbox {7}No sandbox is running at /);
  expect(output).toContain('not checked  webhooks      needs the sandbox');
});

it.each([
  { args: ['all'], message: 'doctor takes no arguments, found all.' },
  { args: ['--sandbox', '--region', 'eu-west-1'], message: 'leave them out with --sandbox' },
  { args: ['--timeout', 'long'], message: 'Expected a duration such as 90s' },
])('refuses $args', async ({ args, message }) => {
  expect(await runCli(['doctor', ...args], COMMANDS)).toBe(2);
  expect(printed.join('\n')).toContain(message);
});

function matches(text: string, expected: RegExp | string): boolean {
  return typeof expected === 'string' ? text === expected : expected.test(text);
}
