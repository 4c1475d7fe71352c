import { Duration } from 'aws-cdk-lib';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';

/** Namespace of the framework's metrics in CloudWatch. */
export const METRIC_NAMESPACE = 'FrameioLambda';

/** Returns a metric of the functions that have this service name. Default: the sum of five minutes. */
export function serviceMetric(service: string, metricName: string, options: MetricOptions = {}): Metric {
  return new Metric({
    statistic: 'Sum',
    period: Duration.minutes(5),
    ...options,
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { service },
  });
}
