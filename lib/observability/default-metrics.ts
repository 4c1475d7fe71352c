import { EmfMetrics } from './emf-metrics.ts';
import type { Logger } from './logger.ts';
import { type MetricsRecorder, NO_METRICS } from './metrics.ts';

/**
 * Returns the metrics recorder of an app without one: `EmfMetrics` on Lambda, whose log CloudWatch reads; none elsewhere.
 *
 * @param logger - Logger of the app; `undefined` for the default one, which writes to the same log as the metrics.
 */
export function defaultMetrics(logger: Logger | undefined): MetricsRecorder {
  if (!process.env.AWS_LAMBDA_FUNCTION_NAME) return NO_METRICS;
  return new EmfMetrics(undefined, { writesLogLines: logger === undefined });
}
