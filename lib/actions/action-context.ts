import type { FrameioClient } from '../client/client.ts';
import type { CommonContext, NoVariables } from '../dispatch/common-context.ts';
import type { ActionEvent } from '../events/action-event.ts';
import type { Message } from './message.ts';

/** The argument of a custom action's handler. */
export interface ActionContext<Data = unknown, Client = FrameioClient, Env = NoVariables, Secret extends string = never>
  extends CommonContext<Client, Env, Secret> {
  readonly kind: 'action';
  /** `undefined`: a custom action belongs to no event. */
  readonly event?: undefined;
  /** Who ran the action, on which assets. Frame.io's signature of it is verified. */
  readonly action: ActionEvent;
  /** The values of the submitted form or wizard; empty for an action without a form. */
  readonly data: Data;
}

/** A user's function for a custom action. Returns the message that the person sees. */
export type ActionHandler<Data = unknown, Client = FrameioClient, Env = NoVariables, Secret extends string = never> = (
  context: ActionContext<Data, Client, Env, Secret>,
) => Message | Promise<Message>;
