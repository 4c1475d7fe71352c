import type { FrameioClient } from '../client/client.ts';
import { type ContextServices, LazyContext, type RunDetails } from '../dispatch/lazy-context.ts';
import type { ActionEvent } from '../events/action-event.ts';
import type { ActionContext } from './action-context.ts';
import type { FormValues } from './reply-data.ts';

/** The context of a custom action's handler, of its form function and of the steps of its wizard. */
export class ActionRunContext<Client = FrameioClient, Env = unknown, Secret extends string = never>
  extends LazyContext<Client, Env, Secret>
  implements ActionContext<FormValues, Client, Env, Secret>
{
  readonly kind = 'action';
  readonly event = undefined;
  readonly action: ActionEvent;
  /** The data of the steps so far. Complete when the handler starts. */
  data: FormValues = {};

  constructor(
    action: ActionEvent,
    services: ContextServices<Client, Env, Secret>,
    run: Omit<RunDetails, 'subject' | 'accountId'>,
  ) {
    const subject = { action: action.type, interaction_id: action.interactionId, resource_id: action.resourceId };
    super(services, { ...run, subject, accountId: action.accountId });
    this.action = action;
  }
}
