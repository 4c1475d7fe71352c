import { Metrics } from '@aws-lambda-powertools/metrics';
import { METRICS, type MetricName, type MetricsRecorder } from '../../lib/observability/metrics.ts';

/** Writes metrics with Powertools, to compare them with those of `EmfMetrics`. */
export class PowertoolsMetrics implements MetricsRecorder {
  readonly #metrics: Metrics;

  constructor(namespace: string) {
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
