import type { FrameioClientLike } from '../client/client-like.ts';
import type { AnyContext } from '../dispatch/any-context.ts';
import type { DeliveryDetails } from '../dispatch/delivery-details.ts';
import type { HandlerResult } from '../dispatch/handler-result.ts';
import type { HandlerServices, RegisteredHandler } from '../dispatch/handler-run.ts';
import type { ContextServices } from '../dispatch/lazy-context.ts';
import { runHandlers } from '../dispatch/run-handlers.ts';
import { WebhookContext } from '../dispatch/webhook-context.ts';
import type { AnyWebhookEvent } from '../events/event-map.ts';
import { identifyEvent, type SameEventRule } from '../idempotency/same-event.ts';
import type { LogAttributes, Logger } from '../observability/logger.ts';
import { serializeError } from '../observability/serialize-error.ts';
import { createFileReadyRecorder } from './file-ready-recorder.ts';
import { HandlerRegistry, type WebhookRegistration } from './handler-registry.ts';
import type { SelfEventFilter } from './self-event-filter.ts';

/** The parts of an app that run its handlers of events. */
export interface WebhookDispatcherServices<Client, Env, Secret extends string> {
  readonly logger: Logger;
  readonly selfEvents: SelfEventFilter;
  readonly contextServices: ContextServices<Client, Env, Secret>;
  readonly handlerServices: HandlerServices<AnyContext<Client, Env, Secret>>;
}

/** The handlers to run for an event. */
interface EventRun<Context> {
  readonly event: AnyWebhookEvent;
  readonly handlers: readonly WebhookRegistration<Context>[];
  readonly budgetMs: number;
  readonly details: DeliveryDetails | undefined;
}

/** Runs the handlers of events, except for events that the app itself caused. */
export class WebhookDispatcher<Client extends FrameioClientLike, Env, Secret extends string> {
  readonly handlers = new HandlerRegistry<WebhookContext<Client, Env, Secret>>();
  readonly #services: WebhookDispatcherServices<Client, Env, Secret>;
  readonly #fileReady: ReturnType<typeof createFileReadyRecorder>;

  constructor(services: WebhookDispatcherServices<Client, Env, Secret>) {
    this.#services = services;
    this.#fileReady = createFileReadyRecorder(services.logger);
  }

  /** See `App.dispatch`. */
  async dispatch(
    event: AnyWebhookEvent,
    budgetMs: number,
    details: DeliveryDetails | undefined,
  ): Promise<readonly HandlerResult[]> {
    const registered = this.handlers.of(event.type);
    const named = details?.handlers?.map((name) => this.handlers.named(name, event.type)) ?? registered;
    const handlers = named.flatMap((handler) => unlessFiltered(handler, event));
    const results = await this.#runRecorded({ event, handlers, budgetMs, details });
    if (handlers.length === named.length) return results;
    const skipped = named.filter(({ name }) => handlers.every((handler) => handler.name !== name));
    this.#services.logger.debug('event filtered', {
      ...attributesOf(event, details),
      handlers: skipped.map(({ name }) => name),
    });
    return [...results, ...skipped.map(skip)];
  }

  async #runRecorded(run: EventRun<WebhookContext<Client, Env, Secret>>): Promise<readonly HandlerResult[]> {
    if (!this.#fileReady) return await this.#runUnlessSelfEvent(run);
    const { event, budgetMs, details } = run;
    try {
      return await this.#fileReady.run(event, budgetMs, details, (remainingMs, identified) =>
        this.#runUnlessSelfEvent({ ...run, budgetMs: remainingMs, details: identified }),
      );
    } catch (error) {
      return await this.#run(allFailing(run, error));
    }
  }

  async #runUnlessSelfEvent(run: EventRun<WebhookContext<Client, Env, Secret>>): Promise<readonly HandlerResult[]> {
    const { logger, selfEvents } = this.#services;
    const { event, handlers, budgetMs, details } = run;
    if (handlers.length === 0 || !selfEvents.appliesTo(event)) return await this.#run(run);
    const deadline = Date.now() + budgetMs;
    const attributes = attributesOf(event, details);
    const runInTime = (toRun: typeof run) => this.#run({ ...toRun, budgetMs: deadline - Date.now() });
    try {
      if (!(await selfEvents.isSelfEvent(event, budgetMs))) return await runInTime(run);
    } catch (error) {
      logger.error('could not check for a self event', { ...attributes, error: serializeError(error) });
      return await runInTime(allFailing(run, error));
    }
    logger.info('self event skipped', attributes);
    return handlers.map(skip);
  }

  #run({ event, handlers, budgetMs, details }: EventRun<WebhookContext<Client, Env, Secret>>) {
    const { contextServices, handlerServices } = this.#services;
    return runHandlers(
      handlers.map(({ name, handle, sameEvent }) => ({ name, handle, identify: identifier(event, sameEvent) })),
      (handlerName, budget) => new WebhookContext(event, contextServices, { handlerName, budget, delivery: details }),
      handlerServices,
      budgetMs,
      details,
    );
  }
}

/** Returns the handler unless it skips the event. If its filter throws, returns a handler that fails with that error. */
function unlessFiltered<Context>(
  handler: WebhookRegistration<Context>,
  event: AnyWebhookEvent,
): readonly WebhookRegistration<Context>[] {
  try {
    return (handler.accepts?.(event) ?? true) ? [handler] : [];
  } catch (error) {
    return [failing(handler, error)];
  }
}

function failing<Context>(handler: WebhookRegistration<Context>, error: unknown): WebhookRegistration<Context> {
  return { ...handler, handle: () => Promise.reject(error) };
}

function allFailing<Context>(run: EventRun<Context>, error: unknown): EventRun<Context> {
  return { ...run, handlers: run.handlers.map((handler) => failing(handler, error)) };
}

function skip({ name }: { readonly name: string }): HandlerResult {
  return { handlerName: name, outcome: 'skipped' };
}

function attributesOf(event: AnyWebhookEvent, details: DeliveryDetails | undefined): LogAttributes {
  return {
    event_type: event.type,
    resource_id: event.resourceId,
    ...(details && { correlation_id: details.correlationId, attempt: details.attempt }),
  };
}

/** Returns the function that identifies the event of a delivery. A message of an earlier version has no signed parts. */
function identifier(event: AnyWebhookEvent, rule: SameEventRule | undefined): RegisteredHandler<never>['identify'] {
  return ({ deliveryKey, signed }) => (signed ? identifyEvent(event, signed, rule, deliveryKey) : { deliveryKey });
}
