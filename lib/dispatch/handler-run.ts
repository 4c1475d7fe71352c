import { HandlerCrashedError, IdempotencyStoreError } from '../core/errors.ts';
import type { AttemptHistory, IdempotencyStore } from '../idempotency/idempotency-store.ts';
import type { EventIdentity } from '../idempotency/same-event.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import { classifyError } from '../retry/classify-error.ts';
import type { DeliveryDetails } from './delivery-details.ts';
import type { HandlerResult } from './handler-result.ts';
import { type Around, runMiddleware } from './middleware.ts';
import type { TimeBudget } from './time-budget.ts';

/** The part of a handler context that running a handler needs. */
export interface RunContext {
  readonly logger: Logger;
  isRetry: boolean;
  deliveryKey: string | undefined;
}

/** A handler and the name of its registration. */
export interface RegisteredHandler<Context> {
  readonly name: string;
  readonly handle: (context: Context) => void | Promise<void>;
  /** Returns what identifies the handler's work for a delivery. */
  readonly identify: (delivery: DeliveryDetails) => EventIdentity;
}

/** The parts of an app that run its handlers. */
export interface HandlerServices<Context> {
  readonly middleware: readonly Around<Context>[];
  /** Returns the idempotency store of the app, if it has one. */
  readonly idempotencyStore: () => IdempotencyStore | undefined;
  readonly metrics: MetricsRecorder;
  /** Must not reject. */
  readonly onError: (error: unknown, context: Context) => Promise<void>;
}

/** Settings of a `HandlerRun`. */
export interface HandlerRunOptions {
  readonly budget: TimeBudget;
  /** See `RunOnceOptions`. */
  readonly lockMs: number;
  readonly details: DeliveryDetails | undefined;
}

/** One attempt of one handler at one delivery. */
export class HandlerRun<Context extends RunContext> {
  readonly context: Context;
  readonly #handler: RegisteredHandler<Context>;
  readonly #services: HandlerServices<Context>;
  readonly #options: HandlerRunOptions;
  /** Set once the idempotency store lets the handler start. Counts this attempt until it succeeds. */
  #failures: number | undefined;

  constructor(
    handler: RegisteredHandler<Context>,
    context: Context,
    services: HandlerServices<Context>,
    options: HandlerRunOptions,
  ) {
    this.context = context;
    this.#handler = handler;
    this.#services = services;
    this.#options = options;
  }

  /** Runs the handler inside the middleware, once per delivery if there is an idempotency store. Does not reject. */
  async start(): Promise<HandlerResult> {
    const handlerName = this.#handler.name;
    const idempotencyStore = this.#services.idempotencyStore();
    const { details } = this.#options;
    try {
      const identity = details && this.#handler.identify(details);
      this.context.deliveryKey = identity?.deliveryKey;
      if (idempotencyStore && details && identity) return await this.#runOnce(idempotencyStore, details, identity);
      await this.#runTimed();
      return { handlerName, outcome: 'completed' };
    } catch (error) {
      const outcome = isHandlerFailure(error) ? 'failed' : 'postponed';
      return { handlerName, outcome, error, failures: this.#failures };
    }
  }

  /** Returns the result of a run that has not ended in time. */
  timedOut(error: unknown): HandlerResult {
    const isTracked = this.#services.idempotencyStore() !== undefined && this.#options.details !== undefined;
    // With an idempotency store, a missing count means that the handler never started, so it has not failed.
    const outcome = isTracked && this.#failures === undefined ? 'postponed' : 'timed_out';
    return { handlerName: this.#handler.name, outcome, error, failures: this.#failures };
  }

  async #runOnce(
    store: IdempotencyStore,
    { redriveId, maxAttempts }: DeliveryDetails,
    identity: EventIdentity,
  ): Promise<HandlerResult> {
    const handlerName = this.#handler.name;
    const { lockMs } = this.#options;
    const options = { ...identity, handlerName, lockMs, redriveId, isFailure: isHandlerFailure };
    const result = await store.runOnce(options, (history) => this.#runAttempt(history, maxAttempts));
    if (result.kind === 'completed' && result.lostLock) {
      this.context.logger.warn('handler ran in two processes', { delivery_key: this.context.deliveryKey });
    }
    const retryAfterMs = result.kind === 'in_progress' ? result.retryAfterMs : undefined;
    return { handlerName, outcome: result.kind, retryAfterMs };
  }

  async #runAttempt(
    { isRetry, failures, deliveryKey }: AttemptHistory,
    maxAttempts = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    const { error } = this.#options.budget;
    if (error) {
      // The result is already 'postponed', so another process will run the handler.
      const message = 'The idempotency store responded after the time budget had ended, so the handler did not start.';
      throw new IdempotencyStoreError(message, { wasHandlerStarted: false, cause: error });
    }
    if (failures >= maxAttempts) throw new HandlerCrashedError(failures);
    this.#failures = failures + 1;
    this.context.isRetry = isRetry;
    if (deliveryKey !== undefined) this.context.deliveryKey = deliveryKey;
    await this.#runTimed();
  }

  async #runTimed(): Promise<void> {
    const startedAt = performance.now();
    try {
      await runMiddleware(this.#services.middleware, this.context, () => this.#handler.handle(this.context));
    } finally {
      this.#services.metrics.record('HandlerDuration', performance.now() - startedAt);
    }
  }
}

function isHandlerFailure(error: unknown): boolean {
  return classifyError(error) === 'failure';
}
