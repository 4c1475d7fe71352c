import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { SecretsManager } from '../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { Sandbox } from '../../sandbox/sandbox.ts';
import { formatNextSteps } from '../../sandbox/terminal/next-steps.ts';
import type { FixtureApp } from '../support/fixture-apps.ts';
import { builtStack } from '../support/synthesized.ts';

const actionsOf = (app: FixtureApp) => builtStack('inline', app).manifest.actions;

let opened: Sandbox[];
let putSecret: jest.SpiedFunction<SecretsManager['put']>;
beforeEach(() => {
  opened = [];
  putSecret = jest.spyOn(SecretsManager.prototype, 'put');
});
afterEach(async () => {
  putSecret.mockRestore();
  await Promise.all(opened.map((sandbox) => sandbox.close()));
});

async function start(app: FixtureApp, stateFolder?: string): Promise<Sandbox> {
  const sandbox = await Sandbox.start({
    stack: builtStack('inline', app),
    port: 0,
    onEvent: () => undefined,
    ...(stateFolder !== undefined && { stateFolder }),
  });
  opened.push(sandbox);
  return sandbox;
}

it('the sandbox registers the actions of the app, and stores their secrets', async () => {
  const { frameioState, deployment } = await start('actions-app');
  const accountId = frameioState.account.id;
  const stored = frameioState.actions.list();
  expect(stored.map(({ action }) => action.event)).toEqual(actionsOf('actions-app').map(({ key }) => key));
  const each = stored.find(({ action }) => action.event === 'each');
  expect(each?.action).toMatchObject({ url: deployment.actionsUrl, name: 'Each', multi_asset: true, timeout: 5 });
  expect(deployment.actionsUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/actions$/);
  expect(deployment.webhookUrl).not.toBe(deployment.actionsUrl);
  const secrets = Object.fromEntries(stored.map(({ id, secret }) => [`${accountId}/${id}`, secret]));
  expect(putSecret).toHaveBeenCalledWith(expect.stringContaining('SigningSecrets'), JSON.stringify(secrets));
});

it('the actions keep their ids and secrets through a restart', async () => {
  const stateFolder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const first = await start('actions-app', stateFolder);
  await opened.pop()?.close();
  const second = await start('actions-app', stateFolder);
  const [before, after] = [first, second].map(({ frameioState }) =>
    frameioState.actions.list().map(({ action: { id }, secret }) => ({ id, secret })),
  );
  expect(after).toEqual(before);
  expect(second.frameioState.actions.list()[0]?.action.url).toBe(second.deployment.actionsUrl);
});

it.each([
  { app: 'actions-app', expected: /click +npm run frameio -- send message\n/ },
  { app: 'comment-app', expected: /^(?![\s\S]*click)/ },
] as const)('the next steps of the $app have a click only if it has actions', async ({ app, expected }) => {
  expect(formatNextSteps(await start(app), '.sandbox/state')).toMatch(expected);
});

it('the next steps quote a key and a state folder with characters of the shell', async () => {
  const { frameioUrl, manifest } = await start('actions-app');
  const actions = manifest.actions.map((action) => ({ ...action, key: "it's (1)" }));
  const steps = formatNextSteps({ frameioUrl, manifest: { ...manifest, actions } }, 'my state');
  expect(steps).toContain("send 'it'\\''s (1)' --state 'my state'");
  expect(steps).toContain("dlq list --sandbox --state 'my state'");
});

it('the sandbox registers nothing for an app without actions', async () => {
  const { frameioState, deployment } = await start('comment-app');
  expect(frameioState.actions.list()).toEqual([]);
  expect(putSecret).not.toHaveBeenCalledWith(expect.anything(), '{}');
  expect(deployment.webhookUrl).toMatch(/\/frameio$/);
});
