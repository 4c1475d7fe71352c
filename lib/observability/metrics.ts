import type { Logger } from './logger.ts';

/**
 * What is measured, and in which unit of CloudWatch's. A delivery is one request that Frame.io signed; a handler is one of
 * the user's functions for it. The guide `docs/operations.md` says of each what it means and when to look at it.
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
  ApiCalls: 'Count',
  ApiRateLimited: 'Count',
  StaleSecretsServed: 'Count',
} as const;

/** The name of a metric. */
export type MetricName = keyof typeof METRICS;

/**
 * Where measurements go. What is thrown by either method, or rejected by what it returns, is logged and goes no further: a
 * delivery is not lost because it could not be counted.
 */
export interface MetricsRecorder {
  /** @param reason - Why, for a metric that is counted by reason: a short name from a small set. */
  record(name: MetricName, value: number, reason?: string): void;
  /** Called at the end of each invocation. */
  publish(): void;
}

/** For those who measure nothing. */
export const NO_METRICS: MetricsRecorder = { record: () => undefined, publish: () => undefined };

/** A recorder that does not throw, whatever the given one does: the log says what that was. */
export function neverThrowing(metrics: MetricsRecorder, logger: Logger): MetricsRecorder {
  if (metrics === NO_METRICS) return metrics;
  const attempt = (measure: () => unknown) => {
    const fail = (error: unknown) => logger.error('metrics failed', { error });
    try {
      const returned = measure(); // a promise, where somebody has made it so
      if (returned instanceof Promise) returned.catch(fail);
    } catch (error) {
      fail(error);
    }
  };
  return {
    record: (...measurement) => attempt(() => metrics.record(...measurement)),
    publish: () => attempt(() => metrics.publish()),
  };
}
