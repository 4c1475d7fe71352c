import type { FrameioClient } from '../client/client.ts';
import type { AnyWebhookEvent } from '../events/event-map.ts';
import type { Logger } from '../observability/logger.ts';
import { withAttributes, withRedaction } from '../observability/logger.ts';
import type { TimeBudget } from './time-budget.ts';

/** What a handler is given. */
export interface HandlerContext<Event extends AnyWebhookEvent = AnyWebhookEvent, Client = FrameioClient> {
  readonly event: Event;
  /**
   * The app's Frame.io client. When the handler's time is up, its calls are aborted, and it sends no other: somebody else
   * may be at the delivery by then. A client of your own does so where it is given the `signal`.
   *
   * @throws ConfigError on reading it when the app has no token.
   */
  readonly client: Client;
  /**
   * Adds the event's type, its resource's id and the handler's name to every line. What is known to have the form or the
   * name of a secret is left out.
   */
  readonly logger: Logger;
  /** Aborts when the handler's time is up. Pass it on to whatever takes long: `{ abortSignal: signal }`. */
  readonly signal: AbortSignal;
  /** Name the handler is registered under. */
  readonly handlerName: string;
  /**
   * How often the delivery has been taken up, this time included, by the endpoint and then by the worker. Waits count, too.
   */
  readonly attempt: number;
  /** When the endpoint received the delivery, in ms since 1970. */
  readonly receivedAt: number;
  /**
   * What tells the delivery from others, however often it comes: a key to send along where the other side takes one.
   * `undefined` without a idempotency store and without a queue.
   */
  readonly deliveryKey: string | undefined;
  /**
   * Whether an earlier attempt of this handler was begun and did not end well: its effect may be there already, so look
   * before you do again what must not be done twice. Known with a idempotency store only.
   */
  readonly isRetry: boolean;
}

/** What is known of the delivery that an event came with. */
export interface DeliveryDetails {
  /** What tells it from other deliveries: see `deliveryKey`. */
  readonly deliveryKey: string;
  /** The id its log lines share. */
  readonly correlationId: string;
  /** How often it has been taken up, this time included. */
  readonly attempt: number;
  /** When the endpoint received it, in ms since 1970. */
  readonly receivedAt: number;
  /** Names of the handlers to run; `undefined` for all that listen. */
  readonly handlers?: readonly string[] | undefined;
  /**
   * What failures of a handler are counted together: see `RunOnceOptions`.
   * @default the first series
   */
  readonly redriveId?: string | undefined;
  /**
   * After so many failures a handler is not begun again.
   * @default without end
   */
  readonly maxAttempts?: number | undefined;
  /**
   * For how long nobody else begins a handler of this delivery, in ms from now.
   * @default the handlers' budget and two seconds
   */
  readonly lockMs?: number | undefined;
}

/** A user's function for an event. It has done its work when what it returns has resolved. */
export type WebhookHandler<Event extends AnyWebhookEvent = AnyWebhookEvent, Client = FrameioClient> = (
  context: HandlerContext<Event, Client>,
) => void | Promise<void>;

/** Gives an app's client; with a signal, the same for as long as that lets it. */
export type ClientProvider<Client> = (signal?: AbortSignal) => Client;

/** What an app's contexts are made from. */
export interface ContextServices<Client> {
  readonly logger: Logger;
  readonly client: ClientProvider<Client>;
}

/** A context that makes its parts when they are first read, so that a handler pays for what it uses. */
export class LazyHandlerContext<Client> implements HandlerContext<AnyWebhookEvent, Client> {
  readonly event: AnyWebhookEvent;
  readonly handlerName: string;
  readonly receivedAt: number;
  readonly #services: ContextServices<Client>;
  readonly #budget: TimeBudget;
  readonly #details: DeliveryDetails | undefined;
  /** Set by the idempotency store before the handler begins. */
  isRetry = false;
  #logger: Logger | undefined;
  #client: Client | undefined;

  constructor(
    event: AnyWebhookEvent,
    handlerName: string,
    services: ContextServices<Client>,
    budget: TimeBudget,
    details?: DeliveryDetails,
  ) {
    this.event = event;
    this.handlerName = handlerName;
    this.#services = services;
    this.#budget = budget;
    this.#details = details;
    this.receivedAt = details?.receivedAt ?? Date.now();
  }

  get client(): Client {
    this.#client ??= this.#services.client(this.signal);
    return this.#client;
  }

  get logger(): Logger {
    const about = {
      event_type: this.event.type,
      resource_id: this.event.resourceId,
      handler: this.handlerName,
      ...(this.#details && { correlation_id: this.#details.correlationId, attempt: this.#details.attempt }),
    };
    this.#logger ??= withRedaction(withAttributes(this.#services.logger, about));
    return this.#logger;
  }

  get deliveryKey(): string | undefined {
    return this.#details?.deliveryKey;
  }

  get attempt(): number {
    return this.#details?.attempt ?? 1;
  }

  get signal(): AbortSignal {
    return this.#budget.signal;
  }
}
