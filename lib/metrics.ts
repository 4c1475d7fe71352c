/**
 * What is measured, and in which unit of CloudWatch's. A delivery is one request that Frame.io signed; a handler is one of
 * the user's functions for it. The guide `docs/operations.md` says of each what it means and when to look at it.
 */
export const METRICS = {
  DeliveriesReceived: 'Count',
  DeliveriesRefused: 'Count',
  DeliveriesUnhandled: 'Count',
  DeliveriesQueued: 'Count',
  HandlersDone: 'Count',
  HandlersDuplicate: 'Count',
  HandlersFailed: 'Count',
  HandlersPostponed: 'Count',
  HandlersDeadLettered: 'Count',
  HandlerDuration: 'Milliseconds',
  AgeAtCompletion: 'Milliseconds',
  ApiCalls: 'Count',
  ApiRateLimited: 'Count',
} as const;

/** The name of a metric. */
export type MetricName = keyof typeof METRICS;

/** Where measurements go. */
export interface MetricsRecorder {
  /** @param reason - Why, for a metric that is counted by reason: a short name from a small set. */
  record(name: MetricName, value: number, reason?: string): void;
  /** Called at the end of each invocation. */
  publish(): void;
}

/** For those who measure nothing. */
export const NO_METRICS: MetricsRecorder = { record: () => undefined, publish: () => undefined };
