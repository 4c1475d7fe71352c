import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import type { FrameioClient } from '../client/client.ts';
import type { FrameioClientLike } from '../client/client-like.ts';
import type { DeliveryDetails, HandlerContext, WebhookHandler } from '../dispatch/handler-context.ts';
import type { HandlerResult } from '../dispatch/handler-result.ts';
import type { HandlerServices, RegisteredHandler } from '../dispatch/handler-run.ts';
import type { Middleware } from '../dispatch/middleware.ts';
import { runHandlers } from '../dispatch/run-handlers.ts';
import type { AnyWebhookEvent, WebhookEvent, WebhookEventName } from '../events/event-map.ts';
import { type Logger, withSerializedErrors } from '../observability/logger.ts';
import { type MetricsRecorder, NO_METRICS, neverThrowing } from '../observability/metrics.ts';
import { serializeError } from '../observability/serialize-error.ts';
import { resolveSigningSecrets, type SigningSecrets } from '../secrets/signing-secrets.ts';
import type { AppOptions, AppOptionsFor, CustomClientOptions } from './app-options.ts';
import { clientProvider } from './client-provider.ts';
import { HandlerRegistry } from './handler-registry.ts';
import { COMMENT_EVENTS, SelfEventFilter } from './self-event-filter.ts';

/** Hears of every handler that failed or ran out of time. The delivery's outcome stays what it is. */
export type ErrorHandler<Client = FrameioClient> = (
  error: unknown,
  context: HandlerContext<AnyWebhookEvent, Client>,
) => void | Promise<void>;

/** Settings of one registration. */
export interface HandlerOptions {
  /**
   * Name of the handler; unique in the app. The idempotency store keeps under it what is done, and messages in the queue ask for the
   * handler by it: once deployed, it should stay.
   * @default the events, and without a idempotency store a number from the second on: `file.ready`, `file.ready#2`
   */
  readonly name?: string;
}

/**
 * Which handler hears which event, with what they need at hand.
 *
 * ```ts
 * const app = new App({ token: process.env.FRAMEIO_TOKEN, signingSecrets: process.env.WEBHOOK_SECRET });
 *
 * app.onWebhook('file.ready', async ({ event, client }) => {
 *   const { data: file } = await client.files.show(event.accountId, event.resourceId);
 *   console.log(`${file.name} is ready`);
 * });
 *
 * export const handler = endpointHandler(app);
 * ```
 */
export class App<Client extends FrameioClientLike = FrameioClient> {
  /**
   * Where the app's own log lines go: the logger it was given. Of an `error` it passes on only what holds no secret, all
   * else as it is; a handler's `logger` looks at everything.
   */
  readonly logger: Logger;
  /** Where its measurements go: the recorder it was given. It does not throw, whatever that one does. */
  readonly metrics: MetricsRecorder;
  /** What deliveries are verified with. */
  readonly signingSecrets: SigningSecrets;
  readonly #handlers: HandlerRegistry<Client>;
  readonly #middleware: Middleware<Client>[] = [];
  readonly #errorHandlers: ErrorHandler<Client>[] = [];
  readonly #services: HandlerServices<Client>;
  readonly #ownEvents: SelfEventFilter;

  constructor(options?: AppOptionsFor<Client>) {
    const {
      signingSecrets,
      logger = new PowertoolsLogger(),
      idempotencyStore,
      metrics = NO_METRICS,
      skipSelfEvents = COMMENT_EVENTS,
    }: AppOptions | CustomClientOptions<Client> = options ?? {};
    this.#handlers = new HandlerRegistry({ areNamesKept: idempotencyStore !== undefined });
    this.logger = withSerializedErrors(logger);
    this.metrics = neverThrowing(metrics, this.logger);
    this.signingSecrets = resolveSigningSecrets(signingSecrets, this.logger, this.metrics);
    this.#services = {
      logger: this.logger,
      client: clientProvider<Client>(options ?? {}, this.logger, this.metrics),
      middleware: this.#middleware,
      idempotencyStore,
      metrics: this.metrics,
      onError: (error, context) => this.#reportError(error, context),
    };
    const clock = options && 'clock' in options ? options.clock : undefined;
    this.#ownEvents = new SelfEventFilter(this.#services.client, skipSelfEvents, { logger: this.logger, clock });
  }

  /**
   * The Frame.io client: the one given, or one made when it is first read.
   *
   * @throws ConfigError when the app has neither a client nor a token.
   */
  get client(): Client {
    return this.#services.client();
  }

  /**
   * Registers a handler for one event, several, or all of them (`'*'`, which also hears events this version does not
   * know by name). An event may have several handlers; they run side by side, and fail one by one.
   *
   * @throws ConfigError for an unknown event name, a name taken, a handler registered twice for an event, and once the
   *   app has begun to work.
   */
  onWebhook<Name extends WebhookEventName>(
    events: Name | readonly Name[],
    handler: WebhookHandler<WebhookEvent<Name>, Client>,
    options?: HandlerOptions,
  ): this;
  onWebhook(events: '*', handler: WebhookHandler<AnyWebhookEvent, Client>, options?: HandlerOptions): this;
  onWebhook(
    events: WebhookEventName | readonly WebhookEventName[] | '*',
    handler: WebhookHandler<AnyWebhookEvent, Client>,
    options: HandlerOptions = {},
  ): this {
    this.#handlers.add(typeof events === 'string' ? [events] : events, handler, options.name);
    return this;
  }

  /** Runs `middleware` around every handler, those registered first outermost. */
  use(middleware: Middleware<Client>): this {
    this.#handlers.assertOpen();
    this.#middleware.push(middleware);
    return this;
  }

  /** Tells `handler` of every handler that failed or ran out of time: to alert, to count. */
  onError(handler: ErrorHandler<Client>): this {
    this.#handlers.assertOpen();
    this.#errorHandlers.push(handler);
    return this;
  }

  /** Whether it remembers what has been done. */
  get hasIdempotencyStore(): boolean {
    return this.#services.idempotencyStore !== undefined;
  }

  /**
   * Runs the handlers of an event; for entry points. From now on nothing can be registered.
   *
   * @param budgetMs - How long the handlers may take together.
   * @param details - What is known of the delivery; without them the idempotency store is not asked.
   * @returns One result a handler; none when nobody listens to the event.
   */
  dispatch(event: AnyWebhookEvent, budgetMs: number, details?: DeliveryDetails): Promise<readonly HandlerResult[]> {
    const listening = this.#handlers.of(event.type);
    const wanted = details?.handlers;
    const handlers = wanted ? wanted.map((name) => this.#handlers.named(name, event.type)) : listening;
    if (handlers.length === 0 || !this.#ownEvents.concerns(event)) {
      return runHandlers(event, handlers, this.#services, budgetMs, details);
    }
    return this.#unlessOwn(event, handlers, budgetMs, details);
  }

  async #unlessOwn(
    event: AnyWebhookEvent,
    handlers: readonly RegisteredHandler<Client>[],
    budgetMs: number,
    details: DeliveryDetails | undefined,
  ): Promise<readonly HandlerResult[]> {
    const deadline = Date.now() + budgetMs;
    const about = {
      event_type: event.type,
      resource_id: event.resourceId,
      ...(details && { correlation_id: details.correlationId, attempt: details.attempt }),
    };
    const run = (toRun: readonly RegisteredHandler<Client>[]) =>
      runHandlers(event, toRun, this.#services, deadline - Date.now(), details);
    try {
      if (!(await this.#ownEvents.include(event, budgetMs))) return await run(handlers);
    } catch (error) {
      this.logger.error('not known whether the event is our own', { ...about, error: serializeError(error) });
      return await run(handlers.map(({ name }) => ({ name, handle: () => Promise.reject(error) })));
    }
    this.logger.info('own event skipped', about);
    return handlers.map(({ name }) => ({ handlerName: name, outcome: 'skipped' }));
  }

  async #reportError(error: unknown, context: HandlerContext<AnyWebhookEvent, Client>): Promise<void> {
    for (const report of this.#errorHandlers) {
      try {
        await report(error, context);
      } catch (reportError) {
        context.logger.error('onError handler failed', { error: serializeError(reportError) });
      }
    }
  }
}
