import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DomainName } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import { FrameioWebhook } from '../../cdk/frameio-webhook.ts';
import { COMMENT_APP } from '../support/fixture-apps.ts';
import { appWithoutBundles, rightsOf } from '../support/template.ts';

function newStack(): Stack {
  return new Stack(appWithoutBundles(), 'FrameioLambda');
}

describe('a stack with two webhooks', () => {
  const stack = newStack();
  const first = new FrameioWebhook(stack, 'First', COMMENT_APP);
  const second = new FrameioWebhook(stack, 'Second', { ...COMMENT_APP, deliveryMode: 'queued' });
  first.addOutputs();
  second.addOutputs('Second');
  const template = Template.fromStack(stack);

  it('has the resources of each', () => {
    template.resourceCountIs('AWS::Lambda::Function', 4);
    template.resourceCountIs('AWS::ApiGatewayV2::Api', 2);
    template.resourceCountIs('AWS::SQS::Queue', 4);
    template.resourceCountIs('AWS::DynamoDB::Table', 2);
    template.resourceCountIs('AWS::SecretsManager::Secret', 4);
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 2);
  });

  it('can have the outputs of each, with a prefix', () => {
    const outputs = Object.keys(template.findOutputs('*'));
    const names = ['WebhookUrl', 'SetSigningSecret', 'SetApiToken', 'SetQueues'];
    expect(outputs).toEqual([...names, ...names.map((name) => `Second${name}`)]);
  });

  it('lets each worker use only its own queues', () => {
    const rights = rightsOf(template, 'Second/Worker/Function');
    expect(rights).toContain('sqs:ReceiveMessage Second/Deliveries/Queue');
    expect(rights.filter((right) => right.includes(' First/'))).toEqual([]);
  });
});

it('two webhooks of one domain have different paths', () => {
  const stack = newStack();
  const domainName = new DomainName(stack, 'Domain', {
    domainName: 'hooks.example.com',
    certificate: Certificate.fromCertificateArn(
      stack,
      'Certificate',
      'arn:aws:acm:eu-west-1:123456789012:certificate/1',
    ),
  });
  const webhooks = ['First', 'Second'].map(
    (id) => new FrameioWebhook(stack, id, { ...COMMENT_APP, endpoint: { domainName } }),
  );
  const mappings = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::ApiMapping'));
  const paths = mappings.map(({ Properties }) => JSON.stringify(Properties.ApiMappingKey));
  expect(new Set(paths).size).toBe(2);
  for (const path of paths) expect(path).toContain('AWS::StackId'); // so that strangers cannot guess it
  for (const [number, { url }] of webhooks.entries()) {
    const key = mappings[number]?.Properties.ApiMappingKey['Fn::Join'][1];
    const joined = [
      'https://',
      { Ref: expect.stringContaining('Domain') },
      '/',
      ...key.slice(0, -1),
      `${key.at(-1)}/frameio`,
    ];
    expect(stack.resolve(url)).toEqual({ 'Fn::Join': ['', joined] });
  }
});

it.each([
  { deliveryMode: 'inline', paths: ['Endpoint', 'Worker'] },
  { deliveryMode: 'queued', paths: ['Worker'] },
] as const)('names the functions that run handlers, to grant them more: $deliveryMode', ({ deliveryMode, paths }) => {
  const stack = newStack();
  const webhook = new FrameioWebhook(stack, 'Frameio', { ...COMMENT_APP, deliveryMode });
  const bucket = new Bucket(stack, 'Bucket');
  for (const handlerFunction of webhook.handlerFunctions) bucket.grantPut(handlerFunction);
  const template = Template.fromStack(stack);
  const granted = ['Endpoint', 'Worker'].filter((path) =>
    rightsOf(template, `Frameio/${path}/Function`).some((right) => right.startsWith('s3:PutObject')),
  );
  expect(granted).toEqual(paths);
});

it('exposes its functions, queues and URL', () => {
  const stack = newStack();
  const webhook = new FrameioWebhook(stack, 'Frameio', COMMENT_APP);
  const pathsOf = (...constructs: IConstruct[]) => constructs.map(({ node }) => node.path);
  expect(pathsOf(webhook.endpointFunction, webhook.workerFunction, webhook.queue, webhook.deadLetterQueue)).toEqual([
    'FrameioLambda/Frameio/Endpoint/Function',
    'FrameioLambda/Frameio/Worker/Function',
    'FrameioLambda/Frameio/Deliveries/Queue',
    'FrameioLambda/Frameio/Deliveries/DeadLetterQueue',
  ]);
  expect(JSON.stringify(stack.resolve(webhook.url))).toMatch(/FrameioEndpointApi.*\/frameio/);
});

describe('with a project of its own', () => {
  let projectRoot: string;
  beforeAll(() => {
    projectRoot = mkdtempSync(join(tmpdir(), 'project-'));
    mkdirSync(join(projectRoot, 'hooks'));
    for (const name of ['endpoint.ts', 'worker.ts']) writeFileSync(join(projectRoot, 'hooks', name), '');
  });
  afterAll(() => rmSync(projectRoot, { recursive: true }));

  it.each(DELIVERY_MODES)('takes the entry points from the functions directory: %s', (deliveryMode) => {
    const create = () =>
      new FrameioWebhook(newStack(), 'Frameio', { projectRoot, functionsDirectory: 'hooks', deliveryMode });
    if (deliveryMode === 'inline') expect(create).not.toThrow();
    else expect(create).toThrow(`no file exists at ${join(projectRoot, 'hooks', 'queued-endpoint.ts')}.`);
  });

  it('refuses a functions directory without the entry points, and names the props', () => {
    const create = () => new FrameioWebhook(newStack(), 'Frameio', { projectRoot });
    expect(create).toThrow(
      `no file exists at ${join(projectRoot, 'functions/endpoint.ts')}. Create it, or set endpoint.entry, functionsDirectory or projectRoot.`,
    );
  });
});
