import type { HandlerOutcome } from '../../lib/core/handler-outcome.ts';
import type { DeliveryDetails } from '../../lib/dispatch/delivery-details.ts';
import type { HandlerResult } from '../../lib/dispatch/handler-result.ts';

/** What a handler did so far. The object follows the later attempts. */
export interface HandlerRun {
  readonly name: string;
  /** Outcome of the last attempt. */
  readonly outcome: HandlerOutcome;
  readonly attempts: number;
  /** What the last attempt threw. */
  readonly error?: unknown;
}

/** A delivery that the app received. The object follows the later attempts of its handlers. */
export interface TestDelivery {
  /** Name of the event. */
  readonly type: string;
  readonly resourceId: string;
  /** Body as it was signed. */
  readonly body: string;
  /** Status of the response to Frame.io. */
  readonly status: number;
  /** Outcome in the response, such as `completed`, `queued`, `duplicate` or `unhandled`. */
  readonly outcome: string | undefined;
  readonly handlers: readonly HandlerRun[];
}

/** A job that a handler enqueued and the worker ran. The object follows the later attempts. */
export interface TestJob extends HandlerRun {
  readonly payload: unknown;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** The runs of handlers and jobs, by the correlation id of what they run for. */
export class RunLog {
  readonly jobs: Mutable<TestJob>[] = [];
  readonly #handlers = new Map<string, Mutable<HandlerRun>[]>();
  readonly #jobsByKey = new Map<string, { readonly correlationId: string; readonly job: Mutable<TestJob> }>();

  /** Returns the runs of the handlers of a delivery. Later runs appear in the same list. */
  handlersOf(correlationId: string): readonly HandlerRun[] {
    return this.#listOf(correlationId);
  }

  /** Returns the runs of the handlers of a delivery or a request, and of the jobs that they enqueued. */
  runsOf(correlationId: string): readonly HandlerRun[] {
    const jobs = [...this.#jobsByKey.values()].filter((logged) => logged.correlationId === correlationId);
    return [...this.#listOf(correlationId), ...jobs.map(({ job }) => job)];
  }

  /** Records the results of the handlers of a delivery. */
  addHandlers({ correlationId }: DeliveryDetails, results: readonly HandlerResult[]): void {
    const runs = this.#listOf(correlationId);
    for (const result of results) {
      const known = runs.find(({ name }) => name === result.handlerName);
      if (known) update(known, result);
      else runs.push(newRun(result));
    }
  }

  /** Records the result of a job. */
  addJob({ correlationId, deliveryKey }: DeliveryDetails, body: string, [result]: readonly HandlerResult[]): void {
    if (!result) return;
    const known = this.#jobsByKey.get(deliveryKey);
    if (known) {
      update(known.job, result);
      return;
    }
    const job = { ...newRun(result), payload: JSON.parse(body) };
    this.jobs.push(job);
    this.#jobsByKey.set(deliveryKey, { correlationId, job });
  }

  #listOf(correlationId: string): Mutable<HandlerRun>[] {
    const runs = this.#handlers.get(correlationId) ?? [];
    this.#handlers.set(correlationId, runs);
    return runs;
  }
}

function newRun({ handlerName, outcome, error }: HandlerResult): Mutable<HandlerRun> {
  return { name: handlerName, outcome, attempts: 1, ...(error !== undefined && { error }) };
}

function update(run: Mutable<HandlerRun>, { outcome, error }: HandlerResult): void {
  if (outcome === 'duplicate' && run.outcome === 'completed') return;
  run.outcome = outcome;
  run.attempts += 1;
  if (error === undefined) delete run.error;
  else run.error = error;
}
