import { CLOCK_TOLERANCE_MS } from '../core/clock.ts';
import type { DeliveryDetails } from './delivery-details.ts';
import type { HandlerResult } from './handler-result.ts';
import { HandlerRun, type HandlerServices, type RegisteredHandler, type RunContext } from './handler-run.ts';
import { recordOutcomes, reportErrors } from './report-results.ts';
import { TimeBudget } from './time-budget.ts';

/** How long a lock outlasts the time budget, in milliseconds: an aborted handler may take a moment to stop. */
const LOCK_MARGIN_MS = 2_000;

/** Returns how long to lock a handler with this time budget, in milliseconds. */
export function lockMsFor(budgetMs: number): number {
  return budgetMs + LOCK_MARGIN_MS + CLOCK_TOLERANCE_MS;
}

/**
 * Runs the handlers of one event, or the handler of one job, in parallel, until all have ended or the time budget ends. If
 * one handler fails, the others continue.
 *
 * @param makeContext - Makes the context of the handler with the given name.
 * @param budgetMs - Time for the handlers in milliseconds. Then their `signal` aborts, and unfinished ones time out.
 * @returns One result for each handler, in the same order.
 */
export async function runHandlers<Context extends RunContext>(
  handlers: readonly RegisteredHandler<Context>[],
  makeContext: (handlerName: string, budget: TimeBudget) => Context,
  services: HandlerServices<Context>,
  budgetMs: number,
  details?: DeliveryDetails,
): Promise<readonly HandlerResult[]> {
  if (handlers.length === 0) return [];
  const budget = new TimeBudget(budgetMs);
  const lockMs = details?.lockMs ?? lockMsFor(budgetMs);
  const runs = handlers.map((handler) => {
    const context = makeContext(handler.name, budget);
    return new HandlerRun(handler, context, services, { budget, lockMs, details });
  });
  const results = await budget.run<HandlerRun<Context>, HandlerResult>(
    runs,
    (run) => run.start(),
    (run, error) => run.timedOut(error),
  );
  recordOutcomes(results, services.metrics);
  await reportErrors(
    runs.map(({ context }, index) => ({ context, result: results[index] })),
    services.onError,
  );
  return results;
}
