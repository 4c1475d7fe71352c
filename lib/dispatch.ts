import { Budget } from './budget.ts';
import {
  type ContextServices,
  DeliveryContext,
  type DeliveryDetails,
  type HandlerContext,
  type WebhookHandler,
} from './context.ts';
import type { AnyWebhookEvent } from './events/event-map.ts';
import type { MetricsRecorder } from './metrics.ts';
import { type Middleware, runInside } from './middleware.ts';
import type { Ledger } from './queue/ledger.ts';
import { loggable } from './thrown.ts';

/** A handler as the app keeps it. */
export interface RegisteredHandler<Client> {
  readonly name: string;
  readonly handle: WebhookHandler<AnyWebhookEvent, Client>;
}

/**
 * How one handler of a delivery ended. `unfinished`: it was still running when the budget was spent. `duplicate`: it had
 * done this delivery before. `busy`: somebody else is at it. `skipped`: the app caused the event itself.
 */
export interface HandlerResult {
  readonly handlerName: string;
  readonly outcome: 'done' | 'failed' | 'unfinished' | 'duplicate' | 'busy' | 'skipped';
  /** What the handler threw, or the `HandlerBudgetError`. */
  readonly error?: unknown;
  /** When it may be tried again, in ms from now, where that is known. */
  readonly retryAfterMs?: number | undefined;
}

/** Whether a handler has still to be run. */
export function isLeft({ outcome }: HandlerResult): boolean {
  return outcome === 'failed' || outcome === 'unfinished' || outcome === 'busy';
}

/** What the runs of an app's handlers are made from. */
export interface DispatchServices<Client> extends ContextServices<Client> {
  readonly middleware: readonly Middleware<Client>[];
  readonly ledger: Ledger | undefined;
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
  services: DispatchServices<Client>,
  budgetMs: number,
  details?: DeliveryDetails,
): Promise<readonly HandlerResult[]> {
  if (handlers.length === 0) return [];
  const budget = new Budget(budgetMs);
  const contextOf = ({ name }: RegisteredHandler<Client>) =>
    new DeliveryContext(event, name, services, budget, details);
  const results = await budget.spend<RegisteredHandler<Client>, HandlerResult>(
    handlers,
    (handler) => run(handler, contextOf(handler), services, { budget, budgetMs, details }),
    ({ name }, error) => ({ handlerName: name, outcome: 'unfinished', error }),
  );
  for (const { outcome } of results) countOutcome(services.metrics, outcome);
  if (results.some(({ outcome }) => outcome === 'failed' || outcome === 'unfinished')) {
    await reportErrors(handlers.map(contextOf), results, services.onError);
  }
  return results;
}

function countOutcome(metrics: MetricsRecorder, outcome: HandlerResult['outcome']): void {
  if (outcome === 'done') metrics.record('HandlersDone', 1);
  else if (outcome === 'duplicate') metrics.record('HandlersDuplicate', 1);
  else if (outcome === 'failed' || outcome === 'unfinished') metrics.record('HandlersFailed', 1);
}

/**
 * How long after the budget the lock on a handler's work lasts, in ms: an aborted handler may take a moment to stop.
 */
const LOCK_MARGIN_MS = 2_000;

/** How long, in ms, nobody else begins what a handler with this budget is at. */
export function lockMsFor(budgetMs: number): number {
  return budgetMs + LOCK_MARGIN_MS;
}

interface Turn {
  readonly budget: Budget;
  readonly budgetMs: number;
  readonly details: DeliveryDetails | undefined;
}

async function run<Client>(
  { name, handle }: RegisteredHandler<Client>,
  context: DeliveryContext<Client>,
  { middleware, ledger, metrics }: DispatchServices<Client>,
  { budget, budgetMs, details }: Turn,
): Promise<HandlerResult> {
  const runMeasured = async () => {
    const startedAt = performance.now();
    try {
      await runInside(middleware, context, () => handle(context));
    } finally {
      metrics.record('HandlerDuration', performance.now() - startedAt);
    }
  };
  try {
    if (!ledger || !details) {
      await runMeasured();
      return { handlerName: name, outcome: 'done' };
    }
    const entry = { deliveryKey: details.deliveryKey, handlerName: name, lockMs: lockMsFor(budgetMs) };
    const outcome = await ledger.once(entry, async ({ isRepeat }) => {
      if (budget.error) throw budget.error; // the ledger took too long: somebody else has been told to do it
      context.isRepeat = isRepeat;
      await runMeasured();
    });
    const retryAfterMs = outcome.kind === 'busy' ? outcome.retryAfterMs : undefined;
    return { handlerName: name, outcome: outcome.kind, retryAfterMs };
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
    return outcome === 'failed' || outcome === 'unfinished' ? [{ context, outcome, error }] : [];
  });
  for (const { context, outcome, error } of errors) {
    context.logger.error(`handler ${outcome}`, { error: loggable(error) });
  }
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
