import { ConfigError, JobPayloadError } from '../core/errors.ts';
import type { ManifestJob } from '../core/manifest.ts';
import type { AnyContext } from '../dispatch/any-context.ts';
import type { DeliveryDetails } from '../dispatch/delivery-details.ts';
import type { HandlerResult } from '../dispatch/handler-result.ts';
import type { HandlerServices } from '../dispatch/handler-run.ts';
import type { ContextServices } from '../dispatch/lazy-context.ts';
import { runHandlers } from '../dispatch/run-handlers.ts';
import { type Job, jobNamed, parsePayload } from './job.ts';
import type { JobHandler } from './job-context.ts';
import { JobRunContext } from './job-run-context.ts';
import { unknownJobError } from './unknown-job-error.ts';

/** A job in a message of the queue. */
export interface QueuedJob {
  readonly name: string;
  /** The payload as JSON. */
  readonly body: string;
}

/** How to run a job from the queue. */
export interface JobRun<Client, Env, Secret extends string> {
  readonly body: string;
  readonly budgetMs: number;
  readonly details: DeliveryDetails;
  readonly contextServices: ContextServices<Client, Env, Secret>;
  readonly handlerServices: HandlerServices<AnyContext<Client, Env, Secret>>;
}

interface Registration<Client, Env, Secret extends string> {
  readonly job: Job;
  readonly run: (run: JobRun<Client, Env, Secret>) => Promise<readonly HandlerResult[]>;
}

/** The jobs of an app, by name. */
export class JobRegistry<Client, Env, Secret extends string> {
  readonly #registrations = new Map<string, Registration<Client, Env, Secret>>();

  /** @throws ConfigError for an invalid name, and when the app has a job of that name already. */
  add(given: Job | string, handler: JobHandler<unknown, Client, Env, Secret>): void {
    const job = typeof given === 'string' ? jobNamed(given) : given;
    if (this.#registrations.has(job.name)) {
      throw new ConfigError(
        `The app has a job "${job.name}" already. Messages refer to the name, so it must be unique.`,
      );
    }
    this.#registrations.set(job.name, { job, run: (run) => runJob(job, handler, run) });
  }

  /** The names of the jobs, in the order of registration. */
  get manifest(): readonly ManifestJob[] {
    return [...this.#registrations.keys()].map((name) => ({ name }));
  }

  /** Returns the job of that name, if there is one. */
  find(name: string): Job | undefined {
    return this.#registrations.get(name)?.job;
  }

  /** Runs the handler of a job. A job without a handler fails with a PermanentError, so that the worker dead-letters it. */
  run(name: string, run: JobRun<Client, Env, Secret>): Promise<readonly HandlerResult[]> {
    const registration = this.#registrations.get(name);
    if (registration) return registration.run(run);
    return runHandler(name, undefined, () => Promise.reject(unknownJobError(name)), run);
  }
}

function runJob<Payload, Client, Env, Secret extends string>(
  job: Job<Payload>,
  handle: JobHandler<Payload, Client, Env, Secret>,
  run: JobRun<Client, Env, Secret>,
): Promise<readonly HandlerResult[]> {
  let payload: Payload;
  try {
    payload = readPayload(job, run.body);
  } catch (error) {
    return runHandler(job.name, undefined, () => Promise.reject(error), run);
  }
  return runHandler(job.name, payload, handle, run);
}

function runHandler<Payload, Client, Env, Secret extends string>(
  name: string,
  payload: Payload,
  handle: JobHandler<Payload, Client, Env, Secret>,
  { budgetMs, details, contextServices, handlerServices }: JobRun<Client, Env, Secret>,
): Promise<readonly HandlerResult[]> {
  return runHandlers<JobRunContext<Payload, Client, Env, Secret>>(
    [{ name, identify: ({ deliveryKey }) => ({ deliveryKey }), handle }],
    (handlerName, budget) => new JobRunContext(payload, contextServices, { handlerName, budget, delivery: details }),
    handlerServices,
    budgetMs,
    details,
  );
}

/** @throws JobPayloadError */
function readPayload<Payload>(job: Job<Payload>, body: string): Payload {
  let payload: unknown;
  try {
    payload = JSON.parse(body);
  } catch (cause) {
    throw new JobPayloadError(`The queued payload of the job "${job.name}" is not JSON. See the cause.`, { cause });
  }
  return parsePayload(job, payload);
}
