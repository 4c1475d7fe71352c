import { afterEach, expect, it } from '@jest/globals';
import { resourcesOf } from '../../../cdk/template.ts';
import type { CheckedFinding } from '../../../cli/doctor/finding.ts';
import { ENV } from '../../../lib/core/env.ts';
import { sandboxOfStack } from '../../support/commands.ts';
import { runScript } from '../../support/run-command.ts';
import { builtStack } from '../../support/synthesized.ts';

/** Requests that the API lets through. The runs of `doctor` before the last test send fewer. */
const BURST = 30;
const DAY_MS = 86_400_000;
/** No output may contain it. */
const CANARY = 'canary-4f9d2c7e51b84a60';

const running = sandboxOfStack(() => {
  const stack = builtStack('queued', 'console-app');
  const template = structuredClone(stack.template);
  for (const [, { Properties }] of resourcesOf(template, 'AWS::ApiGatewayV2::Stage')) {
    Object.assign(Properties, { DefaultRouteSettings: { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: BURST } });
  }
  return { ...stack, template };
});
const frameio = () => running.sandbox.frameioState;

let outputs = '';
afterEach(() => {
  const { stores, actions, token } = frameio();
  const secrets = [...stores.webhooks.all(), ...actions.list()].map(({ secret }) => secret);
  for (const secret of [token, CANARY, ...secrets]) expect(outputs).not.toContain(secret);
});

/** Runs `npm run frameio -- doctor` against the sandbox. */
async function doctor(...options: readonly string[]) {
  const result = await runScript('frameio', ['doctor', ...running.options, ...options]);
  outputs += result.output;
  return result;
}

/** Runs `doctor --json`. Returns its exit code, and the findings of a check that are not `ok`. */
async function diagnose(check: string) {
  const { exitCode, output } = await doctor('--json');
  const findings: readonly CheckedFinding[] = JSON.parse(output);
  return { exitCode, wrong: findings.filter((finding) => finding.check === check && finding.status !== 'ok') };
}

/** Stores an access token of Adobe IMS with this scope for the app, and returns it. */
function storeToken(scope: string, createdAt: number): string {
  const claims = { scope, created_at: String(createdAt), expires_in: String(DAY_MS) };
  const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${CANARY}`;
  storeCredentials(token);
  return token;
}

function storeCredentials(text: string): void {
  running.sandbox.deployment.secretsManager.put(running.secretId(ENV.apiCredentialsSecretId), text);
}

it('exits with 0 if nothing is wrong', async () => {
  expect(await doctor()).toEqual({
    exitCode: 0,
    output: expect.stringMatching(/^ok +sandbox [\s\S]*\n\nEverything is in order\.\n$/),
  });
});

it('finds a token that has expired', async () => {
  const now = Date.now();
  storeToken('openid,additional_info.roles', now - DAY_MS - 60_000);
  const { exitCode, wrong } = await diagnose('token');
  expect(wrong).toMatchObject([
    {
      title: `the token expired at ${new Date(now - 60_000).toISOString()}`,
      fix: expect.stringContaining('set-token'),
    },
  ]);
  expect(exitCode).toBe(1);
});

it('finds a token that lacks the scope', async () => {
  const id = storeToken('openid', Date.now());
  const { settings, stores } = frameio();
  const expiresAt = Date.now() + DAY_MS;
  stores.grants.put({ id, kind: 'access', userId: settings.userId, scopes: ['openid'], expiresAt });
  const { exitCode, wrong } = await diagnose('token');
  storeCredentials(frameio().token);
  expect(wrong).toMatchObject([
    {
      title: 'Frame.io answers 401: the token lacks the scope additional_info.roles',
      fix: expect.stringMatching(/additional_info\.roles\. Then store the new token: npm run frameio -- set-token /),
    },
  ]);
  expect(exitCode).toBe(1);
});

it('finds that no workspace has a webhook or a custom action of the app', async () => {
  const { webhooks, actions } = frameio().stores;
  const registered = { webhooks: webhooks.all(), actions: actions.all() };
  for (const { id } of registered.webhooks) webhooks.delete(id);
  for (const { id } of registered.actions) actions.delete(id);
  const { exitCode, output } = await doctor();
  for (const webhook of registered.webhooks) webhooks.put(webhook);
  for (const action of registered.actions) actions.put(action);
  for (const kind of ['webhook', 'custom action']) {
    expect(output).toContain(`no ${kind} in the workspaces that the token can see (1) has the URL of the app\n`);
  }
  expect(output).toContain('Fix: npm run frameio -- connect --sandbox');
  expect(exitCode).toBe(1);
});

it('finds requests that the API of the sandbox throttled', async () => {
  const { account, project, workspace, user } = frameio();
  const body = { type: 'project.deleted', resource: { id: project.id, type: 'project' } } as const;
  const about = { account: { id: account.id }, project: { id: project.id }, workspace: { id: workspace.id }, user };
  const sent = Array.from({ length: BURST }, () => running.sandbox.deliver({ ...body, ...about }));
  await Promise.all(sent);
  const { exitCode, wrong } = await diagnose('throttling');
  expect(wrong).toMatchObject([
    {
      title: expect.stringMatching(/^API Gateway answered 429 to \d+ requests in the last 3 hours$/),
      fix: expect.stringMatching(/^Raise endpoint\.throttleRate/),
    },
  ]);
  expect(exitCode).toBe(1);
});
