import type { FrameioClient } from '../client/client.ts';
import type { CommonContext, NoVariables } from '../dispatch/common-context.ts';

/** The argument of a job's handler. */
export interface JobContext<Payload = unknown, Client = FrameioClient, Env = NoVariables, Secret extends string = never>
  extends CommonContext<Client, Env, Secret> {
  readonly kind: 'job';
  /** `undefined`: a job belongs to no event. Its payload has what it needs. */
  readonly event?: undefined;
  /** What `enqueue` received. */
  readonly payload: Payload;
}

/** A user's function for a job. The job completes when its promise resolves. */
export type JobHandler<Payload = unknown, Client = FrameioClient, Env = NoVariables, Secret extends string = never> = (
  context: JobContext<Payload, Client, Env, Secret>,
) => void | Promise<void>;
