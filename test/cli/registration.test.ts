import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { runActions } from '../../cli/actions/run-actions.ts';
import { runConnect } from '../../cli/connect/run-connect.ts';
import type { Prompts } from '../../cli/prompts.ts';
import { runRotateSecret } from '../../cli/rotate-secret/run-rotate-secret.ts';
import { runWebhooks } from '../../cli/webhooks/run-webhooks.ts';
import { isRecord, parseRecord } from '../../lib/core/type-guards.ts';
import { Sandbox } from '../../sandbox/sandbox.ts';
import { ENTER, pipedInput, scriptedTerminal } from '../support/scripted-terminal.ts';
import { builtStack } from '../support/synthesized.ts';

const OTHER_WORKSPACE = '6f1f9d5c-7a51-4a54-9a0c-0d3b7c5b0001';
const UNKNOWN = '6f1f9d5c-7a51-4a54-9a0c-0d3b7c5b0002';

const state = mkdtempSync(join(tmpdir(), 'connect-'));
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.start({
    stack: builtStack('inline', 'console-app'),
    port: 0,
    stateFolder: state,
    delivery: { delayMs: () => 0 },
    onEvent: () => undefined,
  });
});
afterAll(() => sandbox.close());

let printed: string;
let output: string;
beforeEach(() => {
  printed = '';
  output = '';
  jest.spyOn(console, 'log').mockImplementation((text) => {
    printed += `${text}\n`;
    output += `${text}\n`;
  });
  jest.spyOn(console, 'error').mockImplementation((text) => {
    output += `${text}\n`;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  for (const secret of secretsOfFrameio()) expect(output).not.toContain(secret);
});

/** Every signing secret that Frame.io has issued and still knows. */
function secretsOfFrameio(): readonly string[] {
  const { webhooks } = sandbox.frameioState.stores;
  return [
    ...webhooks.all().map(({ secret }) => secret),
    ...sandbox.frameioState.actions.list().map(({ secret }) => secret),
  ];
}

const stored = (variable: string) => {
  const secretId = sandbox.deployment.functions.map(({ variables }) => variables[variable]).find(Boolean) ?? '';
  return parseRecord(sandbox.deployment.secretsManager.text(secretId) ?? '') ?? {};
};

const idsOfWebhooks = () => sandbox.frameioState.stores.webhooks.all().map(({ webhook }) => webhook.id);

const options = () => ['--sandbox', '--state', state];
const connect = (args: readonly string[], prompts: Prompts = pipedInput('')) =>
  runConnect([...options(), ...args], prompts);
const webhooks = (args: readonly string[], prompts: Prompts = pipedInput('')) =>
  runWebhooks([...args, ...options()], prompts);

/** Deletes the webhooks and the custom actions in Frame.io. */
async function disconnect(): Promise<void> {
  const { actions } = sandbox.frameioState;
  for (const { id } of actions.list()) actions.delete(id);
  const { accountId } = ids();
  for (const id of idsOfWebhooks()) {
    await webhooks(['delete', id, '--yes', '--account', accountId]);
  }
  printed = '';
}

const ids = () => ({ accountId: sandbox.frameioState.account.id, workspaceId: sandbox.frameioState.workspace.id });

describe('connect', () => {
  it('finds a sandbox connected that just started', async () => {
    expect(await connect(['--dry-run'])).toBe(0);
    expect(printed).toMatch(/= keep 1 webhook and \d custom actions?\nThe account matches the app\.\n$/);
  });

  it('shows the difference, asks, applies it, and stores the signing secrets', async () => {
    await disconnect();
    const terminal = scriptedTerminal({ 'Apply these changes?': `y${ENTER}` });
    expect(await connect([], terminal.prompts)).toBe(0);
    const { accountId, workspaceId } = ids();
    expect(printed).toContain(`with the account ${accountId}, workspace ${workspaceId}`);
    expect(printed).toContain(
      `  + create the webhook "frameio-lambda" in the workspace ${workspaceId}\n      url: ${sandbox.deployment.webhookUrl}\n`,
    );
    expect(printed).toContain('done:  + create the custom action');
    expect(printed).toMatch(/The account matches the app\.\n$/);
    const [id] = idsOfWebhooks();
    expect(stored('SIGNING_SECRETS_SECRET_ID')).toHaveProperty([`${accountId}/${id}`]);
    const [action] = sandbox.frameioState.actions.list();
    expect(stored('ACTION_SIGNING_SECRETS_SECRET_ID')).toHaveProperty([`${accountId}/${action?.id}`]);
  });

  it('changes nothing when the account matches the app', async () => {
    const before = idsOfWebhooks();
    expect(await connect(['--dry-run'])).toBe(0);
    expect(await connect(['--yes'])).toBe(0);
    expect(printed).toContain('= keep 1 webhook and ');
    expect(idsOfWebhooks()).toEqual(before);
  });

  it('shows what an update changes, and exits with 1 without a yes', async () => {
    const [webhook] = sandbox.frameioState.stores.webhooks.all();
    if (!webhook) throw new Error('There is no webhook.');
    sandbox.frameioState.stores.webhooks.put({
      ...webhook,
      id: webhook.webhook.id,
      webhook: { ...webhook.webhook, events: ['file.deleted'] },
    });
    expect(await connect(['--dry-run'])).toBe(1);
    expect(printed).toMatch(/~ update events of the webhook .*\n {6}events: file\.deleted -> /);
    expect(await connect([], scriptedTerminal({ 'Apply these changes?': ENTER }).prompts)).toBe(1);
    expect(output).toContain('Nothing was changed.');
    expect(await connect(['--yes', '--json'])).toBe(0);
  });

  it('prints JSON for programs', async () => {
    await disconnect();
    expect(await connect(['--dry-run', '--json'])).toBe(1);
    const { accountId, workspaceId } = ids();
    const result = parseRecord(printed) ?? {};
    expect(result).toMatchObject({ target: { accountId, workspaceIds: [workspaceId] }, isApplied: false });
    expect(result.changes).toContainEqual(expect.objectContaining({ change: 'create', type: 'webhook' }));
  });

  it('asks for the workspace if there are several, and remembers it', async () => {
    await disconnect();
    addWorkspace();
    await expect(connect(['--dry-run'])).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringMatching(new RegExp(`Choose one with --workspace:\\n[^]*${OTHER_WORKSPACE}`)),
    });
    const terminal = scriptedTerminal({ 'Which workspace?': ENTER, 'Apply these changes?': `y${ENTER}` });
    expect(await connect([], terminal.prompts)).toBe(0);
    expect(await connect(['--dry-run'])).toBe(0);
    expect(idsOfWebhooks()).toHaveLength(1);
  });

  it('says that a workspace does not exist', async () => {
    await expect(connect(['--dry-run', '--workspace', UNKNOWN])).rejects.toThrow(
      `The workspace ${UNKNOWN} does not exist, or the user of the credentials has no access to it.`,
    );
  });

  it.each([
    { name: 'nobody can answer', args: [], message: 'Pass --yes' },
    { name: 'an id is not a UUID', args: ['--account', 'x', '--yes'], message: '--account must be an id of Frame.io' },
  ])('exits with a usage error if $name', async ({ args, message }) => {
    await expect(connect(args)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(message),
    });
  });
});

describe('webhooks', () => {
  it('lists the webhooks, and says which are of the app', async () => {
    await connect(['--yes', '--workspace', ids().workspaceId]);
    printed = '';
    expect(await webhooks(['list'])).toBe(0);
    const [id] = idsOfWebhooks();
    expect(printed).toMatch(new RegExp(`^${id}\\n {2}name .* frameio-lambda\\n`));
    expect(printed).toContain('app           the sandbox at');
    expect(printed).toContain('secret        stored\n');
    printed = '';
    expect(await webhooks(['show', id ?? '', '--json'])).toBe(0);
    expect(parseRecord(printed)).toMatchObject({ id, isOfApp: true, isSecretStored: true, isActive: true });
  });

  it('deletes a webhook and its stored signing secret, after a yes', async () => {
    const [id = ''] = idsOfWebhooks();
    expect(await webhooks(['delete', id], scriptedTerminal({ 'Delete this webhook?': ENTER }).prompts)).toBe(1);
    expect(idsOfWebhooks()).toContain(id);
    await expect(webhooks(['delete', id])).rejects.toThrow('Pass --yes');
    expect(await webhooks(['delete', id], scriptedTerminal({ 'Delete this webhook?': `y${ENTER}` }).prompts)).toBe(0);
    expect(idsOfWebhooks()).not.toContain(id);
    expect(Object.keys(stored('SIGNING_SECRETS_SECRET_ID')).some((name) => name.endsWith(id))).toBe(false);
  });

  it.each([
    { args: ['show', 'no-id'], message: 'There is no webhook no-id' },
    { args: [], message: 'Expected a webhooks command' },
    { args: ['lst'], message: 'Did you mean list?' },
    { args: ['list', '--account', UNKNOWN], message: `The account ${UNKNOWN} does not exist` },
    { args: ['list', '--workspace', UNKNOWN], message: `The workspace ${UNKNOWN} does not exist` },
    { args: ['show'], message: 'show requires the id of one webhook' },
  ])('fails for $args', async ({ args, message }) => {
    await expect(webhooks(args)).rejects.toThrow(message);
  });
});

describe('rotate-secret', () => {
  const rotate = (args: readonly string[], prompts: Prompts = pipedInput('')) =>
    runRotateSecret([...options(), '--wait', '0s', ...args], prompts);

  it('replaces the webhook and its signing secret, after a yes', async () => {
    await connect(['--yes', '--workspace', ids().workspaceId]);
    const [before] = sandbox.frameioState.stores.webhooks.all();
    expect(await rotate([], scriptedTerminal({ 'Rotate the signing secret?': ENTER }).prompts)).toBe(1);
    expect(idsOfWebhooks()).toEqual([before?.webhook.id]);
    expect(await rotate([], scriptedTerminal({ 'Rotate the signing secret?': `y${ENTER}` }).prompts)).toBe(0);
    const [after, ...others] = sandbox.frameioState.stores.webhooks.all();
    expect(others).toEqual([]);
    expect(after?.secret).not.toBe(before?.secret);
    expect(after?.webhook).toMatchObject({ url: before?.webhook.url, events: before?.webhook.events });
    expect(Object.values(stored('SIGNING_SECRETS_SECRET_ID'))).toContain(after?.secret);
    expect(output).toContain(`deleted    webhook ${before?.webhook.id}`);
    expect(output).not.toContain(before?.secret);
    expect(sandbox.signingSecret).toBe(after?.secret);
    expect(await sandbox.upload({ name: 'Take 2.mov', fileSize: 1 })).toMatchObject({ attempts: [{ status: 200 }] });
  });

  it('says to connect first if there is no webhook', async () => {
    await disconnect();
    await expect(rotate(['--yes', '--workspace', ids().workspaceId])).rejects.toThrow('connect');
  });

  it('does not rotate if nobody can answer', async () => {
    await expect(rotate([])).rejects.toThrow('Pass --yes');
  });
});

it('actions list lists the custom actions, and says which are of the app', async () => {
  await connect(['--yes', '--workspace', ids().workspaceId]);
  printed = '';
  expect(await runActions(['list', '--json', ...options()])).toBe(0);
  const actions: unknown = JSON.parse(printed);
  expect(Array.isArray(actions) && actions.filter((action) => isRecord(action) && action.isOfApp)).not.toEqual([]);
});

function addWorkspace(): void {
  const { workspaces } = sandbox.frameioState.stores;
  const [first] = workspaces.all();
  if (!first) throw new Error('There is no workspace.');
  const workspace = { ...first.workspace, id: OTHER_WORKSPACE, name: 'Other' };
  workspaces.put({ ...first, id: OTHER_WORKSPACE, workspace });
}
