import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { FrameioStack } from '../../cdk/frameio-stack.ts';
import { selectStage } from '../../cdk/select-stage.ts';
import { SETTINGS, STACK_NAME, STAGES } from '../../cdk/settings.ts';
import { projectFiles } from '../../cli/init/project-files.ts';
import { readDocument } from '../support/documents.ts';
import { COMMENT_APP } from '../support/fixture-apps.ts';
import { appWithoutBundles } from '../support/template.ts';

/** Returns the stack that `cdk/app.ts` would synthesize for this context, with the comment app. */
function stackOf(context: Readonly<Record<string, unknown>>): FrameioStack {
  const app = appWithoutBundles(context);
  const { stackName, settings } = selectStage(app, STACK_NAME, STAGES);
  return new FrameioStack(app, stackName, { ...SETTINGS, ...settings, ...COMMENT_APP });
}

describe('each stage', () => {
  it.each([
    { context: {}, stackName: 'FrameioLambda', isProtected: false, signingSecrets: 'RetainExceptOnCreate' },
    { context: { stage: 'dev' }, stackName: 'FrameioLambda-dev', isProtected: false, signingSecrets: 'Delete' },
    {
      context: { stage: 'staging' },
      stackName: 'FrameioLambda-staging',
      isProtected: false,
      signingSecrets: 'RetainExceptOnCreate',
    },
    {
      context: { stage: 'prod' },
      stackName: 'FrameioLambda-prod',
      isProtected: true,
      signingSecrets: 'RetainExceptOnCreate',
    },
  ])('has the stack $stackName', ({ context, stackName, isProtected, signingSecrets }) => {
    const stack = stackOf(context);
    expect(stack.stackName).toBe(stackName);
    expect(stack.terminationProtection ?? false).toBe(isProtected);
    expect(stack.webhook.serviceName).toBe(`${stackName}/Webhook`);
    const policies = Object.values(Template.fromStack(stack).findResources('AWS::SecretsManager::Secret')).map(
      ({ DeletionPolicy }) => DeletionPolicy,
    );
    expect(policies.sort()).toEqual(['Delete', signingSecrets]);
  });

  it.each([
    ['AWS::Lambda::Function', 'FunctionName'],
    ['AWS::SQS::Queue', 'QueueName'],
    ['AWS::DynamoDB::Table', 'TableName'],
    ['AWS::SecretsManager::Secret', 'Name'],
    ['AWS::IAM::Role', 'RoleName'],
    ['AWS::Logs::LogGroup', 'LogGroupName'],
    ['AWS::CloudWatch::Alarm', 'AlarmName'],
    ['AWS::CloudWatch::Dashboard', 'DashboardName'],
  ])('leaves the name of each %s to CloudFormation, so that one account can have all stages', (type, property) => {
    const resources = Object.values(Template.fromStack(stackOf({ stage: 'prod' })).findResources(type));
    expect(resources.length).toBeGreaterThan(0);
    for (const { Properties = {} } of resources) expect(Properties).not.toHaveProperty(property);
  });
});

it.each(['production', '', 'constructor', 'toString', true])('refuses the unknown stage %j', (stage) => {
  expect(() => stackOf({ stage })).toThrow(
    `The stage ${JSON.stringify(stage)} is unknown. Use one of dev, staging, prod, such as -c stage=dev, or add its settings to the stages of the CDK app.`,
  );
});

it('a new project has the same stages', () => {
  const files = new Map(projectFiles().map(({ path, content }) => [path, content]));
  const stagesIn = (content = '') => content.slice(content.indexOf('export const STAGES'));
  expect(stagesIn(files.get('cdk/settings.ts'))).toBe(stagesIn(readDocument('cdk/settings.ts')));
});
