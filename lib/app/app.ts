import type { ActionContext, ActionHandler } from '../actions/action-context.ts';
import type { ActionData } from '../actions/action-data.ts';
import type { ActionDefinition } from '../actions/action-definition.ts';
import type { FormSource } from '../actions/form-source.ts';
import type { FormValues } from '../actions/reply-data.ts';
import type { FrameioClient } from '../client/client.ts';
import type { FrameioClientLike } from '../client/client-like.ts';
import type { AppManifest } from '../core/manifest.ts';
import type { DeliveryDetails } from '../dispatch/delivery-details.ts';
import type { WebhookHandler } from '../dispatch/handler-context.ts';
import type { HandlerResult } from '../dispatch/handler-result.ts';
import type { Middleware } from '../dispatch/middleware.ts';
import type { AnyWebhookEvent, WebhookEvent, WebhookEventName } from '../events/event-map.ts';
import type { Job } from '../jobs/job.ts';
import type { JobHandler } from '../jobs/job-context.ts';
import type { QueuedJob } from '../jobs/job-registry.ts';
import { unknownJobError } from '../jobs/unknown-job-error.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import type { SigningSecrets } from '../secrets/signing-secrets.ts';
import { type AppActions, requireFeatures } from './app-features.ts';
import type { AppOptionsFor, NoDeclarations } from './app-options.ts';
import { type AppServices, createAppServices } from './app-services.ts';
import type { EnvDeclaration, EnvValues } from './declared-env.ts';
import type { SecretName, SecretsDeclaration } from './declared-secrets.ts';
import type { ErrorHandler, HandlerOptions } from './handler-options.ts';

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
  readonly #services: AppServices<Client, EnvValues<Env>, SecretName<Secrets>>;

  /**
   * Creates an app without handlers.
   *
   * @throws ConfigError for an invalid declaration in `env` or `secrets`.
   */
  constructor(options?: AppOptionsFor<Client, Env, Secrets>) {
    this.#services = createAppServices<Client, Env, Secrets>(options);
    this.logger = this.#services.logger;
    this.metrics = this.#services.metrics;
    this.signingSecrets = this.#services.signingSecrets;
  }

  /**
   * The Frame.io client: the given one, or one that the app creates on first use.
   *
   * @throws ConfigError when the app has neither a client nor a token.
   */
  get client(): Client {
    return this.#services.client();
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
    this.#services.webhooks.handlers.add(typeof events === 'string' ? [events] : events, handler, options);
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
    this.#services.webhooks.handlers.assertOpen();
    requireFeatures(this.#services.features).actions.add(key, definition, handler);
    return this;
  }

  /**
   * The custom actions, for the entry points. `undefined` if the app has none. After the first request, the app accepts no
   * registrations.
   */
  get actions(): AppActions | undefined {
    return this.#services.features?.appActions;
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
    this.#services.webhooks.handlers.assertOpen();
    requireFeatures(this.#services.features).jobs.add(name, handler);
    return this;
  }

  /**
   * What a deployment needs to know: the handlers and their events, the custom actions, the jobs, the declared variables and
   * secrets. It is a JSON value. To read it, the app needs no variable, no secret and no network.
   */
  get manifest(): AppManifest {
    return {
      version: 1,
      handlers: this.#services.webhooks.handlers.manifest,
      actions: this.#services.features?.actions.manifest ?? [],
      jobs: this.#services.features?.jobs.manifest ?? [],
      ...this.#services.declarations,
    };
  }

  /**
   * Runs `middleware` around every handler. The first one registered is the outermost.
   *
   * @throws ConfigError after the first delivery.
   */
  use(middleware: Middleware<Client, EnvValues<Env>, SecretName<Secrets>>): this {
    this.#services.webhooks.handlers.assertOpen();
    this.#services.middleware.push(middleware);
    return this;
  }

  /**
   * Calls `handler` for every handler that failed or timed out, for example to send an alert.
   *
   * @throws ConfigError after the first delivery.
   */
  onError(handler: ErrorHandler<Client, EnvValues<Env>, SecretName<Secrets>>): this {
    this.#services.webhooks.handlers.assertOpen();
    this.#services.errorHandlers.add(handler);
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
    const { token, signingSecrets, secrets, features } = this.#services;
    const actions = features?.appActions;
    const stored = [token, signingSecrets, secrets, ...(actions ? [actions.signingSecrets] : [])];
    await Promise.all(stored.map((secret) => secret.preload()));
  }

  /**
   * Runs the handlers of an event. For entry points. After the first call, the app accepts no registrations.
   *
   * @param budgetMs - Time for all handlers together, in milliseconds.
   * @param details - The delivery of the event. Without details, the app does not use the idempotency store.
   * @returns One result for each handler. Empty if the event has no handler.
   */
  dispatch(event: AnyWebhookEvent, budgetMs: number, details?: DeliveryDetails): Promise<readonly HandlerResult[]> {
    return this.#services.webhooks.dispatch(event, budgetMs, details);
  }

  /**
   * Runs the handler of a job. For the worker. After the first call, the app accepts no registrations.
   *
   * @param budgetMs - Time for the handler, in milliseconds.
   * @returns One result.
   */
  dispatchJob(job: QueuedJob, budgetMs: number, details: DeliveryDetails): Promise<readonly HandlerResult[]> {
    const { webhooks, features } = this.#services;
    webhooks.handlers.close();
    if (features) return features.runJob(job, budgetMs, details);
    // Its last job or action was removed while jobs were on the queue.
    return Promise.resolve([{ handlerName: job.name, outcome: 'failed', error: unknownJobError(job.name) }]);
  }
}

/** The context that an app passes to the form function of an action and to the steps of its wizard. */
type ContextOfAction<
  Client extends FrameioClientLike,
  Env extends EnvDeclaration,
  Secrets extends SecretsDeclaration,
> = ActionContext<FormValues, Client, EnvValues<Env>, SecretName<Secrets>>;
