import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { AlarmGroup } from './alarm-group.ts';
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
  /** The function that drains them. */
  readonly workerFunction: LambdaFunction;
  /**
   * Name of the job that the queues are for.
   * @default none: they are the queues of the webhook
   */
  readonly job?: string;
}

/** Alarms of a queue and of the function that drains it. */
export class DeliveryAlarms extends AlarmGroup {
  constructor(scope: Construct, id: string, props: DeliveryAlarmsProps) {
    const { deliveries, workerFunction, job, topicArns = [], oldestMessage = Duration.hours(6) } = props;
    super(scope, id, topicArns);
    const { queue, deadLetterQueue } = deliveries;
    const [messages, worker, option] =
      job === undefined
        ? ['Frame.io deliveries or jobs', 'the worker', '']
        : [`messages of the job ${job}`, 'the function of the job', ` --job ${job}`];
    const maximum = { period: Duration.minutes(5), statistic: 'Maximum' };
    this.addAlarm('DeadLetterQueue', {
      metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible(maximum),
      threshold: 1,
      description: `The dead-letter queue holds ${messages}, for 14 days at most. Run npx frameio-lambda dlq list${option} to see them.`,
    });
    this.addAlarm('OldestMessage', {
      metric: queue.metricApproximateAgeOfOldestMessage(maximum),
      threshold: oldestMessage.toSeconds(),
      description: `On the queue, ${messages} wait too long for ${worker}. Check that it runs, and read its log.`,
    });
    this.addFunctionAlarms('Worker', workerFunction, worker);
  }

  /** Adds the alarms that every function has. `prefix` precedes their ids. */
  protected addFunctionAlarms(prefix: string, watched: LambdaFunction, name: string): void {
    const sum = { period: Duration.minutes(5), statistic: 'Sum' };
    this.addAlarm(`${prefix}Errors`, {
      metric: watched.metricErrors(sum),
      threshold: 1,
      description: `An invocation of ${name} threw an error, ran out of time or memory, or did not start. Read its log.`,
    });
    this.addAlarm(`${prefix}Throttles`, {
      metric: watched.metricThrottles(sum),
      threshold: 1,
      description: `Lambda refused to invoke ${name}: the concurrency of the account or of the function is used up.`,
    });
  }
}
