import { Metrics } from '@aws-lambda-powertools/metrics';
import { METRICS, type MetricName, type MetricsRecorder } from './metrics.ts';

/** Measurements as lines in CloudWatch's embedded metric format, which CloudWatch makes metrics of: nothing waits for it. */
export class PowertoolsMetrics implements MetricsRecorder {
  readonly #metrics: Metrics;

  /**
   * @param namespace - Of the metrics in CloudWatch. Their dimension `service` is the environment's
   *   `POWERTOOLS_SERVICE_NAME`.
   */
  constructor(namespace = 'FrameioLambda') {
    this.#metrics = new Metrics({ namespace });
  }

  record(name: MetricName, value: number, reason?: string): void {
    this.#metrics.addMetric(name, METRICS[name], value);
    if (reason === undefined) return;
    const single = this.#metrics.singleMetric();
    single.addDimension('reason', reason);
    single.addMetric(name, METRICS[name], value);
  }

  publish(): void {
    if (this.#metrics.hasStoredMetrics()) this.#metrics.publishStoredMetrics();
  }
}
