import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import { functionOf, readSynthesized } from '../../cdk/synthesize.ts';
import { referenceIn } from '../../cdk/synthesized-resources.ts';
import { builtStack } from '../support/synthesized.ts';

describe.each(DELIVERY_MODES)('the synthesized stack: %s', (mode) => {
  const stack = builtStack(mode);
  const endpoint = functionOf(stack, 'Endpoint');
  const worker = functionOf(stack, 'Worker');
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

it('reports the function that a folder lacks', () => {
  const stack = { ...builtStack(), functions: [] };
  expect(() => functionOf(stack, 'Worker')).toThrow('has no function FrameioLambda/Webhook/Worker/Function');
});

it('refuses a folder without a synthesized stack', () => {
  expect(() => readSynthesized('/nowhere')).toThrow('ENOENT');
});
