import { afterAll, describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import { fullStack } from '../support/full-app.ts';
import { ProjectFolder } from '../support/project-folder.ts';
import { resourceOf, rightsOf } from '../support/template.ts';

const project = new ProjectFolder();
afterAll(() => project.remove());

const TEMPLATES = {
  inline: Template.fromStack(fullStack(project, 'inline')),
  queued: Template.fromStack(fullStack(project, 'queued')),
} as const;

const OF_DELIVERIES = ['Endpoint', 'Actions', 'Worker', 'Jobs/render/Worker'] as const;

/** The functions that deliveries pass through, by the delivery mode. */
const DELIVERING = { inline: OF_DELIVERIES.filter((path) => path !== 'Actions'), queued: OF_DELIVERIES } as const;

/** The functions of a stack with every kind of resource, by the delivery mode. */
const FUNCTIONS = {
  inline: [...DELIVERING.inline, 'TokenRotation', 'SigningSecretRotation', 'Registration', 'Reconciliation'],
  queued: [...DELIVERING.queued, 'TokenRotation', 'SigningSecretRotation', 'Registration', 'Reconciliation'],
} as const;

/** Returns the functions that may do something with a resource. The role of every other function is refused. */
const allowed = (mode: keyof typeof TEMPLATES, right: string | RegExp) =>
  FUNCTIONS[mode].filter((path) => rightsOf(TEMPLATES[mode], `${path}/Function`).some((held) => held.match(right)));

describe.each([
  { mode: 'inline', runners: DELIVERING.inline, senders: DELIVERING.inline, actions: 'Endpoint' },
  {
    mode: 'queued',
    runners: ['Actions', 'Worker', 'Jobs/render/Worker'],
    senders: DELIVERING.queued,
    actions: 'Actions',
  },
] as const)('$mode', ({ mode, runners, senders, actions }) => {
  it.each<{ right: RegExp; functions: readonly string[] }>([
    {
      right: /GetSecretValue Secrets\/SigningSecrets$/,
      functions: ['Endpoint', 'SigningSecretRotation', 'Registration'],
    },
    { right: /GetSecretValue Actions\/SigningSecrets$/, functions: [actions, 'Registration'] },
    {
      right: /GetSecretValue Secrets\/ApiCredentials$/,
      functions: [...runners, 'TokenRotation', 'SigningSecretRotation', 'Registration', 'Reconciliation'],
    },
    { right: /PutSecretValue Secrets\/SigningSecrets$/, functions: ['SigningSecretRotation', 'Registration'] },
    { right: /PutSecretValue Actions\/SigningSecrets$/, functions: ['Registration'] },
    { right: /GetSecretValue .*my\/slack/, functions: runners },
    { right: /(Get|Update)Item IdempotencyTable/, functions: [...runners, 'Reconciliation'] },
    { right: /(Get|Update|Delete)Item Store/, functions: runners },
    { right: /SendMessage Deliveries\/Queue/, functions: [...senders, 'Reconciliation'] },
    { right: /SendMessage Jobs\/render\/Queues\/Queue/, functions: runners },
    { right: /SendMessage Deliveries\/DeadLetterQueue/, functions: ['Worker'] },
    { right: /SendMessage Jobs\/render\/Queues\/DeadLetterQueue/, functions: ['Jobs/render/Worker'] },
    { right: /(Receive|Delete)Message Deliveries\/Queue/, functions: ['Worker'] },
    { right: /(Receive|Delete)Message Jobs\/render\/Queues\/Queue/, functions: ['Jobs/render/Worker'] },
    { right: /(Receive|Delete)Message .*DeadLetterQueue/, functions: [] },
    {
      right: /^secretsmanager:(DescribeSecret|PutSecretValue|UpdateSecretVersionStage) Secrets\/ApiCredentials$/,
      functions: ['TokenRotation'],
    },
    {
      right:
        /^secretsmanager:(?!GetSecretValue|PutSecretValue .*\/SigningSecrets|(DescribeSecret|PutSecretValue|UpdateSecretVersionStage) Secrets\/ApiCredentials)/,
      functions: [],
    },
    { right: /^dynamodb:(?!(Get|Update)Item |DeleteItem Store)/, functions: [] },
    { right: /^sqs:(Purge|Create|DeleteQueue|Set|Add|Remove)/, functions: [] },
    { right: /^(?!secretsmanager:|dynamodb:|sqs:|logs:)/, functions: [] },
  ])('$right is allowed to $functions only', ({ right, functions }) => {
    expect(allowed(mode, right)).toEqual(functions);
  });
});

describe.each(DELIVERY_MODES)('%s', (mode) => {
  const template = TEMPLATES[mode];

  it('each function may write only its own log', () => {
    for (const path of FUNCTIONS[mode]) {
      const resources = rightsOf(template, `${path}/Function`).filter((right) => right.startsWith('logs:'));
      for (const right of resources) expect(right).toMatch(new RegExp(` ${path}/FunctionLog$`));
    }
  });

  it('no permission has a wildcard, except the six characters that Secrets Manager appends to a name', () => {
    for (const path of FUNCTIONS[mode]) {
      const rights = rightsOf(template, `${path}/Function`).filter((right) => /[*?]/.test(right));
      for (const right of rights) expect(right).toMatch(/^secretsmanager:GetSecretValue [^*?]*my\/slack-\?{6}[^*?]*$/);
    }
  });

  it('every role is that of a function, and only Lambda assumes it', () => {
    const roles = template.findResources('AWS::IAM::Role');
    const paths = [...FUNCTIONS[mode].map((path) => `${path}/FunctionRole`), 'Registration/ProviderRole'];
    const expected = paths.map((path) => resourceOf(template, path).logicalId);
    expect(Object.keys(roles).sort()).toEqual(expected.sort());
    for (const { Properties } of Object.values(roles)) {
      expect(Properties.AssumeRolePolicyDocument.Statement).toEqual([
        { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
      ]);
    }
  });

  it('API Gateway may invoke a function for its path, schedules and Secrets Manager of this account the rotations and reconciliation, and nobody else', () => {
    const permissions = Object.values(template.findResources('AWS::Lambda::Permission'));
    const allowed = permissions.map(({ Properties: { Action, Principal, SourceArn, SourceAccount } }) => {
      expect(Action).toBe('lambda:InvokeFunction');
      const source = SourceArn?.['Fn::Join']?.[1].at(-1) ?? SourceArn?.['Fn::GetAtt'][0] ?? SourceAccount.Ref;
      return `${Principal} ${source}`;
    });
    const expected = [
      'apigateway.amazonaws.com /*/*/actions',
      'apigateway.amazonaws.com /*/*/frameio',
      `events.amazonaws.com ${resourceOf(template, 'Reconciliation/Schedule').logicalId}`,
      `events.amazonaws.com ${resourceOf(template, 'SigningSecretRotation/Schedule').logicalId}`,
      'secretsmanager.amazonaws.com AWS::AccountId',
    ];
    expect(allowed.sort()).toEqual(expected.sort());
  });

  it('the queues refuse everybody without TLS, and grant nothing', () => {
    const policies = Object.values(template.findResources('AWS::SQS::QueuePolicy'));
    expect(policies).toHaveLength(4);
    for (const { Properties } of policies) {
      for (const { Effect, Condition } of Properties.PolicyDocument.Statement) {
        expect({ Effect, Condition }).toEqual({
          Effect: 'Deny',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        });
      }
    }
  });
});
