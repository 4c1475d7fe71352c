import { type ContextServices, LazyContext, type RunDetails } from '../dispatch/lazy-context.ts';
import type { JobContext } from './job-context.ts';

/** The context of a job's handler. */
export class JobRunContext<Payload, Client, Env, Secret extends string>
  extends LazyContext<Client, Env, Secret>
  implements JobContext<Payload, Client, Env, Secret>
{
  readonly kind = 'job';
  readonly event = undefined;
  readonly payload: Payload;

  constructor(
    payload: Payload,
    services: ContextServices<Client, Env, Secret>,
    run: Omit<RunDetails, 'subject' | 'accountId'>,
  ) {
    super(services, { ...run, subject: { job: run.handlerName }, accountId: run.delivery?.accountId });
    this.payload = payload;
  }
}
