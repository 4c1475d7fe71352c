import type { HandlerOutcome } from '../core/handler-outcome.ts';
import type { MetricName, MetricsRecorder } from '../observability/metrics.ts';
import { serializeError } from '../observability/serialize-error.ts';
import { classifyError } from '../retry/classify-error.ts';
import { type HandlerResult, isFailure } from './handler-result.ts';
import type { HandlerServices, RunContext } from './handler-run.ts';
import { TimeBudget } from './time-budget.ts';

/** Maximum time in milliseconds for all `onError` handlers together: Frame.io still waits for the response. */
const REPORT_BUDGET_MS = 500;

const METRIC_OF_OUTCOME: Partial<Record<HandlerOutcome, MetricName>> = {
  completed: 'HandlersCompleted',
  duplicate: 'HandlersDuplicate',
  failed: 'HandlersFailed',
  timed_out: 'HandlersFailed',
  postponed: 'HandlersPostponed',
};

const LOG_MESSAGE_OF_OUTCOME: Partial<Record<HandlerOutcome, string>> = {
  failed: 'handler failed',
  timed_out: 'handler timed out',
  postponed: 'handler postponed',
};

/** A result and the context of its handler. */
export interface HandlerReport<Context> {
  readonly context: Context;
  readonly result: HandlerResult | undefined;
}

/** Counts how the handlers ended. */
export function recordOutcomes(results: readonly HandlerResult[], metrics: MetricsRecorder): void {
  for (const { outcome } of results) {
    const metric = METRIC_OF_OUTCOME[outcome];
    if (metric) metrics.record(metric, 1);
  }
}

/** Logs every failed or postponed handler. Then calls `onError` for the failures, which may be slow. */
export async function reportErrors<Context extends RunContext>(
  reports: readonly HandlerReport<Context>[],
  onError: HandlerServices<Context>['onError'],
): Promise<void> {
  for (const { context, result } of reports) {
    const message = result && LOG_MESSAGE_OF_OUTCOME[result.outcome];
    if (!message) continue;
    // A requested wait is routine. An outage is not.
    const level = classifyError(result.error) === 'wait_requested' ? 'info' : 'error';
    context.logger[level](message, { error: serializeError(result.error) });
  }
  const failures = reports.filter(({ result }) => result && isFailure(result));
  if (failures.length === 0) return;
  await new TimeBudget(REPORT_BUDGET_MS).run(
    failures,
    async ({ context, result }) => {
      await onError(result?.error, context);
      return 'completed';
    },
    ({ context }) => {
      context.logger.error('onError handler timed out');
      return 'timed_out';
    },
  );
}
