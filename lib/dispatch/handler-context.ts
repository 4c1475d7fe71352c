import type { FrameioClient } from '../client/client.ts';
import type { AnyWebhookEvent } from '../events/event-map.ts';
import type { SignedDelivery } from '../idempotency/delivery-key.ts';
import type { Logger } from '../observability/logger.ts';
import { withAttributes, withRedaction } from '../observability/logger.ts';
import type { TimeBudget } from './time-budget.ts';

/** The secrets that an app declares, by name. */
export interface SecretValues<Name extends string> {
  /**
   * Returns a secret without the white space around it. The secret stays in memory until its time to live ends.
   *
   * @throws SecretNotSetError when it is empty or a placeholder; SecretUnavailableError when the fetch fails and no value is
   *   in memory; ConfigError when nothing provides it.
   */
  get(name: Name): Promise<string>;
  /**
   * Returns a secret after a value proved wrong, for example after a 401. Fetches it first, unless a recent call did so.
   * Throws like `get`.
   */
  refresh(name: Name): Promise<string>;
}

/** No declared variables. */
type NoVariables = Readonly<Record<never, never>>;

/**
 * The argument of a handler. `Env` is the type of the values of the variables that the app declares. `Secret` is the union of
 * the names of its secrets. `ContextOf<typeof app, 'file.ready'>` infers both from the app.
 */
export interface HandlerContext<
  Event extends AnyWebhookEvent = AnyWebhookEvent,
  Client = FrameioClient,
  Env = NoVariables,
  Secret extends string = never,
> {
  /** The event. Frame.io's signature of it is verified. */
  readonly event: Event;
  /**
   * The values of the variables that the app declares: `new App({ env })`. The first use reads and checks all of them.
   *
   * @throws ConfigError on reading it, if a variable is missing or malformed. It names every such variable.
   */
  readonly env: Env;
  /** The secrets that the app declares: `new App({ secrets })`. */
  readonly secrets: SecretValues<Secret>;
  /**
   * The app's Frame.io client. When the handler's time is up, the client aborts its calls and sends no new ones, because
   * another process may run the handler by then. A client of your own does so only if you pass it the `signal`.
   *
   * @throws ConfigError on reading it when the app has no token.
   */
  readonly client: Client;
  /**
   * Adds the event type, the resource id and the handler name to every line. With an idempotency store or a queue, also
   * the correlation id and the attempt. Redacts the app's own secrets once it has used them, and values that
   * have the form or the name of a secret.
   */
  readonly logger: Logger;
  /**
   * Aborts when the handler's time is up. Pass it to slow operations: `{ signal }` for `fetch`, `{ abortSignal: signal }` for
   * the client and the AWS SDK.
   */
  readonly signal: AbortSignal;
  /** The name of the handler's registration. */
  readonly handlerName: string;
  /** Number of attempts at the delivery by the endpoint and the worker. It includes this attempt and postponed ones. */
  readonly attempt: number;
  /** When the endpoint received the delivery, in milliseconds since 1970. */
  readonly receivedAt: number;
  /**
   * Identifies the event. Every delivery of it has the same key for this handler: see `SameEventRule`. Use it as the
   * idempotency key of calls to other services. Without an idempotency store, a delivery with a new timestamp has a new key.
   * `undefined` if there is neither an idempotency store nor a queue.
   */
  readonly deliveryKey: string | undefined;
  /**
   * Whether an earlier attempt of this handler started and did not complete. Its effect may exist already, so check for
   * it before you repeat work that must happen once. Known only with an idempotency store.
   */
  readonly isRetry: boolean;
}

/** The delivery that an event belongs to. */
export interface DeliveryDetails {
  /** Identifies the delivery: see `deliveryKey`. Without `signed`, it identifies the event. */
  readonly deliveryKey: string;
  /**
   * What Frame.io signed. Decides for each handler which earlier deliveries are the same event.
   * @default the `deliveryKey` decides
   */
  readonly signed?: SignedDelivery | undefined;
  /** The id that all log lines of the delivery share. */
  readonly correlationId: string;
  /** Number of attempts at the delivery, including this one. */
  readonly attempt: number;
  /** When the endpoint received the delivery, in milliseconds since 1970. */
  readonly receivedAt: number;
  /** Names of the handlers to run. `undefined` runs all handlers of the event. */
  readonly handlers?: readonly string[] | undefined;
  /**
   * Starts a new count of failures: see `RunOnceOptions`.
   * @default failures count from the first attempt
   */
  readonly redriveId?: string | undefined;
  /**
   * Failed attempts after which a handler does not start again.
   * @default no limit
   */
  readonly maxAttempts?: number | undefined;
  /**
   * Lock duration in milliseconds. Other workers skip a handler of this delivery until it expires.
   * @default the time budget of the handlers plus twelve seconds
   */
  readonly lockMs?: number | undefined;
}

/** A user's function for an event. The handler completes when its promise resolves. */
export type WebhookHandler<
  Event extends AnyWebhookEvent = AnyWebhookEvent,
  Client = FrameioClient,
  Env = NoVariables,
  Secret extends string = never,
> = (context: HandlerContext<Event, Client, Env, Secret>) => void | Promise<void>;

/** Returns the client of an app. With a signal, that client's calls end when the signal aborts. */
export type ClientProvider<Client> = (signal?: AbortSignal) => Client;

/** The parts of an app that its handler contexts use. */
export interface ContextServices<Client, Env, Secret extends string> {
  readonly logger: Logger;
  readonly client: ClientProvider<Client>;
  /** Returns the values of the declared variables. */
  readonly env: () => Env;
  readonly secrets: SecretValues<Secret>;
}

/** A handler context that creates the client and the logger on first use. */
export class LazyHandlerContext<Client, Env, Secret extends string>
  implements HandlerContext<AnyWebhookEvent, Client, Env, Secret>
{
  readonly event: AnyWebhookEvent;
  readonly handlerName: string;
  readonly receivedAt: number;
  readonly #services: ContextServices<Client, Env, Secret>;
  readonly #budget: TimeBudget;
  readonly #details: DeliveryDetails | undefined;
  /** Set from the idempotency store before the handler starts. */
  isRetry = false;
  /** Set before the handler starts. */
  deliveryKey: string | undefined;
  #logger: Logger | undefined;
  #client: Client | undefined;

  constructor(
    event: AnyWebhookEvent,
    handlerName: string,
    services: ContextServices<Client, Env, Secret>,
    budget: TimeBudget,
    details?: DeliveryDetails,
  ) {
    this.event = event;
    this.handlerName = handlerName;
    this.#services = services;
    this.#budget = budget;
    this.#details = details;
    this.receivedAt = details?.receivedAt ?? Date.now();
    this.deliveryKey = details?.deliveryKey;
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

  get logger(): Logger {
    this.#logger ??= withRedaction(withAttributes(this.#services.logger, this.#logAttributes()));
    return this.#logger;
  }

  get attempt(): number {
    return this.#details?.attempt ?? 1;
  }

  get signal(): AbortSignal {
    return this.#budget.signal;
  }

  #logAttributes() {
    return {
      event_type: this.event.type,
      resource_id: this.event.resourceId,
      handler: this.handlerName,
      ...(this.#details && { correlation_id: this.#details.correlationId, attempt: this.#details.attempt }),
    };
  }
}
