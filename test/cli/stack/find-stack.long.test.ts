import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { findStack } from '../../../cli/stack/find-stack.ts';
import { readStackOptions } from '../../../cli/stack/stack-options.ts';
import { Sandbox } from '../../../sandbox/sandbox.ts';
import { withEnvironment } from '../../support/environment.ts';
import { type StubCloudFormation, stubCloudFormation } from '../../support/stub-cloudformation.ts';
import { builtStack } from '../../support/synthesized.ts';

const synthesized = builtStack('queued', 'actions-app');
const { template } = synthesized;
const STACK = {
  name: 'FrameioLambda',
  region: 'eu-west-1',
  template,
  outputs: { WebhookUrl: 'https://api.example.com/x/webhooks', ActionsUrl: 'https://api.example.com/x/actions' },
};

const folder = mkdtempSync(join(tmpdir(), 'find-stack-'));
writeFileSync(
  join(folder, 'config'),
  '[default]\nregion = us-east-1\n[profile studio]\nregion = eu-west-1\naws_access_key_id = AKIASTUDIO\naws_secret_access_key = s\n',
);
const emptyProject = join(folder, 'empty');
mkdirSync(emptyProject);
const project = join(folder, 'project');
cpSync(dirname(synthesized.templatePath), join(project, 'cdk.out'), { recursive: true });

let cloudFormation: StubCloudFormation;
let restore: () => void;
beforeAll(async () => {
  cloudFormation = await stubCloudFormation();
  restore = withEnvironment({
    AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.url,
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_SESSION_TOKEN: undefined,
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: undefined,
    AWS_PROFILE: undefined,
  });
});
beforeEach(() => {
  cloudFormation.stacks.splice(0, Infinity, STACK);
  cloudFormation.error = undefined;
});
afterAll(async () => {
  restore();
  await cloudFormation.close();
});

const find = (options: Partial<Parameters<typeof readStackOptions>[0]> = {}, cwd = emptyProject) =>
  findStack(readStackOptions(options), cwd);

describe('a stack on AWS', () => {
  it('has URLs, secrets, queues, functions and log groups', async () => {
    const stack = await find();
    const arn = expect.stringMatching(/^arn:aws:secretsmanager:eu-west-1:123456789012:secret:Webhook/);
    const queueUrl = expect.stringMatching(
      /^https:\/\/sqs\.eu-west-1\.amazonaws\.com\/123456789012\/WebhookDeliveries/,
    );
    expect(stack).toMatchObject({
      title: 'the stack FrameioLambda in eu-west-1',
      name: 'FrameioLambda',
      webhook: 'FrameioLambda/Webhook',
      webhookUrl: 'https://api.example.com/x/webhooks',
      actionsUrl: 'https://api.example.com/x/actions',
      secretIds: { apiCredentials: arn, signingSecrets: arn, actionSigningSecrets: arn },
      queues: [{ queueUrl, deadLetterQueueUrl: queueUrl }],
      serviceName: 'FrameioLambda/Webhook',
      frameioBaseUrl: 'https://api.frame.io',
      imsUrl: undefined,
      aws: { region: 'eu-west-1', accountId: '123456789012', status: 'UPDATE_COMPLETE' },
    });
    expect(new Set(Object.values(stack.secretIds)).size).toBe(3);
    expect(stack.manifest.actions.length).toBeGreaterThan(0);
    expect(stack.functions.map(({ role }) => role).sort()).toEqual(['actions', 'endpoint', 'worker']);
    for (const { logGroup } of stack.functions) expect(logGroup).toMatch(/^physical-Webhook\w+Log/);
  });

  it('is found in the region of a profile', async () => {
    const restoreRegion = withEnvironment({ AWS_REGION: undefined });
    const { aws } = await find({ profile: 'studio' });
    restoreRegion();
    expect(aws).toMatchObject({ region: 'eu-west-1', credentials: { accessKeyId: 'AKIASTUDIO' }, profile: 'studio' });
  });

  it('has the name of the stack that the project synthesized last', async () => {
    cloudFormation.stacks.push({ ...STACK, name: 'Other' });
    expect(await find({}, project)).toMatchObject({ name: 'FrameioLambda' });
    expect(await find({ stack: 'Other' }, project)).toMatchObject({ name: 'Other' });
  });

  it('is found in the region that the project names', async () => {
    const manifestPath = join(folder, 'regional', 'cdk.out', 'manifest.json');
    cpSync(join(project, 'cdk.out'), dirname(manifestPath), { recursive: true });
    const artifact = {
      type: 'aws:cloudformation:stack',
      environment: 'aws://123456789012/ap-south-1',
      properties: { templateFile: synthesized.templatePath.split('/').at(-1), stackName: 'Regional' },
    };
    writeFileSync(manifestPath, JSON.stringify({ artifacts: { Regional: artifact } }));
    cloudFormation.stacks.push({ ...STACK, name: 'Regional', region: 'ap-south-1' });
    expect(await find({}, join(folder, 'regional'))).toMatchObject({ name: 'Regional', aws: { region: 'ap-south-1' } });
  });
});

describe('the message', () => {
  it('says where a missing stack was searched, what is there, and how to name another one', async () => {
    await expect(find({ region: 'us-west-2' })).rejects.toThrow(
      'There is no stack FrameioLambda in us-west-2 with the default profile. The region has no stack.',
    );
    await expect(find({ stack: 'Frameio', profile: 'studio' })).rejects.toThrow(
      'There is no stack Frameio in eu-west-1 with the profile studio. Stacks there: FrameioLambda. Deploy it with `npm run deploy`, or name another one with --stack, another region with --region, or another profile with --profile.',
    );
  });

  it.each([
    {
      name: 'says how to log in without credentials',
      variables: { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
      message: /^No AWS credentials were found for the default profile \(.+\)\. Log in with `aws sso login`/,
    },
    {
      name: 'says how to name a region',
      variables: { AWS_REGION: undefined, AWS_CONFIG_FILE: '/nonexistent' },
      message: /^No AWS region is set for the default profile\. Set AWS_REGION, or a region with `aws configure`\.$/,
    },
  ])('$name', async ({ variables, message }) => {
    const restoreAll = withEnvironment(variables);
    const error = await find().catch((failure: unknown) => failure);
    restoreAll();
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
  });

  it('names an unknown profile', async () => {
    await expect(find({ profile: 'nobody' })).rejects.toThrow('--profile nobody');
  });

  it.each([
    {
      name: 'says that credentials have expired',
      error: { status: 403, code: 'ExpiredToken', message: 'The security token included in the request is expired' },
      message:
        'AWS refuses the credentials of the default profile: The security token included in the request is expired. Log in',
    },
    {
      name: 'names the permissions that are missing',
      error: { status: 403, code: 'AccessDenied', message: 'User x is not authorized to describe it.' },
      message: 'User x is not authorized to describe it. The command needs cloudformation:DescribeStacks',
    },
  ])('$name', async ({ error, message }) => {
    cloudFormation.error = error;
    await expect(find()).rejects.toThrow(message);
  });

  it('says that a stack has no webhook, several or another one', async () => {
    cloudFormation.stacks.push({ ...STACK, name: 'Empty', template: { Resources: {} } });
    await expect(find({ stack: 'Empty' })).rejects.toThrow('The stack Empty in eu-west-1 has no FrameioWebhook.');
    await expect(find({ webhook: 'Else' })).rejects.toThrow('Use one that it has: FrameioLambda/Webhook.');
  });

  it('says that the deployment has not ended', async () => {
    cloudFormation.stacks.splice(0, 1, { ...STACK, outputs: {}, status: 'CREATE_IN_PROGRESS' });
    await expect(find()).rejects.toThrow('no output WebhookUrl (status CREATE_IN_PROGRESS)');
  });
});

describe('a sandbox', () => {
  it('has the same', async () => {
    const state = mkdtempSync(join(tmpdir(), 'find-stack-sandbox-'));
    const sandbox = await Sandbox.start({ stack: synthesized, port: 0, stateFolder: state, onEvent: () => undefined });
    const stack = await find({ sandbox: 'local', state });
    expect(stack).toMatchObject({
      title: `the sandbox at ${sandbox.frameioUrl}`,
      webhook: 'FrameioLambda/Webhook',
      webhookUrl: sandbox.deployment.webhookUrl,
      actionsUrl: sandbox.deployment.actionsUrl,
      frameioBaseUrl: sandbox.frameioUrl,
      imsUrl: sandbox.frameioUrl,
      queues: [{ queueUrl: expect.stringContaining('WebhookDeliveriesQueue') }],
      aws: undefined,
    });
    await sandbox.close();
  });

  it('excludes the options for AWS', () => {
    expect(() => readStackOptions({ sandbox: 'local', region: 'eu-west-1' })).toThrow('leave them out with --sandbox');
    expect(() => readStackOptions({ state: 'x' })).toThrow('--state requires --sandbox');
  });
});
