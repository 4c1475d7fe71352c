import type { LogAttributes } from './logger.ts';
import { type LogLine, METRICS, type MetricName, type MetricsRecorder } from './metrics.ts';

/** Maximum number of values of one metric in a line (CloudWatch user guide, EMF specification). */
const MAX_VALUES = 100;

/** The values of each metric of one reason. `undefined` holds the values of all reasons. */
type Series = readonly [reason: string | undefined, metrics: Map<MetricName, number[]>];

/** Settings of `EmfMetrics`. */
export interface EmfMetricsOptions {
  /**
   * Whether to write a log line and the measurements of its invocation as one line, whatever the level of the logger.
   * @default false: the logger writes it
   */
  readonly writesLogLines?: boolean;
}

/**
 * Writes measurements as log lines in the embedded metric format, from which CloudWatch creates metrics. No delivery waits
 * for a call to CloudWatch. The lines equal those of Powertools for AWS Lambda, whose metrics package would add 12 KB to
 * the bundle.
 */
export class EmfMetrics implements MetricsRecorder {
  readonly #namespace: string;
  readonly #writesLogLines: boolean;
  /** Values by reason and metric. The key `undefined` holds the values of all reasons. */
  readonly #recorded = new Map<Series[0], Series[1]>();

  /**
   * @param namespace - CloudWatch namespace of the metrics. `POWERTOOLS_SERVICE_NAME` sets their dimension `service`.
   */
  constructor(namespace = 'FrameioLambda', { writesLogLines = false }: EmfMetricsOptions = {}) {
    this.#namespace = namespace;
    this.#writesLogLines = writesLogLines;
  }

  record(name: MetricName, value: number, reason?: string): void {
    this.#add(undefined, name, value);
    if (reason !== undefined) this.#add(reason, name, value);
  }

  publish(line?: LogLine): boolean {
    const service = process.env.POWERTOOLS_SERVICE_NAME || 'service_undefined';
    const timestamp = new Date();
    const lineFields = line && this.#writesLogLines ? fieldsOf(line, timestamp) : undefined;
    const series = [...this.#recorded];
    const isOneLine = haveSameValues(series);
    for (const part of isOneLine ? [series] : series.map((single) => [single])) {
      const fields = Object.assign(
        {},
        ...part.map(([reason, metrics]) => ({ reason, ...Object.fromEntries(metrics) })),
      );
      const CloudWatchMetrics = part.map(([reason, metrics]) => ({
        Namespace: this.#namespace,
        Dimensions: [reason === undefined ? ['service'] : ['service', 'reason']],
        Metrics: [...metrics.keys()].map((name) => ({ Name: name, Unit: METRICS[name] })),
      }));
      const _aws = { Timestamp: timestamp.getTime(), CloudWatchMetrics };
      write({ ...(isOneLine && lineFields), _aws, service, ...fields });
    }
    this.#recorded.clear();
    return isOneLine && lineFields !== undefined;
  }

  #add(reason: string | undefined, name: MetricName, value: number): void {
    const metrics = this.#recorded.get(reason) ?? new Map<MetricName, number[]>();
    const values = metrics.get(name) ?? [];
    this.#recorded.set(reason, metrics.set(name, values));
    if (values.push(value) === MAX_VALUES) this.publish();
  }
}

/** Reports whether a metric by reason has the values of all reasons, so that one line can hold both. */
function haveSameValues([all, byReason, ...more]: readonly Series[]): boolean {
  if (!all || more.length > 0) return false;
  return !byReason || [...byReason[1]].every(([name, values]) => String(values) === String(all[1].get(name)));
}

/** Returns the fields of a log line as Powertools' logger names them. */
function fieldsOf({ level, message, attributes }: LogLine, timestamp: Date): LogAttributes {
  return { level: level.toUpperCase(), message, timestamp, ...attributes };
}

/** Lambda wraps the output of `console` in JSON of its own. */
function write(line: object): void {
  process.stdout.write(`${JSON.stringify(line, (_, value) => (value instanceof Error ? toJson(value) : value))}\n`);
}

/** JSON omits the message and the stack of an error. */
function toJson(error: Error): object {
  const { message, stack } = error;
  return { ...error, message, ...(stack && { stack }) };
}
