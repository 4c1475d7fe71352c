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
  const budget = new Budget(budgetMs);
  const runs = handlers.map((handler) => new HandlerRun(handler, event, services, budget));
  await budget.limit(Promise.all(runs.map((run) => run.start())));
  const results = runs.map((run) => run.result());
  for (const run of runs) await run.reportError();
  return results;
}

/** One handler at work on one event. */
class HandlerRun {
  readonly #handler: RegisteredHandler;
  readonly #services: DispatchServices;
  readonly #budget: Budget;
  readonly #context: HandlerContext;
  #ended: HandlerResult | undefined;

  constructor(handler: RegisteredHandler, event: AnyWebhookEvent, services: DispatchServices, budget: Budget) {
    this.#handler = handler;
    this.#services = services;
    this.#budget = budget;
    this.#context = new DeliveryContext(event, handler.name, services, budget);
  }

  async start(): Promise<void> {
    const { name, handle } = this.#handler;
    try {
      await runInside(this.#services.middleware, this.#context, () => handle(this.#context));
      this.#end({ handlerName: name, outcome: 'done' });
    } catch (error) {
      this.#end({ handlerName: name, outcome: 'failed', error });
    }
  }

  result(): HandlerResult {
    return this.#ended ?? { handlerName: this.#handler.name, outcome: 'unfinished', error: this.#budget.error };
  }

  async reportError(): Promise<void> {
    const { outcome, error } = this.result();
    if (outcome !== 'done') await this.#services.onError(error, this.#context);
  }

  /** What ends after the budget is spent has already been reported as unfinished. */
  #end(result: HandlerResult): void {
    if (!this.#budget.error) this.#ended = result;
  }
}
