import { METRICS, type MetricName, type MetricsRecorder } from './metrics.ts';

/** Maximum number of values of one metric in a line (CloudWatch user guide, EMF specification). */
const MAX_VALUES = 100;

/**
 * Writes measurements as log lines in the embedded metric format, from which CloudWatch creates metrics. No delivery waits
 * for a call to CloudWatch. The lines equal those of Powertools for AWS Lambda, whose metrics package would add 12 KB to
 * the bundle.
 */
export class EmfMetrics implements MetricsRecorder {
  readonly #namespace: string;
  /** Values by reason and metric. The key `undefined` holds the values of all reasons. */
  readonly #recorded = new Map<string | undefined, Map<MetricName, number[]>>();

  /**
   * @param namespace - CloudWatch namespace of the metrics. `POWERTOOLS_SERVICE_NAME` sets their dimension `service`.
   */
  constructor(namespace = 'FrameioLambda') {
    this.#namespace = namespace;
  }

  record(name: MetricName, value: number, reason?: string): void {
    this.#add(undefined, name, value);
    if (reason !== undefined) this.#add(reason, name, value);
  }

  publish(): void {
    const service = process.env.POWERTOOLS_SERVICE_NAME || 'service_undefined';
    for (const [reason, metrics] of this.#recorded) {
      const dimensions = reason === undefined ? { service } : { service, reason };
      const directive = {
        Namespace: this.#namespace,
        Dimensions: [Object.keys(dimensions)],
        Metrics: [...metrics.keys()].map((name) => ({ Name: name, Unit: METRICS[name] })),
      };
      const _aws = { Timestamp: Date.now(), CloudWatchMetrics: [directive] };
      // Lambda wraps the output of `console` in JSON of its own.
      process.stdout.write(`${JSON.stringify({ _aws, ...dimensions, ...Object.fromEntries(metrics) })}\n`);
    }
    this.#recorded.clear();
  }

  #add(reason: string | undefined, name: MetricName, value: number): void {
    const metrics = this.#recorded.get(reason) ?? new Map<MetricName, number[]>();
    const values = metrics.get(name) ?? [];
    this.#recorded.set(reason, metrics.set(name, values));
    if (values.push(value) === MAX_VALUES) this.publish();
  }
}
