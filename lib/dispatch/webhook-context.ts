import type { AnyWebhookEvent } from '../events/event-map.ts';
import type { HandlerContext } from './handler-context.ts';
import { type ContextServices, LazyContext, type RunDetails } from './lazy-context.ts';

/** The context of a handler of events. */
export class WebhookContext<Client, Env, Secret extends string>
  extends LazyContext<Client, Env, Secret>
  implements HandlerContext<AnyWebhookEvent, Client, Env, Secret>
{
  readonly kind = 'webhook';
  readonly event: AnyWebhookEvent;

  constructor(
    event: AnyWebhookEvent,
    services: ContextServices<Client, Env, Secret>,
    run: Omit<RunDetails, 'subject' | 'accountId'>,
  ) {
    const subject = { event_type: event.type, resource_id: event.resourceId };
    super(services, { ...run, subject, accountId: event.accountId });
    this.event = event;
  }
}
