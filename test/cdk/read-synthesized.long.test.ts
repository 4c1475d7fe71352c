import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Stack, Stage } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import { FrameioStack } from '../../cdk/frameio-stack.ts';
import { FrameioWebhook } from '../../cdk/frameio-webhook.ts';
import { functionOf, readSynthesized } from '../../cdk/read-synthesized.ts';
import { referenceIn } from '../../cdk/synthesized-resources.ts';
import { routesOf, throttleOf } from '../../sandbox/deployment/http-api-resources.ts';
import { COMMENT_APP } from '../support/fixture-apps.ts';
import { builtStack } from '../support/synthesized.ts';
import { appWithoutBundles } from '../support/template.ts';

describe.each(DELIVERY_MODES)('the synthesized stack: %s', (mode) => {
  const stack = builtStack(mode);
  const endpoint = functionOf(stack, 'endpoint');
  const worker = functionOf(stack, 'worker');
  const [deadLetterQueue, queue] = [...stack.queues].sort((a, b) => Number('redrive' in a) - Number('redrive' in b));

  it('contains the bundles of its functions', () => {
    expect(stack.functions).toHaveLength(2);
    for (const { bundlePath } of stack.functions) expect(existsSync(bundlePath)).toBe(true);
  });

  it('contains the queue and its dead-letter queue', () => {
    expect(stack.queues).toHaveLength(2);
    expect(queue).toEqual({
      logicalId: expect.stringMatching(/^WebhookDeliveriesQueue/),
      visibilityTimeoutSeconds: (worker.timeoutMs * 6) / 1_000,
      retentionSeconds: 1_209_600,
      redrive: { deadLetterQueueLogicalId: deadLetterQueue?.logicalId, maxReceiveCount: expect.any(Number) },
    });
    expect(deadLetterQueue).toEqual({
      logicalId: expect.stringMatching(/^WebhookDeliveriesDeadLetterQueue/),
      visibilityTimeoutSeconds: 30,
      retentionSeconds: 1_209_600,
    });
  });

  it('contains the idempotency table', () => {
    expect(stack.tables).toEqual([
      {
        logicalId: expect.stringMatching(/^WebhookIdempotencyTable/),
        partitionKey: 'id',
        timeToLiveAttribute: 'expiration',
      },
    ]);
  });

  it('contains the event source of the worker', () => {
    expect(stack.eventSources).toEqual([
      {
        queueLogicalId: queue?.logicalId,
        functionLogicalId: worker.logicalId,
        batchSize: 10,
        maxConcurrency: expect.any(Number),
        reportsBatchItemFailures: true,
      },
    ]);
  });

  it('resolves the resource, type and attribute that a variable refers to', () => {
    const [table] = stack.tables;
    expect(worker.environment).toMatchObject({
      QUEUE_URL: { logicalId: queue?.logicalId, resourceType: 'AWS::SQS::Queue', attribute: 'Ref' },
      DEAD_LETTER_QUEUE_URL: { logicalId: deadLetterQueue?.logicalId, resourceType: 'AWS::SQS::Queue' },
      IDEMPOTENCY_TABLE: { logicalId: table?.logicalId, resourceType: 'AWS::DynamoDB::Table', attribute: 'Ref' },
      API_CREDENTIALS_SECRET_ID: { resourceType: 'AWS::SecretsManager::Secret', attribute: 'Ref' },
      FRAMEIO_BASE_URL: expect.any(String),
    });
    expect(endpoint.environment).toMatchObject({
      QUEUE_URL: worker.environment.QUEUE_URL,
      SIGNING_SECRETS_SECRET_ID: { resourceType: 'AWS::SecretsManager::Secret', attribute: 'Ref' },
    });
  });

  it('omits values that only CloudFormation can compose', () => {
    expect(endpoint.environment).not.toHaveProperty('AWS_ENDPOINT_URL_SECRETS_MANAGER');
  });
});

describe('a reference', () => {
  const template = { Resources: { Jobs: { Type: 'AWS::SQS::Queue', Properties: {} } } };

  it.each([
    { value: { Ref: 'Jobs' }, attribute: 'Ref' },
    { value: { 'Fn::GetAtt': ['Jobs', 'Arn'] }, attribute: 'Arn' },
  ])('is read from $value', ({ value, attribute }) => {
    expect(referenceIn(template, value)).toEqual({ logicalId: 'Jobs', resourceType: 'AWS::SQS::Queue', attribute });
  });

  it.each([{ Ref: 'AWS::Region' }, { 'Fn::Join': ['', ['a', { Ref: 'Jobs' }]] }, {}, 'Jobs', null, undefined])(
    'is not read from %j',
    (value) => {
      expect(referenceIn(template, value)).toBeUndefined();
    },
  );
});

/** Synthesizes an app with a stack of other resources and two webhooks, one of them in a stage. Returns the folder. */
function synthesizeOthers(outdir: string): string {
  const app = appWithoutBundles({ 'aws:cdk:enable-asset-metadata': true }, outdir);
  const stack = new Stack(app, 'Media');
  new LambdaFunction(stack, 'Other', {
    runtime: Runtime.PYTHON_3_13,
    handler: 'index.handler',
    code: Code.fromInline('def handler(event, context): pass'),
  }).addEventSource(new SqsEventSource(new Queue(stack, 'Jobs')));
  new Table(stack, 'Titles', { partitionKey: { name: 'number', type: AttributeType.NUMBER } });
  new HttpApi(stack, 'Site').addRoutes({ path: '/', integration: new HttpUrlIntegration('Url', 'https://a.example') });
  new FrameioWebhook(stack, 'Reviews', { ...COMMENT_APP, endpoint: { throttleRate: 7, throttleBurst: 9 } });
  new FrameioWebhook(new Stack(new Stage(app, 'Prod'), 'Archive'), 'Frameio', {
    ...COMMENT_APP,
    deliveryMode: 'queued',
    endpoint: { provisionedConcurrency: 1 },
  });
  app.synth();
  return outdir;
}

describe('the output of an app with other resources and two webhooks', () => {
  let outdir: string;
  beforeAll(() => {
    outdir = synthesizeOthers(mkdtempSync(join(tmpdir(), 'output-')));
  });
  afterAll(() => rmSync(outdir, { recursive: true }));

  it('contains the first webhook, without the resources of others', () => {
    const stack = readSynthesized(outdir);
    expect(stack).toMatchObject({ webhook: 'Media/Reviews', templatePath: join(outdir, 'Media.template.json') });
    expect(stack.functions.map(({ role, constructPath }) => [role, constructPath])).toEqual([
      ['endpoint', 'Media/Reviews/Endpoint/Function'],
      ['worker', 'Media/Reviews/Worker/Function'],
    ]);
    expect(stack.queues).toHaveLength(2);
    expect(stack.tables.map(({ partitionKey }) => partitionKey)).toEqual(['id']);
    expect(stack.eventSources.map(({ functionLogicalId }) => functionLogicalId)).toEqual([
      functionOf(stack, 'worker').logicalId,
    ]);
    expect(routesOf(stack).map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /frameio']);
    expect(throttleOf(stack)).toEqual({ rate: 7, burst: 9 });
  });

  it('contains the webhook of a stage, by its construct path', () => {
    const stack = readSynthesized(outdir, 'Prod/Archive/Frameio');
    expect(stack.webhook).toBe('Prod/Archive/Frameio');
    expect(stack.functions.map(({ constructPath }) => constructPath)).toContain('Prod/Archive/Frameio/Worker/Function');
  });

  it('contains the function of a route that invokes an alias with provisioned concurrency', () => {
    const stack = readSynthesized(outdir, 'Prod/Archive/Frameio');
    const { logicalId } = functionOf(stack, 'endpoint');
    expect(routesOf(stack)).toMatchObject([{ path: '/frameio', functionLogicalId: logicalId }]);
  });

  it('lacks a webhook of another path, and the error names those that it has', () => {
    expect(() => readSynthesized(outdir, 'Media/Frameio')).toThrow(
      `The app in ${outdir} has no webhook Media/Frameio. Use one that it has: Media/Reviews, Prod/Archive/Frameio.`,
    );
  });
});

it('refuses the output of an app without a webhook', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'output-'));
  const app = appWithoutBundles({}, outdir);
  new Stack(app, 'Media');
  app.synth();
  expect(() => readSynthesized(outdir)).toThrow(`The app in ${outdir} must have a FrameioWebhook, but has none.`);
  rmSync(outdir, { recursive: true });
});

it('refuses an output without the paths of the bundles, and names the context that adds them', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'output-'));
  const app = appWithoutBundles({}, outdir);
  new FrameioStack(app, 'Reviews', COMMENT_APP);
  app.synth();
  expect(() => readSynthesized(outdir)).toThrow('set the context aws:cdk:enable-asset-metadata to true.');
  rmSync(outdir, { recursive: true });
});

it('reports the function that a webhook lacks', () => {
  const stack = { ...builtStack(), functions: [] };
  expect(() => functionOf(stack, 'worker')).toThrow('The webhook FrameioLambda/Webhook in ');
  expect(() => functionOf(stack, 'worker')).toThrow(' has no worker.');
});

it('refuses a folder without output, and names the command that writes it', () => {
  expect(() => readSynthesized('/nowhere')).toThrow(
    '/nowhere must contain a synthesized CDK app, but has no manifest.json. Run npx cdk synth.',
  );
});
