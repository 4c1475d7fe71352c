import { HandlerCrashedError, IdempotencyStoreError } from '../core/errors.ts';
import type { AnyWebhookEvent } from '../events/event-map.ts';
import type { IdempotencyStore } from '../idempotency/idempotency-store.ts';
import type { MetricName, MetricsRecorder } from '../observability/metrics.ts';
import { serializeError } from '../observability/serialize-error.ts';
import { isAskedFor, isPostponement } from '../retry/classify-error.ts';
import {
  type ContextServices,
  type DeliveryDetails,
  type HandlerContext,
  LazyHandlerContext,
  type WebhookHandler,
} from './handler-context.ts';
import { type HandlerResult, isFailure } from './handler-result.ts';
import { type Middleware, runMiddleware } from './middleware.ts';
import { TimeBudget } from './time-budget.ts';

/** A handler as the app keeps it. */
export interface RegisteredHandler<Client> {
  readonly name: string;
  readonly handle: WebhookHandler<AnyWebhookEvent, Client>;
}

/** What the runs of an app's handlers are made from. */
export interface HandlerServices<Client> extends ContextServices<Client> {
  readonly middleware: readonly Middleware<Client>[];
  readonly idempotencyStore: IdempotencyStore | undefined;
  readonly metrics: MetricsRecorder;
  /** Must not reject. */
  readonly onError: (error: unknown, context: HandlerContext<AnyWebhookEvent, Client>) => Promise<void>;
}

/**
 * Runs the handlers of one event side by side, until all have ended or the budget is spent. One that fails does not
 * touch the others.
 *
 * @param budgetMs - After so many ms the handlers' `signal` aborts, and what has not ended counts as unfinished.
 * @returns One result a handler, in the order given.
 */
export async function dispatch<Client>(
  event: AnyWebhookEvent,
  handlers: readonly RegisteredHandler<Client>[],
  services: HandlerServices<Client>,
  budgetMs: number,
  details?: DeliveryDetails,
): Promise<readonly HandlerResult[]> {
  if (handlers.length === 0) return [];
  const budget = new TimeBudget(budgetMs);
  const runs = handlers.map((handler): Run<Client> => {
    const context = new LazyHandlerContext(event, handler.name, services, budget, details);
    return { handler, context, failures: undefined };
  });
  const results = await budget.spend<Run<Client>, HandlerResult>(
    runs,
    (run) => start(run, services, { budget, budgetMs, details }),
    ({ handler, failures }, error) => {
      // With a idempotency store it is known whether it was begun. What was not has not failed.
      const outcome = failures === undefined && services.idempotencyStore && details ? 'postponed' : 'timed_out';
      return { handlerName: handler.name, outcome, error, failures };
    },
  );
  for (const { outcome } of results) {
    const metric = METRIC_OF[outcome];
    if (metric) services.metrics.record(metric, 1);
  }
  if (results.some((result) => isFailure(result) || result.outcome === 'postponed')) {
    await report(
      runs.map(({ context }, index) => ({ context, result: results[index] })),
      services.onError,
    );
  }
  return results;
}

/** One handler at work. */
interface Run<Client> {
  readonly handler: RegisteredHandler<Client>;
  readonly context: LazyHandlerContext<Client>;
  /** As in its result: set once the idempotency store has let it begin. */
  failures: number | undefined;
}

const METRIC_OF: Partial<Record<HandlerResult['outcome'], MetricName>> = {
  completed: 'HandlersCompleted',
  duplicate: 'HandlersDuplicate',
  failed: 'HandlersFailed',
  timed_out: 'HandlersFailed',
  postponed: 'HandlersPostponed',
};

/**
 * How long after the budget the lock on a handler's work lasts, in ms: an aborted handler may take a moment to stop.
 */
const LOCK_MARGIN_MS = 2_000;

/** How long, in ms, nobody else begins what a handler with this budget is at. */
export function lockMsFor(budgetMs: number): number {
  return budgetMs + LOCK_MARGIN_MS;
}

interface Turn {
  readonly budget: TimeBudget;
  readonly budgetMs: number;
  readonly details: DeliveryDetails | undefined;
}

async function start<Client>(
  run: Run<Client>,
  { middleware, idempotencyStore, metrics }: HandlerServices<Client>,
  { budget, budgetMs, details }: Turn,
): Promise<HandlerResult> {
  const { handler, context } = run;
  const handlerName = handler.name;
  const work = () => runMiddleware(middleware, context, () => handler.handle(context));
  // No function around the work, which would be one more promise for every delivery.
  const startWatch = () => {
    const startedAt = performance.now();
    return { stop: () => metrics.record('HandlerDuration', performance.now() - startedAt) };
  };
  try {
    if (!idempotencyStore || !details) {
      const watch = startWatch();
      try {
        await work();
      } finally {
        watch.stop();
      }
      return { handlerName, outcome: 'completed' };
    }
    const { deliveryKey, redriveId, maxAttempts = Number.POSITIVE_INFINITY, lockMs = lockMsFor(budgetMs) } = details;
    const isFailureOf = (error: unknown) => !isPostponement(error);
    const entry = { deliveryKey, handlerName, lockMs, redriveId, isFailure: isFailureOf };
    const outcome = await idempotencyStore.runOnce(entry, async ({ isRetry, failures }) => {
      // Somebody else has been told to do it.
      if (budget.error)
        throw new IdempotencyStoreError('The ledger answered too late.', {
          wasHandlerStarted: false,
          cause: budget.error,
        });
      if (failures >= maxAttempts) throw new HandlerCrashedError(failures);
      run.failures = failures + 1;
      context.isRetry = isRetry;
      const watch = startWatch();
      try {
        await work();
      } finally {
        watch.stop();
      }
    });
    const retryAfterMs = outcome.kind === 'in_progress' ? outcome.retryAfterMs : undefined;
    return { handlerName, outcome: outcome.kind, retryAfterMs };
  } catch (error) {
    return { handlerName, outcome: isPostponement(error) ? 'postponed' : 'failed', error, failures: run.failures };
  }
}

/** How long, in ms, those who are told of errors may take together: Frame.io is still waiting for an answer. */
const REPORT_BUDGET_MS = 500;

interface Ended<Client> {
  readonly context: HandlerContext<AnyWebhookEvent, Client>;
  readonly result: HandlerResult | undefined;
}

/** Logs what went wrong before it tells anybody, as they may take long. */
async function report<Client>(
  ended: readonly Ended<Client>[],
  onError: HandlerServices<Client>['onError'],
): Promise<void> {
  for (const { context, result } of ended) {
    if (!result || (result.outcome !== 'postponed' && !isFailure(result))) continue;
    // A wait that a handler or a rate limit asks for is the order of the day; an outage is not.
    const level = isAskedFor(result.error) ? 'info' : 'error';
    context.logger[level](`handler ${result.outcome}`, { error: serializeError(result.error) });
  }
  const failed = ended.filter(({ result }) => result && isFailure(result));
  if (failed.length === 0) return;
  await new TimeBudget(REPORT_BUDGET_MS).spend(
    failed,
    async ({ context, result }) => {
      await onError(result?.error, context);
      return 'told';
    },
    ({ context }) => {
      context.logger.error('onError handler unfinished');
      return 'not told';
    },
  );
}
