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
  const contextOf = ({ name }: RegisteredHandler) => new DeliveryContext(event, name, services, budget);
  const results = await budget.spend<RegisteredHandler, HandlerResult>(
    handlers,
    (handler) => run(handler, contextOf(handler), services, budget),
    ({ name }, error) => ({ handlerName: name, outcome: 'unfinished', error }),
  );
  if (budget.error) {
    const unfinished = handlers.filter((_, index) => results[index]?.outcome === 'unfinished');
    await reportUnfinished(unfinished.map(contextOf), budget.error, services);
  }
  return results;
}

async function run(
  { name, handle }: RegisteredHandler,
  context: HandlerContext,
  services: DispatchServices,
  budget: Budget,
): Promise<HandlerResult> {
  try {
    await runInside(services.middleware, context, () => handle(context));
    return { handlerName: name, outcome: 'done' };
  } catch (error) {
    // What fails after the budget is spent has been reported as unfinished.
    if (!budget.error) {
      context.logger.error('handler failed', { error }); // first: a report may take what is left of the budget
      await services.onError(error, context);
    }
    return { handlerName: name, outcome: 'failed', error };
  }
}

/** How long, in ms, those who are told of unfinished handlers may take: Frame.io is still waiting for an answer. */
const REPORT_BUDGET_MS = 500;

async function reportUnfinished(
  contexts: readonly HandlerContext[],
  error: unknown,
  { onError }: DispatchServices,
): Promise<void> {
  for (const { logger } of contexts) logger.error('handler unfinished', { error });
  await new Budget(REPORT_BUDGET_MS).spend(
    contexts,
    (context) => onError(error, context),
    ({ logger }) => logger.error('onError handler unfinished'),
  );
}
