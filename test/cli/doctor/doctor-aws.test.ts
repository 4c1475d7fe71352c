import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, jest } from '@jest/globals';
import { HELP } from '../../../cli/doctor/help.ts';
import { readDocument, rowsOf } from '../../support/documents.ts';
import { withEnvironment } from '../../support/environment.ts';
import { StackUnderTest } from './stack-under-test.ts';

const stack = new StackUnderTest();

it('finds nothing wrong in a stack that is deployed and connected', async () => {
  const { exitCode, findings, wrong } = await stack.doctor();
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
  const listed = HELP.matchAll(/^ {2}([a-z ]+?) {2,}/gm);
  const helped = [...listed].map(([, name]) => name);
  const documented = rowsOf(readDocument('docs/troubleshooting.md'), 'Start with doctor').map(([name]) => name);
  const names = new Set((await stack.doctor()).findings.map(({ check }) => check));
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
      stack.aws.refusal = 'InvalidClientTokenId';
    },
    check: 'credentials',
    title: 'The security token is invalid.',
    fix: /^Log in with `aws sso login`/,
  },
  {
    what: 'no credentials',
    provoke: () => {
      stack.undo = withEnvironment({ AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined });
    },
    check: 'credentials',
    title: /^No AWS credentials were found for the default profile/,
    fix: /^Log in with `aws sso login`/,
  },
  {
    what: 'a stack that does not exist',
    provoke: () => stack.aws.cloudFormation.stacks.pop(),
    check: 'stack',
    title: 'There is no stack FrameioLambda in eu-west-1 with the default profile.',
    fix: /Deploy it with `npm run deploy`/,
  },
  {
    what: 'a deployment that failed',
    provoke: () => stack.deployed.deploy('UPDATE_ROLLBACK_FAILED'),
    check: 'stack',
    title: 'the stack FrameioLambda in eu-west-1 has the status UPDATE_ROLLBACK_FAILED',
    fix: /aws cloudformation describe-stack-events --stack-name FrameioLambda --region eu-west-1/,
  },
  {
    what: 'a deployment that was rolled back',
    provoke: () => stack.deployed.deploy('UPDATE_ROLLBACK_COMPLETE'),
    check: 'stack',
    title: 'the stack FrameioLambda in eu-west-1 has the status UPDATE_ROLLBACK_COMPLETE',
    fix: /describe-stack-events/,
    status: 'warning',
  },
  {
    what: 'a deployment that is running',
    provoke: () => stack.deployed.deploy('UPDATE_IN_PROGRESS'),
    check: 'stack',
    title: 'the stack FrameioLambda in eu-west-1 has the status UPDATE_IN_PROGRESS',
    fix: /^Wait until it ends/,
    status: 'warning',
  },
  {
    what: 'an endpoint that cannot be reached',
    provoke: () => stack.deployed.deploy('UPDATE_COMPLETE', 'http://127.0.0.1:9/frameio'),
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
      stack.deployed.override = { status, to: 'unsigned' };
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
      stack.deployed.override = { status, to: 'signed' };
    },
    check: 'endpoint',
    title: `webhooks: the app answers ${status} to a request that the stored signing secret signed`,
    fix,
  })),
  {
    what: 'requests that API Gateway throttled',
    provoke: () => stack.aws.metrics.set('RequestsThrottled', 7),
    check: 'throttling',
    title: 'API Gateway answered 429 to 7 requests in the last 3 hours',
    fix: /^Raise endpoint.throttleRate/,
  },
  {
    what: 'invocations that Lambda throttled',
    provoke: () => stack.aws.metrics.set('Throttles', 3),
    check: 'throttling',
    title: /^Lambda refused 3 invocations of physical-Webhook/,
    fix: /aws lambda get-account-settings/,
  },
  {
    what: 'calls that Frame.io throttled',
    provoke: () => stack.aws.metrics.set('ApiRateLimited', 2),
    check: 'throttling',
    title: 'Frame.io answered 429 to 2 calls of the handlers in the last 3 hours',
    fix: /rateLimit/,
    status: 'warning',
  },
  {
    what: 'metrics that the credentials may not read',
    provoke: () => {
      stack.aws.fault = 'denied';
    },
    check: 'throttling',
    title: 'User is not authorized to perform this operation.',
    fix: /doctor --help/,
    status: 'not_checked',
  },
])('finds $what', async ({ provoke, check, title, fix, status = 'problem' }) => {
  provoke();
  const { wrong, exitCode } = await stack.doctor();
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
  writeFileSync(join(folder, 'cdk.out/template.json'), JSON.stringify(stack.deployed.template));
  jest.spyOn(process, 'cwd').mockReturnValue(folder);
  stack.undo = withEnvironment({ AWS_REGION: undefined });
  expect((await stack.doctor()).wrong).toEqual([]);
});

it('finds secrets that do not exist, and names stack and region in its fixes', async () => {
  const [first] = stack.aws.cloudFormation.stacks;
  if (first) stack.aws.cloudFormation.stacks.push({ ...first, name: 'Dailies', region: 'us-west-2' });
  const { wrong } = await stack.doctor('--stack', 'Dailies', '--region', 'us-west-2');
  const title = expect.stringMatching(/^API credentials: There is no secret arn:aws:secretsmanager:us-west-2:/);
  expect(wrong).toContainEqual(expect.objectContaining({ check: 'secrets', status: 'problem', title }));
});

it.each([
  { minutes: 60, status: 'problem', machine: 'behind', frameio: 'behind' },
  { minutes: -60, status: 'problem', machine: 'ahead', frameio: 'ahead of' },
  { minutes: 4, status: 'warning', machine: 'behind', frameio: 'behind' },
])('finds clocks that differ from that of the endpoint by $minutes min', async (expected) => {
  const { minutes, status, machine, frameio } = expected;
  stack.deployed.aheadMs = minutes * 60_000;
  const { wrong } = await stack.doctor();
  const titleOf = (subject: string, text: string) =>
    expect.stringMatching(new RegExp(`^the clock of ${subject} is \\d+ min ${text}`));
  expect(wrong).toMatchObject([
    { check: 'clock', status, title: titleOf('this machine', `${machine}$`) },
    { check: 'clock', status, title: titleOf('Frame.io', `${frameio} that of the endpoint$`) },
  ]);
});
