import { Budget } from './budget.ts';
import { type ContextServices, DeliveryContext, type HandlerContext, type WebhookHandler } from './context.ts';
import type { AnyWebhookEvent } from './events/event-map.ts';
import { type Middleware, runInside } from './middleware.ts';

/** A handler as the app keeps it. */
export interface RegisteredHandler<Client> {
  readonly name: string;
  readonly handle: WebhookHandler<AnyWebhookEvent, Client>;
}

/** How one handler of a delivery ended. `unfinished`: it was still running when the budget was spent. */
export interface HandlerResult {
  readonly handlerName: string;
  readonly outcome: 'done' | 'failed' | 'unfinished';
  /** What the handler threw, or the `HandlerBudgetError`. */
  readonly error?: unknown;
}

/** What the runs of an app's handlers are made from. */
export interface DispatchServices<Client> extends ContextServices<Client> {
  readonly middleware: readonly Middleware<Client>[];
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
  services: DispatchServices<Client>,
  budgetMs: number,
): Promise<readonly HandlerResult[]> {
  if (handlers.length === 0) return [];
  const budget = new Budget(budgetMs);
  const contextOf = ({ name }: RegisteredHandler<Client>) => new DeliveryContext(event, name, services, budget);
  const results = await budget.spend<RegisteredHandler<Client>, HandlerResult>(
    handlers,
    (handler) => run(handler, contextOf(handler), services.middleware),
    ({ name }, error) => ({ handlerName: name, outcome: 'unfinished', error }),
  );
  if (results.some(({ outcome }) => outcome !== 'done')) {
    await reportErrors(handlers.map(contextOf), results, services.onError);
  }
  return results;
}

async function run<Client>(
  { name, handle }: RegisteredHandler<Client>,
  context: HandlerContext<AnyWebhookEvent, Client>,
  middleware: readonly Middleware<Client>[],
): Promise<HandlerResult> {
  try {
    await runInside(middleware, context, () => handle(context));
    return { handlerName: name, outcome: 'done' };
  } catch (error) {
    return { handlerName: name, outcome: 'failed', error };
  }
}

/** How long, in ms, those who are told of errors may take together: Frame.io is still waiting for an answer. */
const REPORT_BUDGET_MS = 500;

/** Logs what went wrong before it tells anybody, as they may take long. */
async function reportErrors<Client>(
  contexts: readonly HandlerContext<AnyWebhookEvent, Client>[],
  results: readonly HandlerResult[],
  onError: DispatchServices<Client>['onError'],
): Promise<void> {
  const errors = contexts.flatMap((context, index) => {
    const { outcome, error } = results[index] ?? {};
    return outcome === undefined || outcome === 'done' ? [] : [{ context, outcome, error }];
  });
  for (const { context, outcome, error } of errors) context.logger.error(`handler ${outcome}`, { error });
  await new Budget(REPORT_BUDGET_MS).spend(
    errors,
    async ({ context, error }) => {
      await onError(error, context);
      return 'told';
    },
    ({ context }) => {
      context.logger.error('onError handler unfinished');
      return 'not told';
    },
  );
}
