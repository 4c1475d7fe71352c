import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import type { FrameioWebhookProps } from '../../cdk/frameio-webhook-props.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import { templateOfApp } from '../support/app-template.ts';
import { ProjectFolder } from '../support/project-folder.ts';
import { logRightsOf, resourceOf, rightsOf, variablesOf } from '../support/template.ts';

const project = new ProjectFolder();
afterAll(() => project.remove());

const ARCHIVE = {
  key: 'studio.archive',
  name: 'Archive',
  description: 'Moves the file to cold storage',
  resourceTypes: ['file'],
  multiAsset: false,
  timeoutSeconds: 10,
} as const;
const WITH_ACTIONS: Partial<AppManifest> = {
  actions: [ARCHIVE, { ...ARCHIVE, key: 'studio.restore' }],
  jobs: [{ name: 'archive' }],
  env: { CHANNEL: { type: 'string' } },
  secrets: { slack: { secretId: 'my/slack' } },
};

/** Returns the template of an app with two actions, a variable and a secret. */
const withActions = (props: FrameioWebhookProps = {}) =>
  templateOfApp(project, WITH_ACTIONS, () => ({ environment: { CHANNEL: '#dailies' }, ...props }));

/** Rights and variables that the functions which answer actions have in both modes. */
const runnerRights = (path: string) => [
  'dynamodb:GetItem IdempotencyTable/Table',
  'dynamodb:UpdateItem IdempotencyTable/Table',
  ...logRightsOf(path),
  'secretsmanager:GetSecretValue Actions/SigningSecrets',
  'secretsmanager:GetSecretValue Secrets/ApiCredentials',
  expect.stringMatching(/^secretsmanager:GetSecretValue .*my\/slack-\?{6}/),
  'sqs:SendMessage Deliveries/Queue',
];
const RUNNER_VARIABLES = {
  POWERTOOLS_SERVICE_NAME: 'FrameioLambda/Webhook',
  FRAMEIO_BASE_URL: 'https://api.frame.io',
  ACTION_SIGNING_SECRETS_SECRET_ID: '<Actions/SigningSecrets>',
  API_CREDENTIALS_SECRET_ID: '<Secrets/ApiCredentials>',
  AWS_ENDPOINT_URL_SECRETS_MANAGER: expect.stringContaining('https://secretsmanager.'),
  QUEUE_URL: '<Deliveries/Queue>',
  IDEMPOTENCY_TABLE: '<IdempotencyTable/Table>',
  CHANNEL: '#dailies',
  SLACK_SECRET_ID: 'my/slack',
};

describe('an app with actions, inline', () => {
  const template = withActions({ endpoint: { throttleRate: 5, throttleBurst: 7 } });

  it('has the route POST /actions to the endpoint, with the throttle of the endpoint', () => {
    template.resourceCountIs('AWS::Lambda::Function', 2);
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'POST /actions' });
    template.resourcePropertiesCountIs(
      'AWS::ApiGatewayV2::Integration',
      { IntegrationUri: { 'Fn::GetAtt': [resourceOf(template, 'Endpoint/Function').logicalId, 'Arn'] } },
      2,
    );
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      RouteSettings: { 'POST /actions': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 7 } },
    });
  });

  it('lets the endpoint read the signing secrets of both kinds', () => {
    expect(rightsOf(template, 'Endpoint/Function')).toEqual(
      expect.arrayContaining([
        ...runnerRights('Endpoint/Function'),
        'secretsmanager:GetSecretValue Secrets/SigningSecrets',
      ]),
    );
    expect(variablesOf(template, 'Endpoint/Function')).toEqual({
      ...RUNNER_VARIABLES,
      SIGNING_SECRETS_SECRET_ID: '<Secrets/SigningSecrets>',
    });
  });

  it('gives the endpoint 15 seconds', () => {
    expect(resourceOf(template, 'Endpoint/Function').Properties.Timeout).toBe(15);
  });
});

describe('an app with actions, queued', () => {
  const template = withActions({ deliveryMode: 'queued' });

  it('has the route POST /actions to a function of its own, with the throttle of an inline endpoint', () => {
    template.resourceCountIs('AWS::Lambda::Function', 3);
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'POST /actions' });
    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      IntegrationUri: { 'Fn::GetAtt': [resourceOf(template, 'Actions/Function').logicalId, 'Arn'] },
      PayloadFormatVersion: '2.0',
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 1_000, ThrottlingBurstLimit: 2_000 },
      RouteSettings: { 'POST /actions': { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 } },
    });
  });

  it('creates the route before the stage that has its throttle', () => {
    const [route] = Object.keys(
      template.findResources('AWS::ApiGatewayV2::Route', { Properties: { RouteKey: 'POST /actions' } }),
    );
    expect(resourceOf(template, 'Endpoint/Stage').DependsOn).toContain(route);
  });

  it('lets only that function read the signing secrets of the actions, and not those of the webhooks', () => {
    expect(rightsOf(template, 'Actions/Function')).toEqual(runnerRights('Actions/Function'));
    expect(variablesOf(template, 'Actions/Function')).toEqual(RUNNER_VARIABLES);
    expect(rightsOf(template, 'Endpoint/Function')).toEqual([
      ...logRightsOf('Endpoint/Function'),
      'secretsmanager:GetSecretValue Secrets/SigningSecrets',
      'sqs:SendMessage Deliveries/Queue',
    ]);
    expect(rightsOf(template, 'Worker/Function')).not.toContain('secretsmanager:GetSecretValue Actions/SigningSecrets');
  });

  it('gives that function 15 seconds, and the endpoint 10', () => {
    expect(resourceOf(template, 'Actions/Function').Properties.Timeout).toBe(15);
    expect(resourceOf(template, 'Endpoint/Function').Properties.Timeout).toBe(10);
  });

  it('uses the settings of that function and of all functions', () => {
    project.write('other/actions.ts', "export const handler = () => 'other';");
    const changed = withActions({
      deliveryMode: 'queued',
      functions: { logRetention: 7 },
      actions: { entry: 'other/actions.ts', throttleRate: 3, throttleBurst: 4 },
    });
    expect(resourceOf(changed, 'Actions/FunctionLog').Properties.RetentionInDays).toBe(7);
    changed.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      RouteSettings: { 'POST /actions': { ThrottlingRateLimit: 3, ThrottlingBurstLimit: 4 } },
    });
  });

  it('says in its metadata that the function answers actions', () => {
    expect(resourceOf(template, 'Actions/Function').Metadata['frameio-lambda']).toMatchObject({
      function: 'actions',
      webhook: 'FrameioLambda/Webhook',
    });
  });
});

it('shows the file to write if the entry point of the actions is missing', () => {
  const synth = () =>
    templateOfApp(project, { actions: [ARCHIVE] }, () => {
      rmSync(join(project.path, 'functions/actions.ts'));
      return { deliveryMode: 'queued' };
    });
  expect(synth).toThrow(
    `no file exists at ${join(project.path, 'functions/actions.ts')}. Create it, or set actions.entry`,
  );
  expect(synth).toThrow("import { app } from './app.ts';\n\nexport const handler = await actionsHandler(app);");
});

describe.each(DELIVERY_MODES)('the signing secrets of the actions, %s', (deliveryMode) => {
  const serving = deliveryMode === 'inline' ? 'Endpoint/Function' : 'Actions/Function';

  it('are a new secret without a value', () => {
    const { Properties } = resourceOf(withActions({ deliveryMode }), 'Actions/SigningSecrets');
    expect(Object.keys(Properties)).toEqual(['Description']);
  });

  it('can be a stored secret', () => {
    const stored = (stack: Stack) => ({
      deliveryMode,
      actionSigningSecrets: Secret.fromSecretNameV2(stack, 'Stored', 'team/actions'),
    });
    const template = templateOfApp(project, { actions: [ARCHIVE] }, stored);
    template.resourceCountIs('AWS::SecretsManager::Secret', 2);
    expect(variablesOf(template, serving).ACTION_SIGNING_SECRETS_SECRET_ID).toBe('team/actions');
    expect(rightsOf(template, serving)).toContainEqual(expect.stringMatching(/GetSecretValue .*team\/actions-\?{6}/));
  });
});

describe('a secret that the app names for its actions', () => {
  const manifest = { actions: [ARCHIVE], actionSigningSecretsSecretId: 'my/actions' };

  it('is granted, and no secret is created', () => {
    const template = templateOfApp(project, manifest);
    template.resourceCountIs('AWS::SecretsManager::Secret', 2);
    expect(variablesOf(template, 'Endpoint/Function').ACTION_SIGNING_SECRETS_SECRET_ID).toBe('my/actions');
    expect(rightsOf(template, 'Endpoint/Function')).toContainEqual(
      expect.stringMatching(/GetSecretValue .*my\/actions-\?{6}/),
    );
  });

  it('is refused together with a secret of the deployment', () => {
    const both = (stack: Stack) => ({ actionSigningSecrets: Secret.fromSecretNameV2(stack, 'Stored', 'team/actions') });
    expect(() => templateOfApp(project, manifest, both)).toThrow(
      'The app itself names the secret my/actions with the signing secrets of its actions, so it ignores the prop "actionSigningSecrets".',
    );
  });
});

describe('the outputs of an app with actions', () => {
  it('contain the URL of the actions, and a command that sets the secrets of all of them', () => {
    const actions = [ARCHIVE, { ...ARCHIVE, key: "it's" }];
    const outputs = templateOfApp(project, { actions }).findOutputs('*');
    expect(JSON.stringify(outputs.ActionsUrl?.Value)).toMatch(/ApiEndpoint.*\/actions"/);
    const command: string = outputs.SetActionSigningSecrets?.Value['Fn::Join'][1].at(-1);
    const [, word] = command.split('--secret-string ');
    const secrets = JSON.parse(execFileSync('sh', ['-c', `printf '%s' ${word}`], { encoding: 'utf8' }));
    expect(Object.keys(secrets)).toEqual(['studio.archive', "it's"]);
  });
});

it.each(DELIVERY_MODES)(
  'an app without actions has neither route, nor function, secret or output for them: %s',
  (deliveryMode) => {
    project.write('functions/actions.ts', 'unused');
    const template = templateOfApp(project, {}, () => ({ deliveryMode }));
    template.resourceCountIs('AWS::ApiGatewayV2::Route', 1);
    template.resourceCountIs('AWS::Lambda::Function', 2);
    template.resourceCountIs('AWS::SecretsManager::Secret', 2);
    expect(Object.keys(template.findOutputs('*'))).toEqual([
      'WebhookUrl',
      'SetSigningSecret',
      'SetApiToken',
      'SetQueues',
    ]);
    expect(JSON.stringify(template)).not.toMatch(/ACTION_SIGNING_SECRETS|RouteSettings":\{"POST/);
  },
);
