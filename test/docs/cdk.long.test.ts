import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { blocksOf, type DocumentProject, projectOf, readDocument } from '../support/documents.ts';
import { withEnvironment } from '../support/environment.ts';
import { functionsDirectoryOf } from '../support/fixture-apps.ts';

const document = readDocument('docs/cdk.md');

let project: DocumentProject;
let restore = () => {};
beforeAll(() => {
  project = projectOf(document);
  cpSync(functionsDirectoryOf('comment-app'), join(project.folder, 'functions'), { recursive: true });
  jest.spyOn(process, 'cwd').mockReturnValue(project.folder);
  restore = withEnvironment({ CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [] }) });
});
afterAll(() => {
  restore();
  jest.restoreAllMocks();
  project.remove();
});

/** Returns the template of an example. */
async function synthesize(name: string): Promise<Template> {
  const { stack } = await import(join(project.folder, 'cdk', `${name}.ts`));
  if (!(stack instanceof Stack)) throw new Error('The example exports no stack.');
  return Template.fromStack(stack);
}

describe('the example', () => {
  it('of a bucket lets the functions that run handlers write to it', async () => {
    const policies = Object.values((await synthesize('bucket')).findResources('AWS::IAM::Policy'));
    const writers = policies.filter((policy) => JSON.stringify(policy).includes('s3:PutObject'));
    expect(writers).toHaveLength(2);
  });

  it('of reconciliation looks for lost events every 30 minutes', async () => {
    const template = await synthesize('reconciled');
    template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(30 minutes)' });
  });

  it('of two webhooks has two of each, and one dashboard', async () => {
    const template = await synthesize('two-webhooks');
    template.resourceCountIs('AWS::ApiGatewayV2::Api', 2);
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
    expect(Object.keys(template.findOutputs('*'))).toEqual(
      expect.arrayContaining(['DailiesWebhookUrl', 'TrailersWebhookUrl']),
    );
  });

  it('of a key encrypts queues, tables and secrets with it', async () => {
    const template = await synthesize('own-key');
    const key = expect.stringContaining('1234abcd');
    for (const { Properties } of Object.values(template.findResources('AWS::SQS::Queue'))) {
      expect(Properties.KmsMasterKeyId).toEqual(key);
    }
    for (const { Properties } of Object.values(template.findResources('AWS::SecretsManager::Secret'))) {
      expect(Properties.KmsKeyId).toEqual(key);
    }
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    });
    const statements = Object.values(template.findResources('AWS::IAM::Policy'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Action }) => [Action].flat().some((action) => action.startsWith('kms:')));
    expect(statements.length).toBeGreaterThan(4);
    for (const { Resource } of statements) expect(Resource).toEqual(key);
    const services = statements.flatMap(
      ({ Condition }) => JSON.stringify(Condition)?.match(/(sqs|dynamodb|secretsmanager)\./)?.[1] ?? [],
    );
    expect(new Set(services)).toEqual(new Set(['sqs', 'dynamodb', 'secretsmanager']));
  });

  it('of concurrency reserves it for the endpoint, and lets API Gateway invoke the alias', async () => {
    const template = await synthesize('concurrency');
    template.hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: 100 });
    template.hasResourceProperties('AWS::Lambda::Alias', {
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 },
    });
    const [alias] = Object.keys(template.findResources('AWS::Lambda::Alias'));
    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', { IntegrationUri: { Ref: alias } });
    template.hasResourceProperties('AWS::Lambda::Permission', { FunctionName: { Ref: alias } });
  });

  it('of a domain maps it to the stage, and closes the default URL', async () => {
    const template = await synthesize('domain');
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
    template.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1);
    expect(JSON.stringify(template.findOutputs('WebhookUrl'))).toContain('/frameio');
    expect(JSON.stringify(template.findOutputs('WebhookUrl'))).not.toContain('ApiEndpoint');
  });

  it('of a VPC puts only the worker in it', async () => {
    const functions = Object.values((await synthesize('vpc')).findResources('AWS::Lambda::Function'));
    const inVpc = functions.filter(({ Properties }) => Properties.VpcConfig);
    expect(inVpc.map(({ Properties }) => Properties.Description)).toEqual([
      expect.stringContaining('queued deliveries'),
    ]);
    expect(inVpc[0]?.Properties.VpcConfig.SubnetIds).toHaveLength(2);
  });

  it('of a firewall passes requests to the API unchanged', async () => {
    const template = await synthesize('firewall');
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: { Origins: [{ CustomOriginConfig: {} }] },
    });
  });

  it('of the parts has two endpoints, each with its own secret, for one worker', async () => {
    const template = await synthesize('parts');
    template.resourceCountIs('AWS::ApiGatewayV2::Api', 2);
    template.resourceCountIs('AWS::Lambda::Function', 3);
    template.resourceCountIs('AWS::SecretsManager::Secret', 2);
    const functions = Object.values(template.findResources('AWS::Lambda::Function'));
    const variables = functions.map(({ Properties }) => Properties.Environment.Variables);
    expect(variables.map(({ POWERTOOLS_SERVICE_NAME }) => POWERTOOLS_SERVICE_NAME)).toEqual(Array(3).fill('studios'));
    const secrets = variables.flatMap(({ SIGNING_SECRETS_SECRET_ID: secret }) => (secret ? [secret.Ref] : []));
    expect(new Set(secrets).size).toBe(2);
    const queues = new Set(variables.map(({ QUEUE_URL }) => QUEUE_URL.Ref));
    expect(queues.size).toBe(1);
  });

  it('is tested, whichever it is', () => {
    const names = blocksOf(document, 'ts').map((block) => block.match(/^\/\/ cdk\/(.+)\.ts\n/)?.[1]);
    expect(names).toEqual([
      'bucket',
      'two-webhooks',
      'own-key',
      'concurrency',
      'domain',
      'vpc',
      'parts',
      'firewall',
      'reconciled',
    ]);
  });
});
