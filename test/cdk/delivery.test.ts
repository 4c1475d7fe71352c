import { describe, expect, it } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import { resourceOf, templateOf } from '../support/template.ts';

const DAY_SECONDS = 86_400;

describe.each(DELIVERY_MODES)('%s', (deliveryMode) => {
  const template = templateOf({ deliveryMode });
  const propertiesOf = (path: string) => resourceOf(template, path).Properties;

  it.each(['Deliveries/Queue', 'Deliveries/DeadLetterQueue'])(
    '%s is encrypted and keeps messages for 14 days',
    (path) => {
      expect(propertiesOf(path)).toMatchObject({
        SqsManagedSseEnabled: true,
        MessageRetentionPeriod: 14 * DAY_SECONDS,
      });
    },
  );

  it.each(['Deliveries/Queue', 'Deliveries/DeadLetterQueue'])('%s refuses requests without TLS', (path) => {
    const { logicalId } = resourceOf(template, path);
    expect(propertiesOf(`${path}/Policy`)).toMatchObject({
      Queues: [{ Ref: logicalId }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Action: 'sqs:*',
            Principal: { AWS: '*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    });
  });

  it('the queue leaves dead-lettering to the worker', () => {
    const { logicalId } = resourceOf(template, 'Deliveries/DeadLetterQueue');
    expect(propertiesOf('Deliveries/Queue').RedrivePolicy).toEqual({
      deadLetterTargetArn: { 'Fn::GetAtt': [logicalId, 'Arn'] },
      maxReceiveCount: 1_000,
    });
    expect(propertiesOf('Deliveries/DeadLetterQueue').RedrivePolicy).toBeUndefined();
  });

  it('the worker receives batches of ten messages, two at once, and reports failed messages', () => {
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [resourceOf(template, 'Deliveries/Queue').logicalId, 'Arn'] },
      FunctionName: { Ref: resourceOf(template, 'Worker/Function').logicalId },
      BatchSize: 10,
      ScalingConfig: { MaximumConcurrency: 2 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('the idempotency table is on demand, encrypted, recoverable, expires its items and is deleted with the stack', () => {
    template.resourceCountIs('AWS::DynamoDB::Table', 1);
    const { Properties, DeletionPolicy } = resourceOf(template, 'IdempotencyTable/Table');
    expect(Properties).toEqual({
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      TimeToLiveSpecification: { AttributeName: 'expiration', Enabled: true },
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    expect(DeletionPolicy).toBe('Delete');
  });
});

describe.each([11, 30, 60, 101, 900])('with a worker timeout of %i seconds', (seconds) => {
  const template = templateOf({ worker: { timeout: Duration.seconds(seconds) } });
  const { VisibilityTimeout, RedrivePolicy } = resourceOf(template, 'Deliveries/Queue').Properties;

  it('the visibility timeout is at least six times as long', () => {
    expect(resourceOf(template, 'Worker/Function').Properties.Timeout).toBe(seconds);
    expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * seconds);
  });

  it('SQS dead-letters a message that always ends the worker a week before it expires', () => {
    expect(RedrivePolicy.maxReceiveCount).toBeLessThanOrEqual(1_000);
    expect(RedrivePolicy.maxReceiveCount).toBeGreaterThan(100); // rate limits must not dead-letter a message
    expect(RedrivePolicy.maxReceiveCount * VisibilityTimeout).toBeLessThanOrEqual(7 * DAY_SECONDS);
  });
});

it('uses the maximum concurrency in the settings', () => {
  templateOf({ worker: { maxConcurrency: 7 } }).hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    ScalingConfig: { MaximumConcurrency: 7 },
  });
});
