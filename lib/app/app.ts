import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import type { ActionContext, ActionHandler } from '../actions/action-context.ts';
import type { ActionData } from '../actions/action-data.ts';
import type { ActionDefinition } from '../actions/action-definition.ts';
import type { FormSource } from '../actions/form-source.ts';
import type { FormValues } from '../actions/reply-data.ts';
import type { FrameioClient } from '../client/client.ts';
import type { FrameioClientLike } from '../client/client-like.ts';
import type { AppManifest } from '../core/manifest.ts';
import type { AnyContext } from '../dispatch/any-context.ts';
import type { DeliveryDetails } from '../dispatch/delivery-details.ts';
import type { WebhookHandler } from '../dispatch/handler-context.ts';
import type { HandlerResult } from '../dispatch/handler-result.ts';
import type { HandlerServices } from '../dispatch/handler-run.ts';
import type { ClientProvider, ContextServices } from '../dispatch/lazy-context.ts';
import type { Middleware } from '../dispatch/middleware.ts';
import type { AnyWebhookEvent, WebhookEvent, WebhookEventName } from '../events/event-map.ts';
import type { Job } from '../jobs/job.ts';
import type { JobHandler } from '../jobs/job-context.ts';
import type { QueuedJob } from '../jobs/job-registry.ts';
import { unknownJobError } from '../jobs/unknown-job-error.ts';
import { defaultMetrics } from '../observability/default-metrics.ts';
import { type Logger, withSerializedErrors } from '../observability/logger.ts';
import { type MetricsRecorder, neverThrowing } from '../observability/metrics.ts';
import { serializeError } from '../observability/serialize-error.ts';
import { isSecretReference } from '../secrets/secret-cache.ts';
import { resolveSigningSecrets, type SigningSecrets } from '../secrets/signing-secrets.ts';
import { type AppActions, type AppFeatures, createFeatures, requireFeatures } from './app-features.ts';
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
import type { ErrorHandler, HandlerOptions } from './handler-options.ts';
import { idempotencyStoreProvider } from './idempotency-store-provider.ts';
import { rememberedSecrets } from './remembered-secrets.ts';
import { COMMENT_EVENTS, SelfEventFilter } from './self-event-filter.ts';
import { WebhookDispatcher } from './webhook-dispatcher.ts';

/**
 * Registers handlers of events, custom actions and jobs, and runs them with a Frame.io client, a logger and metrics. The
 * constructor makes no call and needs no variable: the app reads its variables and secrets on first use.
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
  readonly #middleware: Middleware<Client, EnvValues<Env>, SecretName<Secrets>>[] = [];
  readonly #errorHandlers: ErrorHandler<Client, EnvValues<Env>, SecretName<Secrets>>[] = [];
  readonly #webhooks: WebhookDispatcher<Client, EnvValues<Env>, SecretName<Secrets>>;
  readonly #features: AppFeatures<Client, EnvValues<Env>, SecretName<Secrets>> | undefined;
  readonly #contextServices: ContextServices<Client, EnvValues<Env>, SecretName<Secrets>>;
  readonly #handlerServices: HandlerServices<AnyContext<Client, EnvValues<Env>, SecretName<Secrets>>>;
  readonly #client: ClientProvider<Client>;
  readonly #token: AppToken;
  readonly #secrets: DeclaredSecrets;
  readonly #declarations: Omit<AppManifest, 'version' | 'handlers' | 'actions' | 'jobs'>;

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
      actionSigningSecrets,
      actionFailureMessage,
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
      ...(isSecretReference(actionSigningSecrets) && { actionSigningSecretsSecretId: actionSigningSecrets.secretId }),
    };
    this.#secrets = new DeclaredSecrets(declaredSecrets, { logger: this.logger, metrics: this.metrics });
    this.#contextServices = {
      logger: this.logger,
      client: this.#client,
      env: declaredEnv<Env>(variables),
      secrets: this.#secrets,
      store: () => (typeof store === 'object' ? store : requireFeatures(this.#features).store()),
      enqueuer: (origin) => requireFeatures(this.#features).enqueuer(origin),
    };
    this.#handlerServices = {
      middleware: this.#middleware,
      idempotencyStore: idempotencyStoreProvider(idempotencyStore),
      metrics: this.metrics,
      onError: (error, context) => this.#reportError(error, context),
    };
    this.#features = createFeatures({
      logger: this.logger,
      metrics: this.metrics,
      contextServices: this.#contextServices,
      handlerServices: this.#handlerServices,
      actionSigningSecrets,
      actionFailureMessage,
      store,
      onRequest: () => this.#webhooks.handlers.close(),
    });
    const clock = options && 'clock' in options ? options.clock : undefined;
    this.#webhooks = new WebhookDispatcher({
      logger: this.logger,
      selfEvents: new SelfEventFilter(this.#client, skipSelfEvents, { logger: this.logger, clock }),
      contextServices: this.#contextServices,
      handlerServices: this.#handlerServices,
    });
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
    this.#webhooks.handlers.add(typeof events === 'string' ? [events] : events, handler, options);
    return this;
  }

  /**
   * Registers a custom action: an entry in the menu of files, folders and version stacks in Frame.io. The handler receives
   * the data of the action's form, and returns the message that the person sees.
   *
   * ```ts
   * app.onAction('studio.archive', {
   *   name: 'Archive',
   *   description: 'Moves the file to cold storage',
   *   form: form({ title: 'Archive', description: 'Why?', fields: { reason: text({ label: 'Reason' }) } }),
   * }, async ({ action, data, enqueue }) => {
   *   await enqueue('archive', { fileId: action.resourceId, reason: data.reason });
   *   return message('Archiving', 'You will find a comment on the file when it is done.');
   * });
   * ```
   *
   * @param key - Identifies the action: `event` in Frame.io's API. Do not change it after the action is deployed.
   * @param handler - Runs once for each submission, however often Frame.io sends it. It has the action's timeout, less 1.3 s.
   * @throws ConfigError for an invalid definition, a duplicate key, and after the first delivery.
   */
  onAction<Source extends FormSource<ContextOfAction<Client, Env, Secrets>>>(
    key: string,
    definition: ActionDefinition<Source>,
    handler: ActionHandler<
      ActionData<Source, ContextOfAction<Client, Env, Secrets>>,
      Client,
      EnvValues<Env>,
      SecretName<Secrets>
    >,
  ): this;
  onAction(
    key: string,
    definition: ActionDefinition<FormSource<ContextOfAction<Client, Env, Secrets>>>,
    handler: ActionHandler<FormValues, Client, EnvValues<Env>, SecretName<Secrets>>,
  ): this {
    this.#webhooks.handlers.assertOpen();
    requireFeatures(this.#features).actions.add(key, definition, handler);
    return this;
  }

  /**
   * The custom actions, for the entry points. `undefined` if the app has none. After the first request, the app accepts no
   * registrations.
   */
  get actions(): AppActions | undefined {
    return this.#features?.appActions;
  }

  /**
   * Registers the handler of a job: background work that handlers put on the queue with `enqueue`. The worker runs it, with
   * the same retries and dead letters as for events.
   *
   * @param name - The job, or its name. A name alone leaves the payload unchecked: its type is `unknown`.
   * @throws ConfigError for an invalid name, a duplicate job, and after the first delivery.
   */
  onJob<Payload>(name: Job<Payload>, handler: JobHandler<Payload, Client, EnvValues<Env>, SecretName<Secrets>>): this;
  onJob(name: string, handler: JobHandler<unknown, Client, EnvValues<Env>, SecretName<Secrets>>): this;
  onJob(name: Job | string, handler: JobHandler<unknown, Client, EnvValues<Env>, SecretName<Secrets>>): this {
    this.#webhooks.handlers.assertOpen();
    requireFeatures(this.#features).jobs.add(name, handler);
    return this;
  }

  /**
   * What a deployment needs to know: the handlers and their events, the custom actions, the jobs, the declared variables and
   * secrets. It is a JSON value. To read it, the app needs no variable, no secret and no network.
   */
  get manifest(): AppManifest {
    return {
      version: 1,
      handlers: this.#webhooks.handlers.manifest,
      actions: this.#features?.actions.manifest ?? [],
      jobs: this.#features?.jobs.manifest ?? [],
      ...this.#declarations,
    };
  }

  /**
   * Runs `middleware` around every handler. The first one registered is the outermost.
   *
   * @throws ConfigError after the first delivery.
   */
  use(middleware: Middleware<Client, EnvValues<Env>, SecretName<Secrets>>): this {
    this.#webhooks.handlers.assertOpen();
    this.#middleware.push(middleware);
    return this;
  }

  /**
   * Calls `handler` for every handler that failed or timed out, for example to send an alert.
   *
   * @throws ConfigError after the first delivery.
   */
  onError(handler: ErrorHandler<Client, EnvValues<Env>, SecretName<Secrets>>): this {
    this.#webhooks.handlers.assertOpen();
    this.#errorHandlers.push(handler);
    return this;
  }

  /** Whether the app has an idempotency store. */
  get hasIdempotencyStore(): boolean {
    return this.#handlerServices.idempotencyStore() !== undefined;
  }

  /**
   * Fetches the stored secrets of the app in parallel, so that the first delivery does not wait for them. For entry points.
   * Never rejects: if a secret is unavailable, its first use fetches it again and reports the failure.
   */
  async preload(): Promise<void> {
    const { actions, signingSecrets } = this;
    const secrets = [this.#token, signingSecrets, this.#secrets, ...(actions ? [actions.signingSecrets] : [])];
    await Promise.all(secrets.map((secret) => secret.preload()));
  }

  /**
   * Runs the handlers of an event. For entry points. After the first call, the app accepts no registrations.
   *
   * @param budgetMs - Time for all handlers together, in milliseconds.
   * @param details - The delivery of the event. Without details, the app does not use the idempotency store.
   * @returns One result for each handler. Empty if the event has no handler.
   */
  dispatch(event: AnyWebhookEvent, budgetMs: number, details?: DeliveryDetails): Promise<readonly HandlerResult[]> {
    return this.#webhooks.dispatch(event, budgetMs, details);
  }

  /**
   * Runs the handler of a job. For the worker. After the first call, the app accepts no registrations.
   *
   * @param budgetMs - Time for the handler, in milliseconds.
   * @returns One result.
   */
  dispatchJob(
    { name, body }: QueuedJob,
    budgetMs: number,
    details: DeliveryDetails,
  ): Promise<readonly HandlerResult[]> {
    this.#webhooks.handlers.close();
    const features = this.#features;
    // Its last job or action was removed while jobs were on the queue.
    if (!features) return Promise.resolve([{ handlerName: name, outcome: 'failed', error: unknownJobError(name) }]);
    const services = { contextServices: this.#contextServices, handlerServices: this.#handlerServices };
    return features.jobs.run(name, { body, budgetMs, details, ...services });
  }

  async #reportError(error: unknown, context: AnyContext<Client, EnvValues<Env>, SecretName<Secrets>>): Promise<void> {
    for (const handle of this.#errorHandlers) {
      try {
        await handle(error, context);
      } catch (handlerError) {
        context.logger.error('onError handler failed', { error: serializeError(handlerError) });
      }
    }
  }
}

/** The context that an app passes to the form function of an action and to the steps of its wizard. */
type ContextOfAction<
  Client extends FrameioClientLike,
  Env extends EnvDeclaration,
  Secrets extends SecretsDeclaration,
> = ActionContext<FormValues, Client, EnvValues<Env>, SecretName<Secrets>>;
