import { ActionRegistry } from '../actions/action-registry.ts';
import { type ActionAnswer, type ActionDelivery, ActionResponder } from '../actions/action-responder.ts';
import type { ActionRunContext } from '../actions/action-run-context.ts';
import { defaultFailureMessage, type FailureMessage } from '../actions/failure-message.ts';
import type { ActionServices } from '../actions/run-action.ts';
import { ENV } from '../core/env.ts';
import type { DeliveryDetails } from '../dispatch/delivery-details.ts';
import type { HandlerResult } from '../dispatch/handler-result.ts';
import type { EnqueueJobs } from '../jobs/enqueue-jobs.ts';
import { JobEnqueuer, type JobOrigin } from '../jobs/job-enqueuer.ts';
import { JobQueues } from '../jobs/job-queues.ts';
import { JobRegistry, type QueuedJob } from '../jobs/job-registry.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import { resolveSigningSecrets, type SigningSecrets, type SigningSecretsOption } from '../secrets/signing-secrets.ts';
import { actionStoreProvider } from './action-store-provider.ts';
import { leftOutError } from './left-out-error.ts';
import { rememberedSecrets } from './remembered-secrets.ts';

/** The custom actions of an app, as an endpoint uses them. */
export interface AppActions {
  /** The secrets that verify the requests. */
  readonly signingSecrets: SigningSecrets;
  /** Answers a verified request. Never rejects. */
  readonly answer: (delivery: ActionDelivery) => Promise<ActionAnswer>;
}

/** Settings of `AppFeatures`: see `CommonAppOptions`. */
export interface AppFeaturesOptions<Client, Env, Secret extends string> extends ActionServices<Client, Env, Secret> {
  readonly logger: Logger;
  readonly metrics: MetricsRecorder;
  readonly actionSigningSecrets: SigningSecretsOption | undefined;
  readonly actionFailureMessage: FailureMessage | undefined;
  /** Whether the app has a store: a given one, or a table of the deployment. */
  readonly hasStore: boolean;
  /** Called before each request of a custom action. */
  readonly onRequest: () => void;
}

/** The parts of an app that a bundle leaves out if the app's manifest lists neither actions nor jobs nor a store. */
export class AppFeatures<Client, Env, Secret extends string> {
  readonly jobs = new JobRegistry<Client, Env, Secret>();
  readonly actions = new ActionRegistry<ActionRunContext<Client, Env, Secret>>();
  readonly #queues = new JobQueues();
  readonly #options: AppFeaturesOptions<Client, Env, Secret>;
  #actions: AppActions | undefined;

  constructor(options: AppFeaturesOptions<Client, Env, Secret>) {
    this.#options = options;
  }

  /** Returns what enqueues the jobs of one run of a handler. */
  enqueuer(origin: JobOrigin): EnqueueJobs {
    return new JobEnqueuer(origin, {
      find: (name) => this.jobs.find(name),
      queueOf: (name) => this.#queues.of(name),
    });
  }

  /** See `App.dispatchJob`. */
  runJob({ name, body }: QueuedJob, budgetMs: number, details: DeliveryDetails): Promise<readonly HandlerResult[]> {
    const { contextServices, handlerServices } = this.#options;
    return this.jobs.run(name, { body, budgetMs, details, contextServices, handlerServices });
  }

  /** The custom actions, or `undefined` if the app has none. */
  get appActions(): AppActions | undefined {
    if (this.actions.manifest.length === 0) return undefined;
    this.#actions ??= this.#makeActions();
    return this.#actions;
  }

  #makeActions(): AppActions {
    const { logger, metrics, actionSigningSecrets, actionFailureMessage, hasStore, onRequest, ...services } =
      this.#options;
    const source = { variable: ENV.actionSigningSecretsSecretId, option: 'actionSigningSecrets' };
    const responder = new ActionResponder({
      ...services,
      logger,
      registry: this.actions,
      store: actionStoreProvider(hasStore ? services.contextServices.store : undefined),
      describeFailure: actionFailureMessage ?? defaultFailureMessage,
    });
    return {
      signingSecrets: rememberedSecrets(resolveSigningSecrets(actionSigningSecrets, logger, metrics, source)),
      answer: (delivery) => {
        onRequest();
        return responder.answer(delivery);
      },
    };
  }
}

/** Returns the features of an app, or `undefined` in a bundle that leaves them out. */
export function createFeatures<Client, Env, Secret extends string>(
  options: AppFeaturesOptions<Client, Env, Secret>,
): AppFeatures<Client, Env, Secret> | undefined {
  if (process.env.FRAMEIO_LAMBDA_ONLY_WEBHOOKS === 'true') return undefined; // a constant in a bundle: see `cdk/bundling`
  return new AppFeatures(options);
}

/** @throws ConfigError in a bundle that leaves them out. */
export function requireFeatures<Features>(features: Features | undefined): Features {
  if (features !== undefined) return features;
  throw leftOutError();
}
