import type { Budget } from './budget.ts';
import type { FrameioClient } from './client/client.ts';
import type { AnyWebhookEvent } from './events/event-map.ts';
import type { Logger } from './logger.ts';
import { withAttributes } from './logger.ts';

/** What a handler is given. */
export interface HandlerContext<Event extends AnyWebhookEvent = AnyWebhookEvent, Client = FrameioClient> {
  readonly event: Event;
  /**
   * The app's Frame.io client.
   *
   * @throws ConfigError on reading it when the app has no token.
   */
  readonly client: Client;
  /** Adds the event's type, its resource's id and the handler's name to every line. */
  readonly logger: Logger;
  /** Aborts when the handler's time is up. Pass it on to whatever takes long: `{ abortSignal: signal }`. */
  readonly signal: AbortSignal;
  /** Name the handler is registered under. */
  readonly handlerName: string;
}

/** A user's function for an event. It has done its work when what it returns has resolved. */
export type WebhookHandler<Event extends AnyWebhookEvent = AnyWebhookEvent, Client = FrameioClient> = (
  context: HandlerContext<Event, Client>,
) => void | Promise<void>;

/** What an app's contexts are made from. */
export interface ContextServices<Client> {
  readonly logger: Logger;
  readonly client: () => Client;
}

/** A context that makes its parts when they are first read, so that a handler pays for what it uses. */
export class DeliveryContext<Client> implements HandlerContext<AnyWebhookEvent, Client> {
  readonly event: AnyWebhookEvent;
  readonly handlerName: string;
  readonly #services: ContextServices<Client>;
  readonly #budget: Budget;
  #logger: Logger | undefined;

  constructor(event: AnyWebhookEvent, handlerName: string, services: ContextServices<Client>, budget: Budget) {
    this.event = event;
    this.handlerName = handlerName;
    this.#services = services;
    this.#budget = budget;
  }

  get client(): Client {
    return this.#services.client();
  }

  get logger(): Logger {
    this.#logger ??= withAttributes(this.#services.logger, {
      event_type: this.event.type,
      resource_id: this.event.resourceId,
      handler: this.handlerName,
    });
    return this.#logger;
  }

  get signal(): AbortSignal {
    return this.#budget.signal;
  }
}
