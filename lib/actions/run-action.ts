import { ConfigError } from '../core/errors.ts';
import type { AnyContext } from '../dispatch/any-context.ts';
import type { DeliveryDetails } from '../dispatch/delivery-details.ts';
import type { HandlerResult } from '../dispatch/handler-result.ts';
import type { HandlerServices } from '../dispatch/handler-run.ts';
import type { ContextServices } from '../dispatch/lazy-context.ts';
import { runMiddleware } from '../dispatch/middleware.ts';
import { recordOutcomes, reportErrors } from '../dispatch/report-results.ts';
import { TimeBudget } from '../dispatch/time-budget.ts';
import type { ActionEvent } from '../events/action-event.ts';
import type { RegisteredAction } from './action-registry.ts';
import { ActionRunContext } from './action-run-context.ts';
import { advanceForm } from './advance-form.ts';
import { isMessage, type Reply } from './reply.ts';
import type { WizardState } from './wizard-state.ts';

/** The parts of an app that run its custom actions. */
export interface ActionServices<Client, Env, Secret extends string> {
  readonly contextServices: ContextServices<Client, Env, Secret>;
  readonly handlerServices: HandlerServices<AnyContext<Client, Env, Secret>>;
}

/** One request of an interaction, ready to run. */
export interface ActionRun {
  readonly event: ActionEvent;
  /** The submitted values. `undefined` in the first request. */
  readonly submitted: unknown;
  /** The state of the wizard after the earlier requests. */
  readonly state: unknown;
  readonly budgetMs: number;
  readonly details: DeliveryDetails;
  readonly isRetry: boolean;
}

/** How a run ended. */
export type ActionResult =
  | { readonly kind: 'reply'; readonly reply: Reply | undefined; readonly state: WizardState | undefined }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** Too little time was left, so nothing started. */
  | { readonly kind: 'not_started' };

/** Minimum time for a handler in milliseconds. With less, Frame.io had better repeat the request. */
const MIN_BUDGET_MS = 500;

/** Runs a custom action inside the middleware: shows its form, or runs its handler with the data. Does not reject. */
export async function runAction<Client, Env, Secret extends string>(
  action: RegisteredAction<ActionRunContext<Client, Env, Secret>>,
  { event, submitted, state, budgetMs, details, isRetry }: ActionRun,
  { contextServices, handlerServices }: ActionServices<Client, Env, Secret>,
): Promise<ActionResult> {
  if (budgetMs < MIN_BUDGET_MS) return { kind: 'not_started' };
  const handlerName = action.definition.key;
  const budget = new TimeBudget(budgetMs);
  const makeContext = () => {
    const context = new ActionRunContext(event, contextServices, { handlerName, budget, delivery: details });
    context.isRetry = isRetry;
    return context;
  };
  const context = makeContext();
  let reply: Reply | undefined;
  let nextState: WizardState | undefined;
  const answer = async () => {
    if (action.form) {
      const progress = await advanceForm(action.form, {
        submitted,
        state,
        contextWith: (data) => Object.assign(makeContext(), { data }),
      });
      if (!progress.isComplete) {
        reply = progress.reply;
        nextState = progress.state;
        return;
      }
      context.data = progress.data;
    }
    if (budget.error) throw budget.error; // a form function or a middleware took too long: the person has an answer
    const startedAt = performance.now();
    try {
      const returned: unknown = await action.handle(context);
      if (!isMessage(returned)) {
        throw new ConfigError(`The handler of "${handlerName}" returned no message. Return message(...).`);
      }
      reply = returned;
    } finally {
      handlerServices.metrics.record('HandlerDuration', performance.now() - startedAt);
    }
  };
  const [result] = await budget.run<typeof context, HandlerResult>(
    [context],
    async () => {
      try {
        await runMiddleware(handlerServices.middleware, context, answer);
        return { handlerName, outcome: 'completed' };
      } catch (error) {
        return { handlerName, outcome: 'failed', error };
      }
    },
    (_, error) => ({ handlerName, outcome: 'timed_out', error }),
  );
  if (result) recordOutcomes([result], handlerServices.metrics);
  if (result?.outcome === 'completed') return { kind: 'reply', reply, state: nextState };
  await reportErrors([{ context, result }], handlerServices.onError);
  return { kind: 'failed', error: result?.error };
}
