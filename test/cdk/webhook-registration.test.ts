import { afterAll, describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { WebhookRegistration, type WebhookRegistrationProps } from '../../cdk/constructs/webhook-registration.ts';
import type { FrameioWebhookProps } from '../../cdk/frameio-webhook-props.ts';
import { METADATA_KEY } from '../../cdk/function-metadata.ts';
import { parseManifest } from '../../lib/core/manifest.ts';
import { fullStack, REGISTRATION } from '../support/full-app.ts';
import { ProjectFolder } from '../support/project-folder.ts';
import { logRightsOf, resourceOf, rightsOf, templateOf, variablesOf } from '../support/template.ts';

const project = new ProjectFolder();
afterAll(() => project.remove());

const template = Template.fromStack(fullStack(project, 'inline'));
const keyed = Template.fromStack(
  fullStack(project, 'inline', (stack) => ({
    encryptionKey: Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd'),
  })),
);

const resource = resourceOf(template, 'Registration/Registration/Default');

describe('the custom resource', () => {
  it('registers the events and actions of the manifest at the URLs of the endpoint', () => {
    expect(resource.Type).toBe('Custom::FrameioRegistration');
    const { manifest, webhookUrl, actionsUrl, ...others } = resource.Properties;
    expect(others).toEqual({
      ...REGISTRATION,
      name: 'FrameioLambda',
      ServiceToken: { 'Fn::GetAtt': [expect.stringContaining('frameworkonEvent'), 'Arn'] },
    });
    const { Outputs: outputs } = template.toJSON();
    expect([webhookUrl, actionsUrl]).toEqual([outputs.WebhookUrl.Value, outputs.ActionsUrl.Value]);
    const { Metadata } = resourceOf(template, 'Endpoint/Function');
    const { handlers, actions } = Metadata[METADATA_KEY].manifest;
    expect(parseManifest(JSON.parse(manifest))).toMatchObject({ handlers, actions });
  });

  it('waits for the route of the webhooks', () => {
    expect(resource.DependsOn).toContain(resourceOf(template, 'Endpoint/Stage').logicalId);
    expect(resource.DependsOn).toContain(resourceOf(template, 'Endpoint/Api/POST--frameio').logicalId);
  });

  it('shows its result as an output', () => {
    const { Value } = template.toJSON().Outputs.Registration;
    expect(Value).toEqual({ 'Fn::GetAtt': [resource.logicalId, 'Status'] });
  });

  it('is not there in the sandbox, as rotation and reconciliation', () => {
    const reconciliation = { accountId: REGISTRATION.accountId, workspaceIds: REGISTRATION.workspaceIds };
    const props = { registration: REGISTRATION, tokenRotation: {}, signingSecretRotation: {}, reconciliation };
    const local = templateOf(props, { 'frameio-lambda:local': true });
    local.resourceCountIs('Custom::FrameioRegistration', 0);
    local.resourceCountIs('AWS::Lambda::Function', 2);
  });

  it('is not there without the prop', () => {
    const without = templateOf();
    without.resourceCountIs('Custom::FrameioRegistration', 0);
    expect(without.toJSON().Outputs).not.toHaveProperty('Registration');
  });

  it('uses the name of the prop', () => {
    const named = templateOf({ registration: { ...REGISTRATION, name: 'Dailies' } });
    named.hasResourceProperties('Custom::FrameioRegistration', { name: 'Dailies' });
  });
});

describe('its function', () => {
  it('may only read the credentials, read and write the signing secrets, and write its log', () => {
    expect(rightsOf(template, 'Registration/Function')).toEqual([
      ...logRightsOf('Registration/Function'),
      'secretsmanager:GetSecretValue Actions/SigningSecrets',
      'secretsmanager:GetSecretValue Secrets/ApiCredentials',
      'secretsmanager:GetSecretValue Secrets/SigningSecrets',
      'secretsmanager:PutSecretValue Actions/SigningSecrets',
      'secretsmanager:PutSecretValue Secrets/SigningSecrets',
    ]);
  });

  it('knows the secrets by name, and no value', () => {
    expect(variablesOf(template, 'Registration/Function')).toEqual({
      API_CREDENTIALS_SECRET_ID: '<Secrets/ApiCredentials>',
      SIGNING_SECRETS_SECRET_ID: '<Secrets/SigningSecrets>',
      ACTION_SIGNING_SECRETS_SECRET_ID: '<Actions/SigningSecrets>',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: expect.stringContaining('https://secretsmanager.'),
      FRAMEIO_BASE_URL: 'https://api.frame.io',
      POWERTOOLS_SERVICE_NAME: 'FrameioLambda/Webhook',
    });
  });

  it('may encrypt with the key of the user', () => {
    expect(rightsOf(keyed, 'Registration/Function').filter((right) => right.startsWith('kms:'))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^kms:Decrypt /), expect.stringMatching(/^kms:GenerateDataKey /)]),
    );
  });

  it('leaves the concurrency of the account to the others', () => {
    const reserved = templateOf({ registration: REGISTRATION, functions: { reservedConcurrency: 5 } });
    expect(resourceOf(reserved, 'Registration/Function').Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });
});

it('the provider may only invoke that function and write its log', () => {
  const { logicalId } = resourceOf(template, 'Registration/ProviderRole');
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).filter(
    ({ Properties }) => Properties.Roles[0].Ref === logicalId,
  );
  const arn = { 'Fn::GetAtt': [resourceOf(template, 'Registration/Function').logicalId, 'Arn'] };
  expect(policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement)).toEqual([
    expect.objectContaining({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }),
    { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: [arn, { 'Fn::Join': ['', [arn, ':*']] }] },
    { Effect: 'Allow', Action: 'lambda:GetFunction', Resource: arn },
  ]);
});

it('the metadata of the endpoint says where the app is registered, for the commands', () => {
  const { Metadata } = resourceOf(template, 'Endpoint/Function');
  expect(Metadata[METADATA_KEY]).toMatchObject({ registration: { ...REGISTRATION, name: 'FrameioLambda' } });
});

it.each<{ name: string; registration: NonNullable<FrameioWebhookProps['registration']>; message: string }>([
  { name: 'no workspace', registration: { ...REGISTRATION, workspaceIds: [] }, message: 'is empty' },
  { name: 'a name', registration: { ...REGISTRATION, workspaceIds: ['Dailies'] }, message: 'contains "Dailies"' },
])('refuses $name in place of workspace ids', ({ registration, message }) => {
  expect(() => templateOf({ registration })).toThrow(message);
});

describe('two registrations of a CDK app', () => {
  const ACTION = { name: 'Archive', description: '', resourceTypes: [], multiAsset: false, timeoutSeconds: 5 } as const;

  /** Registers an app in each of two stacks, with the same names of secrets. */
  function registerTwice(change: Partial<WebhookRegistrationProps>, region = 'eu-west-1'): void {
    const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
    const add = (id: string, changes: Partial<WebhookRegistrationProps>, stackRegion: string) => {
      const stack = new Stack(app, id, { env: { region: stackRegion } });
      const secret = (name: string) => Secret.fromSecretNameV2(stack, name, name);
      const manifest = { version: 1, handlers: [], actions: [{ ...ACTION, key: 'studio.archive' }] } as const;
      new WebhookRegistration(stack, 'Registration', {
        ...REGISTRATION,
        manifest,
        webhookUrl: `https://${id}.example.com`,
        signingSecrets: secret('webhooks'),
        actionSigningSecrets: secret('actions'),
        apiCredentials: secret('credentials'),
        service: id,
        ...changes,
      });
    };
    add('First', {}, 'eu-west-1');
    add('Second', change, region);
  }

  it('are refused if each would take the webhook of the other one', () => {
    expect(() => registerTwice({ name: 'First' })).toThrow(/same name "First".*registration\.name/);
  });

  it('are refused if each would take a custom action of the other one', () => {
    expect(() => registerTwice({})).toThrow(/action "studio\.archive".*First.*actionSigningSecrets/);
  });

  it.each<{ name: string; change: Partial<WebhookRegistrationProps>; region?: string }>([
    { name: 'another workspace', change: { workspaceIds: ['0f8fad5b-d9cb-469f-a165-70867728950e'] } },
    { name: 'another account', change: { accountId: '0f8fad5b-d9cb-469f-a165-70867728950e' } },
    { name: 'secrets of another region', change: {}, region: 'us-east-1' },
    { name: 'no action', change: { actionSigningSecrets: undefined } },
  ])('are allowed with $name', ({ change, region }) => {
    expect(() => registerTwice(change, region)).not.toThrow();
  });
});
