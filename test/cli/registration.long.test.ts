import { afterEach, describe, expect, it } from '@jest/globals';
import { runActions } from '../../cli/actions/run-actions.ts';
import { runConnect } from '../../cli/connect/run-connect.ts';
import type { Prompts } from '../../cli/prompts.ts';
import { runRotateSecret } from '../../cli/rotate-secret/run-rotate-secret.ts';
import { runWebhooks } from '../../cli/webhooks/run-webhooks.ts';
import { isRecord, parseRecord } from '../../lib/core/type-guards.ts';
import { captureConsole, sandboxForTests } from '../support/commands.ts';
import { ENTER, pipedInput, scriptedTerminal } from '../support/scripted-terminal.ts';

const OTHER_WORKSPACE = '6f1f9d5c-7a51-4a54-9a0c-0d3b7c5b0001';
const UNKNOWN = '6f1f9d5c-7a51-4a54-9a0c-0d3b7c5b0002';

const running = sandboxForTests('inline', 'console-app');
const output = captureConsole();
const frameio = () => running.sandbox.frameioState;
afterEach(() => {
  for (const secret of secretsOfFrameio()) expect(output.all).not.toContain(secret);
});

/** Every signing secret that Frame.io has issued and still knows. */
function secretsOfFrameio(): readonly string[] {
  const { webhooks } = frameio().stores;
  return [
    ...webhooks.all().map(({ secret }) => secret),
    ...frameio()
      .actions.list()
      .map(({ secret }) => secret),
  ];
}

const stored = (variable: string) =>
  parseRecord(running.sandbox.deployment.secretsManager.text(running.secretId(variable)) ?? '') ?? {};

const idsOfWebhooks = () =>
  frameio()
    .stores.webhooks.all()
    .map(({ webhook }) => webhook.id);

const connect = (args: readonly string[], prompts: Prompts = pipedInput('')) =>
  runConnect([...running.options, ...args], prompts);
const webhooks = (args: readonly string[], prompts: Prompts = pipedInput('')) =>
  runWebhooks([...args, ...running.options], prompts);

/** Deletes the webhooks and the custom actions in Frame.io. */
async function disconnect(): Promise<void> {
  const { actions } = frameio();
  for (const { id } of actions.list()) actions.delete(id);
  const { accountId } = ids();
  for (const id of idsOfWebhooks()) {
    await webhooks(['delete', id, '--yes', '--account', accountId]);
  }
  output.clear();
}

const ids = () => ({
  accountId: frameio().account.id,
  workspaceId: frameio().workspace.id,
});

describe('connect', () => {
  it('finds a sandbox connected that just started', async () => {
    expect(await connect(['--dry-run'])).toBe(0);
    expect(output.text).toMatch(/= unchanged: 1 webhook and \d custom actions?\nThe account matches the app\.$/);
  });

  it('shows the difference, asks, applies it, and stores the signing secrets', async () => {
    await disconnect();
    const terminal = scriptedTerminal({ 'Apply these changes?': `y${ENTER}` });
    expect(await connect([], terminal.prompts)).toBe(0);
    const { accountId, workspaceId } = ids();
    expect(output.text).toContain(`\n  account     ${accountId}\n  workspaces  ${workspaceId}\n`);
    expect(output.text).toContain(
      `  + create the webhook "frameio-lambda" in the workspace ${workspaceId}\n      url: ${running.sandbox.deployment.webhookUrl}\n`,
    );
    expect(output.text).toContain('Done: create the custom action');
    expect(output.text).toMatch(/The account matches the app\.$/);
    const [id] = idsOfWebhooks();
    expect(stored('SIGNING_SECRETS_SECRET_ID')).toHaveProperty([`${accountId}/${id}`]);
    const [action] = frameio().actions.list();
    expect(stored('ACTION_SIGNING_SECRETS_SECRET_ID')).toHaveProperty([`${accountId}/${action?.id}`]);
  });

  it('changes nothing when the account matches the app', async () => {
    const before = idsOfWebhooks();
    expect(await connect(['--dry-run'])).toBe(0);
    expect(await connect(['--yes'])).toBe(0);
    expect(output.text).toContain('= unchanged: 1 webhook and ');
    expect(idsOfWebhooks()).toEqual(before);
  });

  it('shows what an update changes, and exits with 1 without a yes', async () => {
    const [webhook] = frameio().stores.webhooks.all();
    if (!webhook) throw new Error('There is no webhook.');
    frameio().stores.webhooks.put({
      ...webhook,
      id: webhook.webhook.id,
      webhook: { ...webhook.webhook, events: ['file.deleted'] },
    });
    expect(await connect(['--dry-run'])).toBe(1);
    expect(output.text).toMatch(/~ update events of the webhook .*\n {6}events: file\.deleted -> /);
    expect(await connect([], scriptedTerminal({ 'Apply these changes?': ENTER }).prompts)).toBe(1);
    expect(output.all).toContain('Nothing was changed.');
    expect(await connect(['--yes', '--json'])).toBe(0);
  });

  it('prints JSON for programs', async () => {
    await disconnect();
    expect(await connect(['--dry-run', '--json'])).toBe(1);
    const { accountId, workspaceId } = ids();
    const result = parseRecord(output.text) ?? {};
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
    output.clear();
    expect(await webhooks(['list'])).toBe(0);
    const [id] = idsOfWebhooks();
    expect(output.text).toMatch(new RegExp(`^${id}\\n {2}name .* frameio-lambda\\n`));
    expect(output.text).toContain('app           the sandbox at');
    expect(output.text).toContain('secret        stored');
    output.clear();
    expect(await webhooks(['show', id ?? '', '--json'])).toBe(0);
    expect(parseRecord(output.text)).toMatchObject({ id, isOfApp: true, isSecretStored: true, isActive: true });
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
    runRotateSecret([...running.options, '--wait', '0s', ...args], prompts);

  it('replaces the webhook and its signing secret, after a yes', async () => {
    await connect(['--yes', '--workspace', ids().workspaceId]);
    const [before] = frameio().stores.webhooks.all();
    expect(await rotate([], scriptedTerminal({ 'Rotate the signing secret?': ENTER }).prompts)).toBe(1);
    expect(idsOfWebhooks()).toEqual([before?.webhook.id]);
    expect(await rotate([], scriptedTerminal({ 'Rotate the signing secret?': `y${ENTER}` }).prompts)).toBe(0);
    const [after, ...others] = frameio().stores.webhooks.all();
    expect(others).toEqual([]);
    expect(after?.secret).not.toBe(before?.secret);
    expect(after?.webhook).toMatchObject({ url: before?.webhook.url, events: before?.webhook.events });
    expect(Object.values(stored('SIGNING_SECRETS_SECRET_ID'))).toContain(after?.secret);
    expect(output.all).toContain(`deleted    webhook ${before?.webhook.id}`);
    expect(output.all).not.toContain(before?.secret);
    expect(running.sandbox.signingSecret).toBe(after?.secret);
    expect(await running.sandbox.upload({ name: 'Take 2.mov', fileSize: 1 })).toMatchObject({
      attempts: [{ status: 200 }],
    });
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
  output.clear();
  expect(await runActions(['list', '--json', ...running.options])).toBe(0);
  const actions: unknown = JSON.parse(output.text);
  expect(Array.isArray(actions) && actions.filter((action) => isRecord(action) && action.isOfApp)).not.toEqual([]);
});

function addWorkspace(): void {
  const { workspaces } = frameio().stores;
  const [first] = workspaces.all();
  if (!first) throw new Error('There is no workspace.');
  const workspace = { ...first.workspace, id: OTHER_WORKSPACE, name: 'Other' };
  workspaces.put({ ...first, id: OTHER_WORKSPACE, workspace });
}
