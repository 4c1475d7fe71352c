import { EmfMetrics } from './emf-metrics.ts';
import { type MetricsRecorder, NO_METRICS } from './metrics.ts';

/** Returns the metrics recorder of an app without one: `EmfMetrics` on Lambda, whose log CloudWatch reads; none elsewhere. */
export function defaultMetrics(): MetricsRecorder {
  return process.env.AWS_LAMBDA_FUNCTION_NAME ? new EmfMetrics() : NO_METRICS;
}
