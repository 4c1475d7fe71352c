import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CfnParameter, type Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import type { FrameioWebhookProps } from '../../cdk/frameio-webhook-props.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import { templateOfApp } from '../support/app-template.ts';
import { ProjectFolder } from '../support/project-folder.ts';
import { resourceOf, rightsOf, variablesOf } from '../support/template.ts';

let project: ProjectFolder;
beforeEach(() => {
  project = new ProjectFolder();
});
afterEach(() => project.remove());

const MANIFEST = {
  env: {
    CHANNEL: { type: 'string' },
    LIMIT: { type: 'number', default: 10 },
    DRY_RUN: { type: 'boolean', default: false },
  },
  secrets: { slackBot: { secretId: 'my/slack' }, notion: {} },
} as const satisfies Partial<AppManifest>;

const templateOf = (
  manifest: Partial<AppManifest>,
  propsFor?: (stack: Stack) => FrameioWebhookProps,
  context?: Readonly<Record<string, unknown>>,
) => templateOfApp(project, manifest, propsFor, context);

const environment = { CHANNEL: '#dailies', DRY_RUN: true };

/** Returns the last part of each secret's ARN that a function may read, or its construct path. */
function readableSecrets(template: Template, path: string): readonly string[] {
  return rightsOf(template, path)
    .filter((right) => right.startsWith('secretsmanager:'))
    .map((right) => /:secret:([^"]+)/.exec(right)?.[1] ?? right.replace('secretsmanager:GetSecretValue ', ''));
}

describe.each(DELIVERY_MODES)('the declared variables and secrets: %s', (deliveryMode) => {
  const template = () =>
    templateOf(MANIFEST, (stack) => ({
      deliveryMode,
      environment,
      secrets: { notion: Secret.fromSecretNameV2(stack, 'Notion', 'team/notion') },
    }));

  it('are given to the functions that run handlers', () => {
    const given = template();
    const runners = deliveryMode === 'inline' ? ['Endpoint/Function', 'Worker/Function'] : ['Worker/Function'];
    for (const path of runners) {
      expect(variablesOf(given, path)).toMatchObject({
        CHANNEL: '#dailies',
        DRY_RUN: 'true',
        SLACK_BOT_SECRET_ID: 'my/slack',
        NOTION_SECRET_ID: 'team/notion',
      });
      expect(variablesOf(given, path)).not.toHaveProperty('LIMIT');
      expect(readableSecrets(given, path)).toEqual(expect.arrayContaining(['my/slack-??????', 'team/notion-??????']));
    }
  });

  it('are not given to the endpoint that only queues', () => {
    if (deliveryMode === 'inline') return;
    const given = template();
    expect(Object.keys(variablesOf(given, 'Endpoint/Function'))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/CHANNEL|DRY_RUN|SLACK|NOTION/)]),
    );
    expect(readableSecrets(given, 'Endpoint/Function')).toEqual(['Secrets/SigningSecrets']);
  });
});

describe('a declared secret', () => {
  const ARN = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:my/slack';

  it.each([
    { name: 'a name', secretId: 'my/slack', resource: 'my/slack-??????', variable: 'my/slack' },
    { name: 'a complete ARN', secretId: `${ARN}-AbC123`, resource: 'my/slack-AbC123', variable: `${ARN}-AbC123` },
    { name: 'an ARN without suffix', secretId: ARN, resource: 'my/slack-??????', variable: 'my/slack' },
  ])('is stored under $name that the app gives', ({ secretId, resource, variable }) => {
    const template = templateOf({ secrets: { slack: { secretId } } });
    expect(variablesOf(template, 'Worker/Function').SLACK_SECRET_ID).toBe(variable);
    expect(readableSecrets(template, 'Worker/Function')).toContain(resource);
  });

  it('is the one of the deployment, if both the deployment and the app give one', () => {
    const template = templateOf({ secrets: { slack: { secretId: 'my/slack' } } }, (stack) => ({
      secrets: { slack: Secret.fromSecretNameV2(stack, 'Slack', 'team/slack') },
    }));
    expect(variablesOf(template, 'Worker/Function').SLACK_SECRET_ID).toBe('team/slack');
    expect(readableSecrets(template, 'Worker/Function')).not.toContain('my/slack-??????');
  });

  it('may be a secret of the stack, encrypted with a key of its own', () => {
    const template = templateOf({ secrets: { slack: {} } }, (stack) => ({
      secrets: { slack: new Secret(stack, 'Slack', { encryptionKey: new Key(stack, 'Key') }) },
    }));
    expect(variablesOf(template, 'Worker/Function').SLACK_SECRET_ID).toBe('<Slack>');
    expect(readableSecrets(template, 'Worker/Function')).toContain('Slack');
    const { logicalId } = resourceOf(template, 'Worker/FunctionRole');
    const statements = JSON.stringify(resourceOf(template, 'Key').Properties.KeyPolicy.Statement);
    expect(statements).toMatch(new RegExp(`"kms:Decrypt".*"kms:ViaService".*"${logicalId}"`));
  });
});

describe("the app's own secrets for Frame.io", () => {
  const own = { apiCredentialsSecretId: 'my/token', signingSecretsSecretId: 'my/signing' };

  it('are granted, and no secret is created', () => {
    const template = templateOf(own);
    template.resourceCountIs('AWS::SecretsManager::Secret', 0);
    expect(readableSecrets(template, 'Endpoint/Function')).toEqual(['my/signing-??????', 'my/token-??????']);
    expect(readableSecrets(template, 'Worker/Function')).toEqual(['my/token-??????']);
    expect(variablesOf(template, 'Endpoint/Function')).toMatchObject({
      API_CREDENTIALS_SECRET_ID: 'my/token',
      SIGNING_SECRETS_SECRET_ID: 'my/signing',
    });
  });

  it('leave the other secret to the deployment', () => {
    const template = templateOf({ apiCredentialsSecretId: 'my/token' });
    template.resourceCountIs('AWS::SecretsManager::Secret', 1);
    expect(readableSecrets(template, 'Endpoint/Function')).toEqual(['Secrets/SigningSecrets', 'my/token-??????']);
  });
});

describe('a synth fails', () => {
  it('for a declared variable and a declared secret that are missing, and names the props', () => {
    const { env, secrets } = MANIFEST;
    const described = { CHANNEL: { ...env.CHANNEL, description: 'Slack channel' } };
    expect(() => templateOf({ env })).toThrow(
      "The app declares the variable CHANNEL, but the deployment has no value for it. Pass it: new FrameioStack(..., { environment: { CHANNEL: '...' } }).",
    );
    expect(() => templateOf({ env: described }, () => ({ environment: { CHANNEL: ' ' } }))).toThrow(
      'The app declares the variable CHANNEL (Slack channel), but',
    );
    expect(() => templateOf({ secrets })).toThrow(
      'The app declares the secret notion, but the deployment has no stored secret for it. Name it in app.ts:',
    );
  });

  it('with all missing values in one error', () => {
    expect(() => templateOf(MANIFEST)).toThrow(/the variable CHANNEL[^\n]*\n[^\n]*the secret notion/);
  });

  it.each([
    {
      value: 'ten',
      type: 'number',
      expected: 'The variable VALUE must be a number, but the deployment sets it to "ten".',
    },
    { value: 'yes', type: 'boolean', expected: 'The variable VALUE must be true or false, but' },
  ] as const)('for the value $value of a $type', ({ value, type, expected }) => {
    const env = { VALUE: { type } };
    expect(() => templateOf({ env }, () => ({ environment: { VALUE: value } }))).toThrow(expected);
  });

  it('for values that the app does not declare, and lists the declared ones', () => {
    const { env } = MANIFEST;
    expect(() => templateOf({ env }, () => ({ environment: { ...environment, CHANEL: '#a' } }))).toThrow(
      'The deployment gives the variable CHANEL, which the app does not declare. It declares: CHANNEL, LIMIT, DRY_RUN.',
    );
    expect(() =>
      templateOf({}, (stack) => ({ secrets: { slack: Secret.fromSecretNameV2(stack, 'Slack', 'team/slack') } })),
    ).toThrow('The deployment gives the secret slack, which the app does not declare. The app declares no secret.');
  });
});

it('accepts a number that CloudFormation fills in', () => {
  const template = templateOf({ env: { LIMIT: { type: 'number' } } }, (stack) => ({
    environment: { LIMIT: new CfnParameter(stack, 'Limit').valueAsString },
  }));
  expect(variablesOf(template, 'Worker/Function').LIMIT).toBe('<Limit>');
});

it.each([true, 'true'])('tolerates missing values in the sandbox, by the context frameio-lambda:local %j', (local) => {
  const template = templateOf(MANIFEST, undefined, { 'frameio-lambda:local': local });
  expect(variablesOf(template, 'Worker/Function')).toMatchObject({ SLACK_BOT_SECRET_ID: 'my/slack' });
  expect(variablesOf(template, 'Worker/Function')).not.toHaveProperty('NOTION_SECRET_ID');
});

it('writes the source of each function into the template for the sandbox only, because it names folders of this machine', () => {
  const sourceIn = (context: Readonly<Record<string, unknown>>) =>
    resourceOf(templateOf({}, undefined, context), 'Endpoint/Function').Metadata['frameio-lambda:source'];
  expect(sourceIn({})).toBeUndefined();
  expect(sourceIn({ 'frameio-lambda:local': true })).toMatchObject({
    entry: expect.stringMatching(/functions\/endpoint\.ts$/),
  });
});

it('writes the role, the webhook and the manifest into the metadata of each function', () => {
  const template = templateOf({ handlers: [{ name: 'file-ready', events: ['file.ready'] }] });
  for (const role of ['endpoint', 'worker'] as const) {
    const path = { endpoint: 'Endpoint/Function', worker: 'Worker/Function' }[role];
    expect(resourceOf(template, path).Metadata['frameio-lambda']).toEqual({
      function: role,
      webhook: 'FrameioLambda/Webhook',
      ...(role === 'endpoint' && { outputPrefix: '' }),
      manifest: {
        version: 1,
        handlers: [{ name: 'file-ready', events: ['file.ready'] }],
        actions: [],
        jobs: [],
        env: {},
        secrets: {},
        store: false,
      },
    });
  }
});

it('does not read the app of a stack that is not deployed', () => {
  const props = () => ({ environment: { UNKNOWN: '' } });
  expect(() => templateOf(MANIFEST, props, { 'aws:cdk:bundling-stacks': ['Other'] })).not.toThrow();
});
