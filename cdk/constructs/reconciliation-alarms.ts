import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { AlarmGroup } from './alarm-group.ts';
import { serviceMetric } from './service-metric.ts';

/** Settings of `ReconciliationAlarms`. */
export interface ReconciliationAlarmsProps {
  readonly function: LambdaFunction;
  /** Service name of the function. */
  readonly service: string;
  /** SNS topics to notify. */
  readonly topicArns: readonly string[];
}

/** Alarms of reconciliation: it found something, or it does not work. */
export class ReconciliationAlarms extends AlarmGroup {
  constructor(scope: Construct, id: string, { function: watched, service, topicArns }: ReconciliationAlarmsProps) {
    super(scope, id, topicArns);
    this.addAlarm('FilesReconciled', {
      metric: serviceMetric(service, 'FilesReconciled'),
      threshold: 1,
      description:
        'Events of Frame.io were lost, and reconciliation enqueued them. Find the outage: read the log of the endpoint before the time at which the files became ready.',
    });
    this.addAlarm('ReconciliationErrors', {
      metric: watched.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 1,
      description:
        'A run of reconciliation failed, so lost events may stay lost. Read "reconciliation failed" in its log.',
    });
  }
}
