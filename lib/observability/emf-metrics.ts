import { METRICS, type MetricName, type MetricsRecorder } from './metrics.ts';

/** CloudWatch reads no more values of one metric in one line (CloudWatch user guide, EMF specification). */
const MOST_VALUES = 100;

/**
 * Measurements as lines in CloudWatch's embedded metric format, which CloudWatch makes metrics of: nothing waits for it.
 * They are what Powertools for AWS Lambda would write, whose 12 KB every cold start would pay for.
 */
export class EmfMetrics implements MetricsRecorder {
  readonly #namespace: string;
  /** Values by metric, by reason; those of every reason under `undefined`. */
  readonly #recorded = new Map<string | undefined, Map<MetricName, number[]>>();

  /**
   * @param namespace - Of the metrics in CloudWatch. Their dimension `service` is the environment's
   *   `POWERTOOLS_SERVICE_NAME`.
   */
  constructor(namespace = 'FrameioLambda') {
    this.#namespace = namespace;
  }

  record(name: MetricName, value: number, reason?: string): void {
    this.#keep(undefined, name, value);
    if (reason !== undefined) this.#keep(reason, name, value);
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
      // Not by `console`: Lambda puts JSON of its own around what goes there.
      process.stdout.write(`${JSON.stringify({ _aws, ...dimensions, ...Object.fromEntries(metrics) })}\n`);
    }
    this.#recorded.clear();
  }

  #keep(reason: string | undefined, name: MetricName, value: number): void {
    const metrics = this.#recorded.get(reason) ?? new Map<MetricName, number[]>();
    const values = metrics.get(name) ?? [];
    this.#recorded.set(reason, metrics.set(name, values));
    if (values.push(value) === MOST_VALUES) this.publish();
  }
}
