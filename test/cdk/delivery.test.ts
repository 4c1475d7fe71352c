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

  it.each(['Deliveries/Queue', 'Deliveries/DeadLetterQueue'])('%s refuses what does not come over TLS', (path) => {
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

  it('the queue leaves it to the worker to give a delivery up', () => {
    const { logicalId } = resourceOf(template, 'Deliveries/DeadLetterQueue');
    expect(propertiesOf('Deliveries/Queue').RedrivePolicy).toEqual({
      deadLetterTargetArn: { 'Fn::GetAtt': [logicalId, 'Arn'] },
      maxReceiveCount: 1_000,
    });
    expect(propertiesOf('Deliveries/DeadLetterQueue').RedrivePolicy).toBeUndefined();
  });

  it('the worker is fed ten messages at a time by two at once, and tells which of them are to come back', () => {
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [resourceOf(template, 'Deliveries/Queue').logicalId, 'Arn'] },
      FunctionName: { Ref: resourceOf(template, 'Worker/Function').logicalId },
      BatchSize: 10,
      ScalingConfig: { MaximumConcurrency: 2 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('the ledger is paid by use, encrypted, recoverable, forgets by itself and goes with the stack', () => {
    template.resourceCountIs('AWS::DynamoDB::Table', 1);
    const { Properties, DeletionPolicy } = resourceOf(template, 'Ledger/Table');
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

describe.each([11, 30, 60, 101, 900])('with a worker that may take %i seconds', (seconds) => {
  const template = templateOf({ worker: { timeout: Duration.seconds(seconds) } });
  const { VisibilityTimeout, RedrivePolicy } = resourceOf(template, 'Deliveries/Queue').Properties;

  it('a message stays hidden at least six times as long', () => {
    expect(resourceOf(template, 'Worker/Function').Properties.Timeout).toBe(seconds);
    expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * seconds);
  });

  it('a message that only ever ends the worker is on the dead-letter queue a week before it would be lost', () => {
    expect(RedrivePolicy.maxReceiveCount).toBeLessThanOrEqual(1_000);
    expect(RedrivePolicy.maxReceiveCount).toBeGreaterThan(100); // rate limits are no reason to give up
    expect(RedrivePolicy.maxReceiveCount * VisibilityTimeout).toBeLessThanOrEqual(7 * DAY_SECONDS);
  });
});

it('lets as many workers run at once as the stack is told to', () => {
  templateOf({ worker: { maxConcurrency: 7 } }).hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    ScalingConfig: { MaximumConcurrency: 7 },
  });
});
