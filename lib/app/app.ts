import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import type { FrameioClient } from '../client/client.ts';
import type { FrameioClientLike } from '../client/client-like.ts';
import type { AppManifest } from '../core/manifest.ts';
import {
  type ClientProvider,
  type DeliveryDetails,
  type HandlerContext,
  LazyHandlerContext,
  type WebhookHandler,
} from '../dispatch/handler-context.ts';
import type { HandlerResult } from '../dispatch/handler-result.ts';
import type { HandlerServices, RegisteredHandler } from '../dispatch/handler-run.ts';
import type { Middleware } from '../dispatch/middleware.ts';
import { runHandlers } from '../dispatch/run-handlers.ts';
import type { AnyWebhookEvent, WebhookEvent, WebhookEventName } from '../events/event-map.ts';
import type { SameEventRule } from '../idempotency/same-event.ts';
import { defaultMetrics } from '../observability/default-metrics.ts';
import { type Logger, withSerializedErrors } from '../observability/logger.ts';
import { type MetricsRecorder, neverThrowing } from '../observability/metrics.ts';
import { serializeError } from '../observability/serialize-error.ts';
import { isSecretReference } from '../secrets/secret-cache.ts';
import { resolveSigningSecrets, type SigningSecrets } from '../secrets/signing-secrets.ts';
import type { AppOptions, AppOptionsFor, CustomClientOptions, NoDeclarations } from './app-options.ts';
import { AppToken } from './app-token.ts';
import { clientProvider } from './client-provider.ts';
import { declaredEnv, type EnvDeclaration, type EnvValues, readEnvDeclaration } from './declared-env.ts';
import {
  DeclaredSecrets,
  readSecretsDeclaration,
  type SecretName,
  type SecretsDeclaration,
} from './declared-secrets.ts';
import { HandlerRegistry } from './handler-registry.ts';
import { idempotencyStoreProvider } from './idempotency-store-provider.ts';
import { rememberedSecrets } from './remembered-secrets.ts';
import { COMMENT_EVENTS, SelfEventFilter } from './self-event-filter.ts';

/** Receives the error of every handler that failed or timed out. Does not change the outcome of the delivery. */
export type ErrorHandler<Client = FrameioClient, Env = HandlerContext['env'], Secret extends string = never> = (
  error: unknown,
  context: HandlerContext<AnyWebhookEvent, Client, Env, Secret>,
) => void | Promise<void>;

/** Settings of one registration. */
export interface HandlerOptions<Event extends AnyWebhookEvent = AnyWebhookEvent> {
  /**
   * Unique name of the handler. Records of the idempotency store and messages in the queue refer to it, so do not change
   * it after the handler is deployed.
   * @default the event names, such as `file.ready`. A second handler of the same events needs a name of its own
   */
  readonly name?: string;
  /**
   * Decides which deliveries are the same event for this handler. Frame.io sends no event id.
   *
   * - `'body'`: the same body, within 15 minutes of the first delivery.
   * - `'body-and-timestamp'`: the same body and the same signed timestamp.
   * - A function that returns a text: the same text, for 35 days.
   *
   * @default `'body-and-timestamp'` for events that can happen again within minutes, such as `file.updated`; else `'body'`
   */
  readonly sameEvent?: SameEventRule<Event>;
}

/**
 * Registers handlers for events and runs them with a Frame.io client, a logger and metrics. The constructor makes no call
 * and needs no variable: the app reads its variables and secrets on first use.
 *
 * ```ts
 * const app = new App();
 *
 * app.onWebhook('file.ready', async ({ event, client }) => {
 *   const { data: file } = await client.files.show(event.accountId, event.resourceId);
 *   console.log(`${file.name} is ready`);
 * });
 *
 * export const handler = await endpointHandler(app);
 * ```
 */
export class App<
  Client extends FrameioClientLike = FrameioClient,
  const Env extends EnvDeclaration = NoDeclarations,
  const Secrets extends SecretsDeclaration = NoDeclarations,
> {
  /**
   * The given logger, for the app's own log lines. Removes secrets from the attribute `error` only. The `logger` of a
   * handler removes them from all attributes.
   */
  readonly logger: Logger;
  /** The given metrics recorder, wrapped so that it never throws. */
  readonly metrics: MetricsRecorder;
  /** The secrets that verify deliveries. */
  readonly signingSecrets: SigningSecrets;
  readonly #handlers = new HandlerRegistry<ContextIn<Client, Env, Secrets>>();
  readonly #middleware: Middleware<Client, EnvValues<Env>, SecretName<Secrets>>[] = [];
  readonly #errorHandlers: ErrorHandler<Client, EnvValues<Env>, SecretName<Secrets>>[] = [];
  readonly #services: HandlerServices<ContextIn<Client, Env, Secrets>>;
  readonly #client: ClientProvider<Client>;
  readonly #selfEvents: SelfEventFilter;
  readonly #token: AppToken;
  readonly #secrets: DeclaredSecrets;
  readonly #declarations: Omit<AppManifest, 'version' | 'handlers'>;

  /**
   * Creates an app without handlers.
   *
   * @throws ConfigError for an invalid declaration in `env` or `secrets`.
   */
  constructor(options?: AppOptionsFor<Client, Env, Secrets>) {
    const {
      env,
      secrets,
      signingSecrets,
      logger,
      idempotencyStore,
      store = false,
      metrics = defaultMetrics(logger),
      skipSelfEvents = COMMENT_EVENTS,
    }: AppOptions | CustomClientOptions<Client> = options ?? {};
    this.logger = withSerializedErrors(logger ?? new PowertoolsLogger(), serializeError);
    this.metrics = neverThrowing(metrics, this.logger);
    this.signingSecrets = rememberedSecrets(resolveSigningSecrets(signingSecrets, this.logger, this.metrics));
    this.#token = new AppToken(options && 'token' in options ? options.token : undefined);
    this.#client = clientProvider<Client>(options ?? {}, this.#token, this.logger, this.metrics);
    const variables = readEnvDeclaration(env);
    const declaredSecrets = readSecretsDeclaration(secrets, Object.keys(variables));
    this.#declarations = {
      env: variables,
      secrets: declaredSecrets,
      store: store === true,
      ...(this.#token.secretId !== undefined && { apiCredentialsSecretId: this.#token.secretId }),
      ...(isSecretReference(signingSecrets) && { signingSecretsSecretId: signingSecrets.secretId }),
    };
    this.#secrets = new DeclaredSecrets(declaredSecrets, { logger: this.logger, metrics: this.metrics });
    const contextServices = {
      logger: this.logger,
      client: this.#client,
      env: declaredEnv<Env>(variables),
      secrets: this.#secrets,
    };
    this.#services = {
      makeContext: (event, handlerName, budget, details) =>
        new LazyHandlerContext(event, handlerName, contextServices, budget, details),
      middleware: this.#middleware,
      idempotencyStore: idempotencyStoreProvider(idempotencyStore),
      metrics: this.metrics,
      onError: (error, context) => this.#reportError(error, context),
    };
    const clock = options && 'clock' in options ? options.clock : undefined;
    this.#selfEvents = new SelfEventFilter(this.#client, skipSelfEvents, { logger: this.logger, clock });
  }

  /**
   * The Frame.io client: the given one, or one that the app creates on first use.
   *
   * @throws ConfigError when the app has neither a client nor a token.
   */
  get client(): Client {
    return this.#client();
  }

  /**
   * Registers a handler for one event, several events, or all events. `'*'` also receives events that this version does
   * not know. An event may have several handlers. They run in parallel, and one failure does not affect the others.
   *
   * @throws ConfigError for an unknown event name, a duplicate handler name, a handler that is already registered for the
   *   event, and after the first delivery.
   */
  onWebhook<Name extends WebhookEventName>(
    events: Name | readonly Name[],
    handler: WebhookHandler<WebhookEvent<Name>, Client, EnvValues<Env>, SecretName<Secrets>>,
    options?: HandlerOptions<WebhookEvent<Name>>,
  ): this;
  onWebhook(
    events: '*',
    handler: WebhookHandler<AnyWebhookEvent, Client, EnvValues<Env>, SecretName<Secrets>>,
    options?: HandlerOptions,
  ): this;
  onWebhook(
    events: WebhookEventName | readonly WebhookEventName[] | '*',
    handler: WebhookHandler<AnyWebhookEvent, Client, EnvValues<Env>, SecretName<Secrets>>,
    options: HandlerOptions = {},
  ): this {
    this.#handlers.add(typeof events === 'string' ? [events] : events, handler, options);
    return this;
  }

  /**
   * What a deployment needs to know: the handlers and their events, the declared variables and secrets. It is a JSON
   * value. To read it, the app needs no variable, no secret and no network.
   */
  get manifest(): AppManifest {
    return { version: 1, handlers: this.#handlers.manifest, ...this.#declarations };
  }

  /**
   * Runs `middleware` around every handler. The first one registered is the outermost.
   *
   * @throws ConfigError after the first delivery.
   */
  use(middleware: Middleware<Client, EnvValues<Env>, SecretName<Secrets>>): this {
    this.#handlers.assertOpen();
    this.#middleware.push(middleware);
    return this;
  }

  /**
   * Calls `handler` for every handler that failed or timed out, for example to send an alert.
   *
   * @throws ConfigError after the first delivery.
   */
  onError(handler: ErrorHandler<Client, EnvValues<Env>, SecretName<Secrets>>): this {
    this.#handlers.assertOpen();
    this.#errorHandlers.push(handler);
    return this;
  }

  /** Whether the app has an idempotency store. */
  get hasIdempotencyStore(): boolean {
    return this.#services.idempotencyStore() !== undefined;
  }

  /**
   * Fetches the stored secrets of the app in parallel, so that the first delivery does not wait for them. For entry points.
   * Never rejects: if a secret is unavailable, its first use fetches it again and reports the failure.
   */
  async preload(): Promise<void> {
    await Promise.all([this.#token.preload(), this.signingSecrets.preload(), this.#secrets.preload()]);
  }

  /**
   * Runs the handlers of an event. For entry points. After the first call, the app accepts no registrations.
   *
   * @param budgetMs - Time for all handlers together, in milliseconds.
   * @param details - The delivery of the event. Without details, the app does not use the idempotency store.
   * @returns One result for each handler. Empty if the event has no handler.
   */
  dispatch(event: AnyWebhookEvent, budgetMs: number, details?: DeliveryDetails): Promise<readonly HandlerResult[]> {
    const registered = this.#handlers.of(event.type);
    const handlers = details?.handlers?.map((name) => this.#handlers.named(name, event.type)) ?? registered;
    if (handlers.length === 0 || !this.#selfEvents.appliesTo(event)) {
      return runHandlers(event, handlers, this.#services, budgetMs, details);
    }
    return this.#runUnlessSelfEvent(event, handlers, budgetMs, details);
  }

  async #runUnlessSelfEvent(
    event: AnyWebhookEvent,
    handlers: readonly RegisteredHandler<ContextIn<Client, Env, Secrets>>[],
    budgetMs: number,
    details: DeliveryDetails | undefined,
  ): Promise<readonly HandlerResult[]> {
    const deadline = Date.now() + budgetMs;
    const attributes = {
      event_type: event.type,
      resource_id: event.resourceId,
      ...(details && { correlation_id: details.correlationId, attempt: details.attempt }),
    };
    const runInTime = (toRun: readonly RegisteredHandler<ContextIn<Client, Env, Secrets>>[]) =>
      runHandlers(event, toRun, this.#services, deadline - Date.now(), details);
    try {
      if (!(await this.#selfEvents.isSelfEvent(event, budgetMs))) return await runInTime(handlers);
    } catch (error) {
      this.logger.error('could not check for a self event', { ...attributes, error: serializeError(error) });
      return await runInTime(handlers.map((handler) => ({ ...handler, handle: () => Promise.reject(error) })));
    }
    this.logger.info('self event skipped', attributes);
    return handlers.map(({ name }) => ({ handlerName: name, outcome: 'skipped' }));
  }

  async #reportError(error: unknown, context: ContextIn<Client, Env, Secrets>): Promise<void> {
    for (const handle of this.#errorHandlers) {
      try {
        await handle(error, context);
      } catch (handlerError) {
        context.logger.error('onError handler failed', { error: serializeError(handlerError) });
      }
    }
  }
}

/** The context that an app passes to its handlers. */
type ContextIn<
  Client extends FrameioClientLike,
  Env extends EnvDeclaration,
  Secrets extends SecretsDeclaration,
> = LazyHandlerContext<Client, EnvValues<Env>, SecretName<Secrets>>;
