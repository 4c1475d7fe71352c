import type { FrameioClient } from '../client/client.ts';
import type { AnyContext } from '../dispatch/any-context.ts';
import type { CommonContext } from '../dispatch/common-context.ts';
import type { AnyWebhookEvent } from '../events/event-map.ts';
import type { SameEventRule } from '../idempotency/same-event.ts';

/**
 * Receives the error of every handler that failed or timed out: of events, custom actions and jobs. Does not change the
 * outcome.
 */
export type ErrorHandler<Client = FrameioClient, Env = CommonContext['env'], Secret extends string = never> = (
  error: unknown,
  context: AnyContext<Client, Env, Secret>,
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
  /**
   * Ids of the projects whose events the handler receives. It skips all others, and events without a project.
   * @default all projects
   */
  readonly projects?: readonly string[];
  /**
   * Returns whether the handler receives an event. It skips the event otherwise. If the function throws, the handler fails.
   * @default it receives every event
   */
  readonly where?: (event: Event) => boolean;
}
