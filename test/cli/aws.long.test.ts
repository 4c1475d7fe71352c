import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { CheckedFinding } from '../../cli/doctor/finding.ts';
import { findStack } from '../../cli/stack/find-stack.ts';
import { SqsQueue } from '../../lib/aws/sqs-queue.ts';
import { parseRecord } from '../../lib/core/type-guards.ts';
import { withEnvironment } from '../support/environment.ts';
import { runScript } from '../support/run-command.ts';
import { type SecretVariable, StackOnAws } from '../support/stack-on-aws.ts';

/** The keys of AWS are secrets as well. */
const AWS_KEY = 'canary-aws-key-5e1f7a90c2d4';

let stack: StackOnAws;
let outputs: string[] = [];
let secrets: Set<string>;
beforeAll(async () => {
  stack = await StackOnAws.start('console-app');
  secrets = new Set([AWS_KEY, stack.frameio.token]);
});
afterAll(() => stack.close());
afterEach(() => {
  stack.aws.cloudFormation.error = undefined;
  stack.aws.secretsManager.fault = undefined;
  rememberSecrets();
  for (const secret of secrets) expect(outputs.join('\n')).not.toContain(secret);
  outputs = [];
});

/** Runs `npm run frameio -- <args>` with AWS at the stub. */
async function run(args: string, input = '', environment: Readonly<Record<string, string | undefined>> = {}) {
  rememberSecrets();
  const variables = { ...stack.aws.environment, AWS_SECRET_ACCESS_KEY: AWS_KEY, ...environment };
  const result = await runScript('frameio', args.split(' '), variables, input);
  outputs.push(result.output);
  return result;
}

/** Remembers every signing secret that Frame.io has issued. */
function rememberSecrets(): void {
  const { stores, actions } = stack.frameio;
  for (const { secret } of [...stores.webhooks.all(), ...actions.list()]) secrets.add(secret);
}

const stored = (variable: SecretVariable, stage?: string) =>
  stack.aws.secretsManager.text(stack.secretId(variable), stage);
const webhooks = () => stack.frameio.stores.webhooks.all();

const succeeded = (output: string) => ({ exitCode: 0, output: expect.stringMatching(output) });

describe('after a deployment', () => {
  it('connect says to store credentials for Frame.io first', async () => {
    expect(await run('connect --yes')).toEqual({
      exitCode: 1,
      output:
        'No credentials for the Frame.io API are stored for the stack FrameioLambda in eu-west-1. Store them with set-token.\n',
    });
  });

  it('set-token checks and stores the credentials', async () => {
    const { token, user } = stack.frameio;
    expect(await run('set-token', `${token}\n`)).toEqual(
      succeeded(
        `^Frame.io accepts the credentials: ${user.name} <${user.email}>\nStored the credentials for the stack FrameioLambda in eu-west-1\\.`,
      ),
    );
    expect(stored('apiCredentialsSecretId')).toBe(token);
  });

  it('connect --dry-run shows the difference, and exits with 1', async () => {
    const { exitCode, output } = await run('connect --dry-run');
    expect(output).toContain(`+ create the webhook "FrameioLambda" in the workspace ${stack.frameio.workspace.id}`);
    expect(output).toMatch(/Nothing was changed \(--dry-run\)\.\n$/);
    expect(exitCode).toBe(1);
    expect(webhooks()).toEqual([]);
  });

  it('connect registers the app, and stores the signing secrets', async () => {
    expect(await run('connect --yes')).toEqual(succeeded('The account matches the app\\.\n$'));
    const [webhook] = webhooks();
    const actions = stack.frameio.actions.list();
    const { id } = stack.frameio.account;
    expect(parseRecord(stored('signingSecretsSecretId') ?? '')).toEqual({
      [`${id}/${webhook?.webhook.id}`]: webhook?.secret,
    });
    expect(parseRecord(stored('actionSigningSecretsSecretId') ?? '')).toEqual(
      Object.fromEntries(actions.map((action) => [`${id}/${action.id}`, action.secret])),
    );
  });

  it('connect changes nothing the second time', async () => {
    expect(await run('connect --yes')).toEqual(succeeded('The account matches the app\\.\n$'));
    expect(webhooks()).toHaveLength(1);
  });

  it('webhooks and actions list what is registered', async () => {
    const id = webhooks()[0]?.webhook.id;
    expect(await run('webhooks list')).toEqual(
      succeeded(`^${id}\n[\\s\\S]*app +the stack FrameioLambda in eu-west-1\n +secret +stored\n$`),
    );
    const shown = await run(`webhooks show ${id} --json`);
    expect(parseRecord(shown.output)).toMatchObject({ id, isOfApp: true, isSecretStored: true });
    expect(await run('actions list')).toEqual(
      succeeded('key +publish\n[\\s\\S]*app +the stack FrameioLambda in eu-west-1\n$'),
    );
  });

  it('rotate-secret replaces the webhook, and revoke-secret ends the overlap', async () => {
    const [before] = webhooks();
    expect(await run('rotate-secret --wait 0s --yes')).toEqual(succeeded(`deleted +webhook ${before?.webhook.id}\n`));
    const [after, ...others] = webhooks();
    expect(others).toEqual([]);
    expect(Object.values(parseRecord(stored('signingSecretsSecretId') ?? '') ?? {})).toEqual([after?.secret]);
    expect(stored('signingSecretsSecretId', 'AWSPREVIOUS')).toContain(before?.secret);
    expect(await run('revoke-secret --yes')).toEqual(
      succeeded(`revoke +${stack.frameio.account.id}/${before?.webhook.id}`),
    );
    expect(stored('signingSecretsSecretId', 'AWSPREVIOUS')).not.toContain(before?.secret);
  });

  it('doctor finds nothing wrong', async () => {
    expect(await run('doctor')).toEqual(succeeded('\n\nEverything is in order\\.\n$'));
  });

  it('doctor --json exits with 1 if something is wrong', async () => {
    stack.aws.metrics.set('RequestsThrottled', 7);
    const { exitCode, output } = await run('doctor --json');
    stack.aws.metrics.clear();
    const findings: readonly CheckedFinding[] = JSON.parse(output);
    expect(findings.filter(({ status }) => status !== 'ok')).toMatchObject([
      { check: 'throttling', status: 'problem' },
    ]);
    expect(exitCode).toBe(1);
  });

  it('set-secret stores a given signing secret', async () => {
    const secret = 'canary-given-secret-7d0b';
    secrets.add(secret);
    expect(await run('set-secret publish --actions', secret)).toEqual(
      succeeded('added +publish\n +kept .*\nStored\\.'),
    );
    expect(parseRecord(stored('actionSigningSecretsSecretId') ?? '')).toHaveProperty('publish', secret);
  });

  it('dlq finds the queues of the stack', async () => {
    const restore = withEnvironment(stack.aws.environment);
    const { queues, sqs } = await findStack({});
    await new SqsQueue(String(queues[0]?.deadLetterQueueUrl), sqs).send('not ours').finally(restore);
    expect(await run('doctor --json')).toMatchObject({ exitCode: 1, output: expect.stringContaining('dlq list') });
    const listed = await run('dlq list --json');
    const [{ id }] = JSON.parse(listed.output);
    expect(await run(`dlq show ${id} --stack FrameioLambda`)).toEqual(succeeded('event +unreadable'));
    expect(await run('dlq list --job render')).toEqual({
      exitCode: 2,
      output: expect.stringMatching(
        /^The job "render" has no queue of its own in the stack FrameioLambda in eu-west-1\. /,
      ),
    });
    expect(await run('dlq redrive --all')).toEqual(succeeded('1 message redriven\\.\n$'));
    expect(await run('dlq list')).toEqual(succeeded('^The dead-letter queue is empty\\.\n$'));
  });

  it('webhooks delete deletes the webhook and its signing secret', async () => {
    const id = webhooks()[0]?.webhook.id;
    expect(await run(`webhooks delete ${id} --yes`)).toEqual(succeeded(`Deleted the webhook ${id}\\.\n$`));
    expect(webhooks()).toEqual([]);
    expect(stored('signingSecretsSecretId')).toBe('{}');
  });
});

describe('says the cause and the fix, and exits with 1,', () => {
  const USING_SECRETS = [
    'connect --yes',
    'webhooks list',
    'actions list',
    'set-token',
    'set-secret',
    'rotate-secret --yes',
    'revoke-secret --yes',
  ];
  const ALL = [...USING_SECRETS, 'dlq list'];

  /** Runs every command, and checks what it prints. */
  async function expectFailures(message: RegExp, options = '', environment = {}, commands = ALL) {
    const results = commands.map((command) => run(`${command}${options}`, stack.frameio.token, environment));
    const failed = { exitCode: 1, output: expect.stringMatching(message) };
    expect(await Promise.all(results)).toEqual(commands.map(() => failed));
  }

  it('without AWS credentials', async () => {
    await expectFailures(
      /^No AWS credentials were found for the default profile \(.+\)\. Log in with `aws sso login`, .*\n$/,
      '',
      { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
    );
  });

  it('without the stack', async () => {
    await expectFailures(
      /^There is no stack Dailies in eu-west-1 with the default profile\. Stacks there: FrameioLambda\. Deploy it with `npm run deploy`, .*\n$/,
      ' --stack Dailies',
    );
  });

  it('without the permission to read the stack', async () => {
    stack.aws.cloudFormation.error = { status: 403, code: 'AccessDenied', message: 'User x is not authorized.' };
    await expectFailures(
      /^User x is not authorized\. The command needs cloudformation:DescribeStacks, .*\. Allow them, or name another profile with --profile\.\n$/,
    );
  });

  it('without the permission to read or write the secrets', async () => {
    stack.aws.secretsManager.fault = 'denied';
    await expectFailures(
      /AWS denies secretsmanager:(Get|Put)SecretValue for arn:\S+\. Allow it for your user, .*, or name another profile with --profile\.\n$/,
      '',
      {},
      USING_SECRETS,
    );
  });

  it('without the permission to read the queue', async () => {
    stack.aws.sqs.fault = 'denied';
    const result = await run('dlq list');
    stack.aws.sqs.fault = undefined;
    expect(result).toEqual({
      exitCode: 1,
      output: expect.stringMatching(
        /^AWS denies sqs:\w+\. Allow it for your user, or name another profile with --profile\.\n$/,
      ),
    });
  });

  it('without the permission to store a signing secret', async () => {
    stack.aws.secretsManager.fault = ({ operation }) => (operation === 'PutSecretValue' ? 'denied' : undefined);
    const { exitCode, output } = await run('connect --yes');
    expect(output).toMatch(/\nAWS denies secretsmanager:PutSecretValue for arn:\S+\. Allow it for your user, .*\n$/);
    expect(exitCode).toBe(1);
  });

  it('if Frame.io refuses the credentials', async () => {
    stack.aws.secretsManager.put(stack.secretId('apiCredentialsSecretId'), 'expired-token');
    expect(await run('connect --yes')).toEqual({
      exitCode: 1,
      output:
        'Frame.io refuses the credentials of the stack FrameioLambda in eu-west-1: /v4/me answered 401. Find the cause with doctor, or store other credentials with set-token.\n',
    });
  });
});
