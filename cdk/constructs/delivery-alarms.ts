import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { DeliveryQueue } from './delivery-queue.ts';

/** Settings of the alarms that a deployment may change. */
export interface AlarmSettings {
  /**
   * ARNs of the SNS topics that receive a message when an alarm starts and when it ends.
   * @default none: only CloudWatch shows the alarms
   */
  readonly topicArns?: readonly string[];
  /**
   * Maximum age of the oldest message on the queue. The metric ignores messages that were received more than three times
   * (SQS guide, CloudWatch metrics). So a delivery whose handler keeps failing starts no alarm.
   * @default Duration.hours(6)
   */
  readonly oldestMessage?: Duration;
}

/** Settings of `DeliveryAlarms`. */
export interface DeliveryAlarmsProps extends AlarmSettings {
  /** Queues to watch. */
  readonly deliveries: DeliveryQueue;
  /**
   * Name of the job that the queues are for.
   * @default none: they are the queues of the webhook
   */
  readonly job?: string;
}

/** Alarms that need an operator: dead-lettered deliveries, and a queue that no worker drains. */
export class DeliveryAlarms extends Construct {
  constructor(scope: Construct, id: string, props: DeliveryAlarmsProps) {
    super(scope, id);
    const { deliveries, job, topicArns = [], oldestMessage = Duration.hours(6) } = props;
    const { queue, deadLetterQueue } = deliveries;
    const actions = topicArns.map((arn, number) => new SnsAction(Topic.fromTopicArn(this, `Topic${number}`, arn)));
    const addAlarm = (name: string, metric: Metric, threshold: number, alarmDescription: string) => {
      const alarm = new Alarm(this, name, {
        metric,
        threshold,
        alarmDescription,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING, // SQS publishes no metrics for an inactive queue
      });
      alarm.addAlarmAction(...actions);
      alarm.addOkAction(...actions);
    };
    const texts =
      job === undefined
        ? {
            deadLetters: 'The dead-letter queue holds Frame.io deliveries or jobs',
            waiting: 'Frame.io deliveries or jobs wait too long for the worker',
            option: '',
          }
        : {
            deadLetters: `The dead-letter queue of the job ${job} holds messages`,
            waiting: `Messages of the job ${job} wait too long for the worker`,
            option: ` --job ${job}`,
          };
    const common = { period: Duration.minutes(5), statistic: 'Maximum' };
    addAlarm(
      'DeadLetterQueue',
      deadLetterQueue.metricApproximateNumberOfMessagesVisible(common),
      1,
      `${texts.deadLetters}, for 14 days at most. Run npm run dlq -- list${texts.option} to see them.`,
    );
    addAlarm(
      'OldestMessage',
      queue.metricApproximateAgeOfOldestMessage(common),
      oldestMessage.toSeconds(),
      `${texts.waiting}. Check that it runs, read its log, and look for handlers that are often postponed.`,
    );
  }
}
