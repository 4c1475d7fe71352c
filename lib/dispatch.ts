import { Budget } from './budget.ts';
import { type ContextServices, DeliveryContext, type HandlerContext, type WebhookHandler } from './context.ts';
import type { AnyWebhookEvent } from './events/event-map.ts';
import { type Middleware, runInside } from './middleware.ts';

/** A handler as the app keeps it. */
export interface RegisteredHandler {
  readonly name: string;
  readonly handle: WebhookHandler;
}

/** How one handler of a delivery ended. `unfinished`: it was still running when the budget was spent. */
export interface HandlerResult {
  readonly handlerName: string;
  readonly outcome: 'done' | 'failed' | 'unfinished';
  /** What the handler threw, or the `HandlerBudgetError`. */
  readonly error?: unknown;
}

/** What the runs of an app's handlers are made from. */
export interface DispatchServices extends ContextServices {
  readonly middleware: readonly Middleware[];
  /** Must not reject. */
  readonly onError: (error: unknown, context: HandlerContext) => Promise<void>;
}

/**
 * Runs the handlers of one event side by side, until all have ended or the budget is spent. One that fails does not
 * touch the others.
 *
 * @param budgetMs - After so many ms the handlers' `signal` aborts, and what has not ended counts as unfinished.
 * @returns One result a handler, in the order given.
 */
export async function dispatch(
  event: AnyWebhookEvent,
  handlers: readonly RegisteredHandler[],
  services: DispatchServices,
  budgetMs: number,
): Promise<readonly HandlerResult[]> {
  if (handlers.length === 0) return [];
  const budget = new Budget(budgetMs);
  const unfinished: HandlerContext[] = [];
  const results = await budget.spend<Run, HandlerResult>(
    handlers.map((handler) => ({ handler, context: new DeliveryContext(event, handler.name, services, budget) })),
    (run) => start(run, services, budget),
    ({ context }, error) => {
      unfinished.push(context);
      return { handlerName: context.handlerName, outcome: 'unfinished', error };
    },
  );
  for (const context of unfinished) await services.onError(budget.error, context);
  return results;
}

/** One handler about to work on one event. */
interface Run {
  readonly handler: RegisteredHandler;
  readonly context: HandlerContext;
}

async function start({ handler, context }: Run, services: DispatchServices, budget: Budget): Promise<HandlerResult> {
  const { name: handlerName, handle } = handler;
  try {
    await runInside(services.middleware, context, () => handle(context));
    return { handlerName, outcome: 'done' };
  } catch (error) {
    // What fails after the budget is spent has been reported as unfinished.
    if (!budget.error) await services.onError(error, context);
    return { handlerName, outcome: 'failed', error };
  }
}
