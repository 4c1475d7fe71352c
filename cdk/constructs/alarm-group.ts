import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** When an alarm starts, and what it means. */
export interface AlarmDefinition {
  readonly metric: IMetric;
  /** The alarm starts when the metric is at least this value. */
  readonly threshold: number;
  /**
   * Number of consecutive periods in which the metric is at least that value.
   * @default 1
   */
  readonly periods?: number;
  /** What happened and what to do, for the person who receives it. */
  readonly description: string;
}

/** Alarms that notify the same topics. */
export class AlarmGroup extends Construct {
  readonly #actions: readonly SnsAction[];

  constructor(scope: Construct, id: string, topicArns: readonly string[]) {
    super(scope, id);
    this.#actions = topicArns.map((arn, number) => new SnsAction(Topic.fromTopicArn(this, `Topic${number}`, arn)));
  }

  /** The alarms of the group. */
  get alarms(): readonly Alarm[] {
    return this.node.children.filter((child) => child instanceof Alarm);
  }

  /** Adds an alarm that also notifies when it ends. */
  protected addAlarm(id: string, { metric, threshold, periods = 1, description }: AlarmDefinition): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      evaluationPeriods: periods,
      alarmDescription: description,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING, // no metrics while nothing happens
    });
    alarm.addAlarmAction(...this.#actions);
    alarm.addOkAction(...this.#actions);
  }
}
