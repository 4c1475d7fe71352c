import type { EnqueueJobs } from '../jobs/enqueue-jobs.ts';
import type { JobOrigin } from '../jobs/job-enqueuer.ts';
import { type LogAttributes, type Logger, withAttributes, withRedaction } from '../observability/logger.ts';
import type { Store } from '../store/store.ts';
import type { CommonContext, SecretValues } from './common-context.ts';
import type { DeliveryDetails } from './delivery-details.ts';
import type { TimeBudget } from './time-budget.ts';

/** Returns the client of an app. With a signal, that client's calls end when the signal aborts. */
export type ClientProvider<Client> = (signal?: AbortSignal) => Client;

/** The parts of an app that its handler contexts use. */
export interface ContextServices<Client, Env, Secret extends string> {
  readonly logger: Logger;
  readonly client: ClientProvider<Client>;
  /** Returns the values of the declared variables. */
  readonly env: () => Env;
  readonly secrets: SecretValues<Secret>;
  /** @throws ConfigError when the app declares no store. */
  readonly store: () => Store;
  /** Returns what enqueues the jobs of one run of a handler. */
  readonly enqueuer: (origin: JobOrigin) => EnqueueJobs;
}

/** What a run of a handler belongs to. */
export interface RunDetails {
  readonly handlerName: string;
  /** Log attributes that say what the handler runs for, such as the event type. */
  readonly subject: LogAttributes;
  /** Account that the handler runs for, if known. */
  readonly accountId: string | undefined;
  readonly budget: TimeBudget;
  readonly delivery: DeliveryDetails | undefined;
}

/** The common part of a handler context. Creates the client and the logger on first use. */
export abstract class LazyContext<Client, Env, Secret extends string> implements CommonContext<Client, Env, Secret> {
  readonly handlerName: string;
  readonly receivedAt: number;
  readonly #services: ContextServices<Client, Env, Secret>;
  readonly #run: RunDetails;
  /** Set from the idempotency store before the handler starts. */
  isRetry = false;
  /** Set before the handler starts. */
  deliveryKey: string | undefined;
  #logger: Logger | undefined;
  #client: Client | undefined;
  #enqueuer: EnqueueJobs | undefined;

  constructor(services: ContextServices<Client, Env, Secret>, run: RunDetails) {
    this.handlerName = run.handlerName;
    this.#services = services;
    this.#run = run;
    this.receivedAt = run.delivery?.receivedAt ?? Date.now();
    this.deliveryKey = run.delivery?.deliveryKey;
  }

  get client(): Client {
    this.#client ??= this.#services.client(this.signal);
    return this.#client;
  }

  get env(): Env {
    return this.#services.env();
  }

  get secrets(): SecretValues<Secret> {
    return this.#services.secrets;
  }

  get store(): Store {
    return this.#services.store();
  }

  get logger(): Logger {
    this.#logger ??= withRedaction(withAttributes(this.#services.logger, this.#logAttributes()));
    return this.#logger;
  }

  get attempt(): number {
    return this.#run.delivery?.attempt ?? 1;
  }

  get signal(): AbortSignal {
    return this.#run.budget.signal;
  }

  get enqueue(): EnqueueJobs['enqueue'] {
    return this.#jobs.enqueue;
  }

  get enqueueEach(): EnqueueJobs['enqueueEach'] {
    return this.#jobs.enqueueEach;
  }

  get #jobs(): EnqueueJobs {
    this.#enqueuer ??= this.#services.enqueuer({
      handlerName: this.handlerName,
      deliveryKey: this.deliveryKey,
      correlationId: this.#run.delivery?.correlationId,
      accountId: this.#run.accountId,
      signal: this.signal,
    });
    return this.#enqueuer;
  }

  #logAttributes(): LogAttributes {
    const { subject, delivery } = this.#run;
    return {
      ...subject,
      handler: this.handlerName,
      ...(delivery && { correlation_id: delivery.correlationId, attempt: delivery.attempt }),
      ...(delivery?.isReconciled && { reconciled: true }),
    };
  }
}
