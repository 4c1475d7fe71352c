import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { METADATA_KEY } from '../../../cdk/function-metadata.ts';
import { resourcesOf, type Template } from '../../../cdk/template.ts';
import { COMMANDS } from '../../../cli/commands.ts';
import type { CheckedFinding } from '../../../cli/doctor/finding.ts';
import { runCli } from '../../../cli/run-cli.ts';
import { findStack } from '../../../cli/stack/find-stack.ts';
import { recordOf } from '../../../lib/core/type-guards.ts';
import { verifySignature } from '../../../lib/signature/verify-signature.ts';
import { createWebhook } from '../../../sandbox/frameio/state/webhooks.ts';
import { type RunningApi, startApi } from '../../sandbox/frameio/running-api.ts';
import { captureConsole } from '../../support/commands.ts';
import { readDocument, rowsOf } from '../../support/documents.ts';
import { withEnvironment } from '../../support/environment.ts';
import { json, type ScriptedServer, type SeenRequest, scriptedServer } from '../../support/scripted-server.ts';
import { type StubAws, startStubAws } from '../../support/stub-aws.ts';
import { builtStack } from '../../support/synthesized.ts';

const SECRET = 'canary-91c27d5e40b36f88';
const HOUR_MS = 3_600_000;
const OTHER_WORKSPACE = '6f1f9d5c-7a51-4a54-9a0c-0d3b7c5b0001';
const UNKNOWN_WORKSPACE = '6f1f9d5c-7a51-4a54-9a0c-0d3b7c5b0002';
const { template } = builtStack('inline', 'comment-app');

let aws: StubAws;
let frameio: RunningApi;
let apiGateway: ScriptedServer;
let restore: () => void;
beforeAll(async () => {
  aws = await startStubAws(resourcesOf(template, 'AWS::SQS::Queue').map(([name]) => ({ name })));
  frameio = await startApi();
  apiGateway = await scriptedServer((response, _, request) => answer(response, request));
  restore = withEnvironment(aws.environment);
  deploy();
  const { signingSecrets, apiCredentials } = (await findStack({})).secretIds;
  aws.secretsManager.put(signingSecrets, SECRET);
  aws.secretsManager.put(apiCredentials, frameio.state.token);
  const { workspace, user: creator } = frameio.state;
  const data = { name: 'FrameioLambda', url: webhookUrl(), events: ['file.ready'] };
  createWebhook(frameio.state, data, { workspaceId: workspace.id, creator });
});
afterAll(async () => {
  restore();
  await Promise.all([aws.close(), frameio.close(), apiGateway.close()]);
});

const webhookUrl = () => `${apiGateway.url}/stage/frameio`;

/** Deploys the comment app, with the local Frame.io in place of the real one. */
function deploy(status = 'UPDATE_COMPLETE', url = webhookUrl(), frameioUrl = frameio.url): void {
  const local: Template = JSON.parse(JSON.stringify(template).replaceAll('https://api.frame.io', frameioUrl));
  const stack = { name: 'FrameioLambda', region: 'eu-west-1', template: local, outputs: { WebhookUrl: url }, status };
  aws.cloudFormation.stacks.splice(0, Number.POSITIVE_INFINITY, stack);
}

/** What API Gateway does instead of what the app does. */
let override: { readonly status: number; readonly to: 'unsigned' | 'signed' } | undefined;

/** How far the clock of API Gateway is ahead. */
let aheadMs = 0;

/** Answers as the app does: 401 to a request without a signature, 400 to a signed one that is no event. */
function answer(response: ServerResponse, { method, headers, body }: SeenRequest): void {
  response.setHeader('date', new Date(Date.now() + aheadMs).toUTCString());
  if (method !== 'POST') return void response.writeHead(404).end();
  const { 'x-frameio-request-timestamp': timestamp, 'x-frameio-signature': signature } = headers;
  const request = { timestamp: timestamp?.toString(), signature: signature?.toString(), body };
  const isSigned = verifySignature(request, [SECRET], Math.floor((Date.now() + aheadMs) / 1_000)).ok;
  const isOverridden = override?.to === (isSigned ? 'signed' : 'unsigned');
  response.writeHead(isOverridden && override ? override.status : isSigned ? 400 : 401).end();
}

const output = captureConsole();
let undo: () => void = () => undefined;
afterEach(() => {
  expect(output.all).not.toContain(SECRET);
  undo();
  undo = () => undefined;
  override = undefined;
  aheadMs = 0;
  aws.refusal = undefined;
  aws.fault = undefined;
  aws.metrics.clear();
  deploy();
});

/** Runs `doctor` against the stack. Returns its exit code, and the findings that are not `ok`. */
async function doctor(...options: readonly string[]) {
  const exitCode = await runCli(['doctor', '--json', ...options], COMMANDS);
  const findings: readonly CheckedFinding[] = JSON.parse(output.text);
  return { exitCode, findings, wrong: findings.filter(({ status }) => status !== 'ok') };
}

it('finds nothing wrong in a stack that is deployed and connected', async () => {
  const { exitCode, findings, wrong } = await doctor();
  expect(wrong).toEqual([]);
  expect(exitCode).toBe(0);
  expect(findings.map(({ check, title }) => `${check}: ${title}`)).toEqual(
    expect.arrayContaining([
      'credentials: AWS account 123456789012 in eu-west-1, as arn:aws:iam::123456789012:user/studio',
      'stack: the stack FrameioLambda in eu-west-1: UPDATE_COMPLETE',
      'endpoint: webhooks: the app accepts the stored signing secret',
      'clock: the clocks of this machine, the endpoint and Frame.io agree',
      'throttling: nothing was throttled in the last 3 hours',
    ]),
  );
});

it('has the checks that its help and the documentation list', async () => {
  await runCli(['doctor', '--help'], COMMANDS);
  const listed = output.text.matchAll(/^ {2}([a-z ]+?) {2,}/gm);
  const helped = [...listed].map(([, name]) => name);
  const documented = rowsOf(readDocument('docs/troubleshooting.md'), 'Start with doctor').map(([name]) => name);
  output.clear();
  const names = new Set((await doctor()).findings.map(({ check }) => check));
  expect(helped).toEqual([...names]);
  expect(documented).toEqual([...names]);
});

interface Case {
  readonly what: string;
  readonly provoke: () => unknown;
  readonly check: string;
  readonly title: string | RegExp;
  readonly fix: string | RegExp;
  readonly status?: string;
}

it.each<Case>([
  {
    what: 'credentials that AWS refuses',
    provoke: () => {
      aws.refusal = 'InvalidClientTokenId';
    },
    check: 'credentials',
    title: 'The security token is invalid.',
    fix: /^Log in with `aws sso login`/,
  },
  {
    what: 'no credentials',
    provoke: () => {
      undo = withEnvironment({ AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined });
    },
    check: 'credentials',
    title: /^No AWS credentials were found for the default profile/,
    fix: /^Log in with `aws sso login`/,
  },
  {
    what: 'a stack that does not exist',
    provoke: () => aws.cloudFormation.stacks.pop(),
    check: 'stack',
    title: 'There is no stack FrameioLambda in eu-west-1 with the default profile.',
    fix: /Deploy it with `npm run deploy`/,
  },
  {
    what: 'a deployment that failed',
    provoke: () => deploy('UPDATE_ROLLBACK_FAILED'),
    check: 'stack',
    title: 'the stack FrameioLambda in eu-west-1 has the status UPDATE_ROLLBACK_FAILED',
    fix: /aws cloudformation describe-stack-events --stack-name FrameioLambda --region eu-west-1/,
  },
  {
    what: 'a deployment that was rolled back',
    provoke: () => deploy('UPDATE_ROLLBACK_COMPLETE'),
    check: 'stack',
    title: 'the stack FrameioLambda in eu-west-1 has the status UPDATE_ROLLBACK_COMPLETE',
    fix: /describe-stack-events/,
    status: 'warning',
  },
  {
    what: 'a deployment that is running',
    provoke: () => deploy('UPDATE_IN_PROGRESS'),
    check: 'stack',
    title: 'the stack FrameioLambda in eu-west-1 has the status UPDATE_IN_PROGRESS',
    fix: /^Wait until it ends/,
    status: 'warning',
  },
  {
    what: 'an endpoint that cannot be reached',
    provoke: () => deploy('UPDATE_COMPLETE', 'http://127.0.0.1:9/frameio'),
    check: 'endpoint',
    title: /^webhooks: http:\/\/127\.0\.0\.1:9\/frameio cannot be reached/,
    fix: /npm run deploy$/,
  },
  ...[
    { status: 200, fix: /^Check where the URL leads/ },
    { status: 404, fix: /^The API does not have this path any more/ },
    { status: 429, fix: /raise throttleRate/ },
    { status: 500, fix: /aws logs tail physical-Webhook\w+ --since 15m --region eu-west-1$/ },
  ].map(({ status, fix }) => ({
    what: `an endpoint that answers ${status} to an unsigned request`,
    provoke: () => {
      override = { status, to: 'unsigned' };
    },
    check: 'endpoint',
    title: new RegExp(`^webhooks: .* answers ${status} to an unsigned request, in place of 401$`),
    fix,
  })),
  ...[
    { status: 401, fix: /^If the secret changed less than a minute ago/ },
    { status: 503, fix: /aws logs tail/ },
  ].map(({ status, fix }) => ({
    what: `an app that answers ${status} to a signed request`,
    provoke: () => {
      override = { status, to: 'signed' };
    },
    check: 'endpoint',
    title: `webhooks: the app answers ${status} to a request that the stored signing secret signed`,
    fix,
  })),
  {
    what: 'requests that API Gateway throttled',
    provoke: () => aws.metrics.set('RequestsThrottled', 7),
    check: 'throttling',
    title: 'API Gateway answered 429 to 7 requests in the last 3 hours',
    fix: /^Raise endpoint.throttleRate/,
  },
  {
    what: 'invocations that Lambda throttled',
    provoke: () => aws.metrics.set('Throttles', 3),
    check: 'throttling',
    title: /^Lambda refused 3 invocations of physical-Webhook/,
    fix: /aws lambda get-account-settings/,
  },
  {
    what: 'calls that Frame.io throttled',
    provoke: () => aws.metrics.set('ApiRateLimited', 2),
    check: 'throttling',
    title: 'Frame.io answered 429 to 2 calls of the handlers in the last 3 hours',
    fix: /rateLimit/,
    status: 'warning',
  },
  {
    what: 'metrics that the credentials may not read',
    provoke: () => {
      aws.fault = 'denied';
    },
    check: 'throttling',
    title: 'User is not authorized to perform this operation.',
    fix: /doctor --help/,
    status: 'not_checked',
  },
])('finds $what', async ({ provoke, check, title, fix, status = 'problem' }) => {
  provoke();
  const { wrong, exitCode } = await doctor();
  const found = wrong.find((finding) => finding.check === check);
  expect({ found, wrong }).toMatchObject({ found: { status } });
  expect(found?.title).toMatch(title);
  expect(found?.fix).toMatch(fix);
  expect(exitCode).toBe(status === 'warning' ? 0 : 1);
});

it('checks the credentials in the region that the project names', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  const environment = 'aws://unknown-account/eu-west-1';
  const artifact = { type: 'aws:cloudformation:stack', environment, properties: { templateFile: 'template.json' } };
  mkdirSync(join(folder, 'cdk.out'));
  writeFileSync(join(folder, 'cdk.out/manifest.json'), JSON.stringify({ artifacts: { FrameioLambda: artifact } }));
  writeFileSync(join(folder, 'cdk.out/template.json'), JSON.stringify(template));
  jest.spyOn(process, 'cwd').mockReturnValue(folder);
  undo = withEnvironment({ AWS_REGION: undefined });
  expect((await doctor()).wrong).toEqual([]);
});

describe('with the prop registration, checks the webhooks in its workspaces only:', () => {
  it('one without a webhook, and one that does not exist', async () => {
    const { account, workspace, stores } = frameio.state;
    const stored = stores.workspaces.require(workspace.id);
    const other = {
      ...stored,
      id: OTHER_WORKSPACE,
      workspace: { ...stored.workspace, id: OTHER_WORKSPACE, name: 'B' },
    };
    stores.workspaces.put(other);
    undo = () => stores.workspaces.delete(OTHER_WORKSPACE);
    register({ accountId: account.id, workspaceIds: [OTHER_WORKSPACE, UNKNOWN_WORKSPACE], name: 'FrameioLambda' });
    expect((await doctor()).wrong).toMatchObject([
      { check: 'webhooks', title: `the token cannot see the workspace ${UNKNOWN_WORKSPACE} of the prop registration` },
      { check: 'webhooks', title: 'no webhook in the workspace B has the URL of the app' },
    ]);
  });

  it('all in order', async () => {
    const { account, workspace } = frameio.state;
    register({ accountId: account.id, workspaceIds: [workspace.id], name: 'FrameioLambda' });
    expect((await doctor()).wrong).toEqual([]);
  });

  function register(registration: object): void {
    const [stack] = aws.cloudFormation.stacks;
    for (const [, { Metadata }] of resourcesOf(stack?.template ?? template, 'AWS::Lambda::Function')) {
      const metadata = recordOf(recordOf(Metadata)[METADATA_KEY]);
      if (metadata.function === 'endpoint') Object.assign(metadata, { registration });
    }
  }
});

it('finds secrets that do not exist, and names stack and region in its fixes', async () => {
  const [stack] = aws.cloudFormation.stacks;
  if (stack) aws.cloudFormation.stacks.push({ ...stack, name: 'Dailies', region: 'us-west-2' });
  const { wrong } = await doctor('--stack', 'Dailies', '--region', 'us-west-2');
  const title = expect.stringMatching(/^API credentials: There is no secret arn:aws:secretsmanager:us-west-2:/);
  expect(wrong).toContainEqual(expect.objectContaining({ check: 'secrets', status: 'problem', title }));
});

it.each([
  { ahead: HOUR_MS, machine: 'behind', frameio: 'behind' },
  { ahead: -HOUR_MS, machine: 'ahead', frameio: 'ahead of' },
])('finds clocks that differ from that of the endpoint by $ahead ms', async ({ ahead, machine, frameio }) => {
  aheadMs = ahead;
  const { wrong } = await doctor();
  expect(wrong).toMatchObject([
    { check: 'clock', status: 'problem', title: `the clock of this machine is 60 min ${machine}` },
    { check: 'clock', status: 'problem', title: `the clock of Frame.io is 60 min ${frameio} that of the endpoint` },
  ]);
});

it('finds a token that expires soon', async () => {
  const { state } = frameio;
  const token = state.token;
  const now = Date.now();
  const claims = { scope: 'openid,additional_info.roles', created_at: `${now}`, expires_in: '600000' };
  state.token = `header.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
  const { apiCredentials } = (await findStack({})).secretIds;
  aws.secretsManager.put(apiCredentials, state.token);
  const { wrong, exitCode } = await doctor();
  state.token = token;
  aws.secretsManager.put(apiCredentials, token);
  const title = 'Frame.io accepts the token with the scope additional_info.roles, but it expires in 10 min';
  expect(wrong).toMatchObject([{ check: 'token', status: 'warning', title }]);
  expect(exitCode).toBe(0);
});

it('finds a legacy developer token, and checks the rest with it', async () => {
  const legacyFrameio = await scriptedServer((response, _, { url, headers }) => {
    if (headers['x-frameio-legacy-token-auth'] !== 'true') return json(response, 401, { errors: [] });
    json(response, 200, url === '/v4/me' ? { data: { id: 'u', name: 'Ida', email: 'ida@example.com' } } : { data: [] });
  });
  deploy('UPDATE_COMPLETE', webhookUrl(), legacyFrameio.url);
  const { wrong } = await doctor();
  await legacyFrameio.close();
  const title = 'Frame.io accepts the token as a legacy developer token only';
  expect(wrong).toMatchObject([
    { check: 'token', status: 'warning', title },
    { check: 'profile', title: 'Ida <ida@example.com> belongs to no account of Frame.io V4' },
    { check: 'webhooks' },
  ]);
});
