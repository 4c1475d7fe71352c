import type { LogAttributes, Logger } from './logger.ts';

/**
 * Maps each metric to its CloudWatch unit. A delivery is one request to the endpoint. A handler is one of the user's
 * functions for it. `docs/operations.md` explains what each metric means and when to act on it.
 */
export const METRICS = {
  DeliveriesReceived: 'Count',
  DeliveriesUnauthorized: 'Count',
  DeliveriesUnhandled: 'Count',
  DeliveriesQueued: 'Count',
  DeliveriesFailed: 'Count',
  HandlersCompleted: 'Count',
  HandlersDuplicate: 'Count',
  HandlersFailed: 'Count',
  HandlersPostponed: 'Count',
  HandlersDeadLettered: 'Count',
  HandlerDuration: 'Milliseconds',
  AgeAtCompletion: 'Milliseconds',
  AgeAtRetry: 'Milliseconds',
  FilesReconciled: 'Count',
  ApiCalls: 'Count',
  ApiRateLimited: 'Count',
  StaleSecretsServed: 'Count',
  SecretsUnusable: 'Count',
  TokenExchangesFailed: 'Count',
} as const;

/** Name of a metric. */
export type MetricName = keyof typeof METRICS;

/** A log line. */
export interface LogLine {
  readonly level: keyof Logger;
  readonly message: string;
  readonly attributes: LogAttributes;
}

/**
 * Receives measurements. If a method throws or returns a promise that rejects, the framework logs the error and continues:
 * a failed measurement never fails a delivery.
 */
export interface MetricsRecorder {
  /**
   * Records one value.
   *
   * @param reason - A short name from a small set, for a metric that is counted by reason.
   */
  record(name: MetricName, value: number, reason?: string): void;
  /**
   * Publishes the recorded values. The framework calls it at the end of each invocation.
   *
   * @param line - A log line about the invocation. A recorder that writes to the log may write both as one line.
   * @returns `true` if it wrote the line. Otherwise the framework writes it.
   */
  publish(line?: LogLine): unknown;
}

/** A recorder that discards every measurement. */
export const NO_METRICS: MetricsRecorder = { record: () => undefined, publish: () => undefined };

/** Returns a recorder that logs the errors of `metrics` and never throws. */
export function neverThrowing(metrics: MetricsRecorder, logger: Logger): MetricsRecorder {
  if (metrics === NO_METRICS) return metrics;
  const attempt = (measure: () => unknown): unknown => {
    const fail = (error: unknown) => logger.error('metrics failed', { error });
    try {
      const returned = measure(); // a user's recorder may return a promise
      if (returned instanceof Promise) returned.catch(fail);
      return returned;
    } catch (error) {
      return fail(error);
    }
  };
  return {
    record: (...measurement) => void attempt(() => metrics.record(...measurement)),
    publish: (line) => attempt(() => metrics.publish(line)),
  };
}
