import type { ActionContext } from '../actions/action-context.ts';
import type { FrameioClient } from '../client/client.ts';
import type { AnyWebhookEvent } from '../events/event-map.ts';
import type { JobContext } from '../jobs/job-context.ts';
import type { NoVariables } from './common-context.ts';
import type { HandlerContext } from './handler-context.ts';

/** The context of any handler. `kind` tells which one: `webhook`, `action` or `job`. */
export type AnyContext<Client = FrameioClient, Env = NoVariables, Secret extends string = never> =
  | HandlerContext<AnyWebhookEvent, Client, Env, Secret>
  | ActionContext<unknown, Client, Env, Secret>
  | JobContext<unknown, Client, Env, Secret>;
