import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { DeliveryQueue } from './delivery-queue.ts';

/** Settings of `DeliveryAlarms`. */
export interface DeliveryAlarmsProps {
  /** The queues that are watched. */
  readonly deliveries: DeliveryQueue;
  /**
   * ARNs of SNS topics that are told when an alarm rings, and when it is over.
   * @default none: the alarms are seen in CloudWatch only
   */
  readonly topicArns?: readonly string[];
  /**
   * How old the oldest message on the queue may get. SQS leaves out those that were received more than three times (SQS
   * guide, CloudWatch metrics): what waits because its handler fails rings nothing.
   * @default Duration.hours(6)
   */
  readonly oldestMessage?: Duration;
}

/** Alarms for what needs somebody: deliveries that were given up, and a queue that is not worked on. */
export class DeliveryAlarms extends Construct {
  constructor(scope: Construct, id: string, props: DeliveryAlarmsProps) {
    super(scope, id);
    const { deliveries, topicArns = [], oldestMessage = Duration.hours(6) } = props;
    const { queue, deadLetterQueue } = deliveries;
    const actions = topicArns.map((arn, number) => new SnsAction(Topic.fromTopicArn(this, `Topic${number}`, arn)));
    const ring = (name: string, metric: Metric, threshold: number, alarmDescription: string) => {
      const alarm = new Alarm(this, name, {
        metric,
        threshold,
        alarmDescription,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING, // SQS measures nothing of a queue that nobody uses
      });
      alarm.addAlarmAction(...actions);
      alarm.addOkAction(...actions);
    };
    const common = { period: Duration.minutes(5), statistic: 'Maximum' };
    ring(
      'DeadLetterQueue',
      deadLetterQueue.metricApproximateNumberOfMessagesVisible(common),
      1,
      'Deliveries of Frame.io were given up and lie in the dead-letter queue for 14 days: npm run dlq -- list',
    );
    ring(
      'OldestMessage',
      queue.metricApproximateAgeOfOldestMessage(common),
      oldestMessage.toSeconds(),
      'Deliveries of Frame.io wait for the worker for long: is it running? What does its log say, or has a handler asked for it?',
    );
  }
}
