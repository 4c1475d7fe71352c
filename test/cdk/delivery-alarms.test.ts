import { describe, expect, it } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import { resourceOf, templateOf } from '../support/template.ts';

const TOPICS = ['arn:aws:sns:eu-west-1:123456789012:on-call', 'arn:aws:sns:eu-west-1:123456789012:chat'];

describe.each(DELIVERY_MODES)('%s', (deliveryMode) => {
  const template = templateOf({ deliveryMode });
  const queueName = (path: string) => ({ 'Fn::GetAtt': [resourceOf(template, path).logicalId, 'QueueName'] });

  it('raises an alarm when the dead-letter queue has a message', () => {
    expect(resourceOf(template, 'Alarms/DeadLetterQueue').Properties).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: queueName('Deliveries/DeadLetterQueue') }],
      Statistic: 'Maximum',
      Period: 300,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 1,
      TreatMissingData: 'notBreaching',
    });
  });

  it('raises an alarm when a message has been on the queue for six hours', () => {
    expect(resourceOf(template, 'Alarms/OldestMessage').Properties).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: queueName('Deliveries/Queue') }],
      Statistic: 'Maximum',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 21_600,
      TreatMissingData: 'notBreaching',
    });
  });
});

it.each(['Alarms/DeadLetterQueue', 'Alarms/OldestMessage'])('%s notifies only the topics in the settings', (path) => {
  expect(resourceOf(templateOf(), path).Properties).not.toHaveProperty('AlarmActions');
  expect(resourceOf(templateOf({ alarms: { topicArns: TOPICS } }), path).Properties).toMatchObject({
    AlarmActions: TOPICS,
    OKActions: TOPICS,
  });
});

it('uses the maximum age in the settings', () => {
  const template = templateOf({ alarms: { oldestMessage: Duration.hours(1) } });
  expect(resourceOf(template, 'Alarms/OldestMessage').Properties.Threshold).toBe(3_600);
});
