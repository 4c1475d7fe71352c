import type { FrameioClient } from '../client/client.ts';
import type { AnyWebhookEvent } from '../events/event-map.ts';
import type { CommonContext, NoVariables } from './common-context.ts';

/**
 * The argument of a handler of events. `Env` is the type of the values of the variables that the app declares. `Secret` is
 * the union of the names of its secrets. `ContextOf<typeof app, 'file.ready'>` infers both from the app.
 */
export interface HandlerContext<
  Event extends AnyWebhookEvent = AnyWebhookEvent,
  Client = FrameioClient,
  Env = NoVariables,
  Secret extends string = never,
> extends CommonContext<Client, Env, Secret> {
  readonly kind: 'webhook';
  /** The event. Frame.io's signature of it is verified. */
  readonly event: Event;
}

/** A user's function for an event. The handler completes when its promise resolves. */
export type WebhookHandler<
  Event extends AnyWebhookEvent = AnyWebhookEvent,
  Client = FrameioClient,
  Env = NoVariables,
  Secret extends string = never,
> = (context: HandlerContext<Event, Client, Env, Secret>) => void | Promise<void>;
