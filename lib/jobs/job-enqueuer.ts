import { getDeadline } from '../core/deadline.ts';
import { ConfigError, JobPayloadError, MessageTooLongError } from '../core/errors.ts';
import { findNonJson } from '../core/json.ts';
import type { DeliveryQueue } from '../queue/delivery-queue.ts';
import type { EnqueueEachOptions, EnqueueJobOptions, EnqueueJobs } from './enqueue-jobs.ts';
import { type Job, jobNamed, parsePayload } from './job.ts';
import { jobKey } from './job-key.ts';

/** The handler that enqueues jobs. */
export interface JobOrigin {
  readonly handlerName: string;
  /** Identifies the event, submission or job that the handler runs for. */
  readonly deliveryKey: string | undefined;
  /** The id that the log lines of the job share with those of the handler. */
  readonly correlationId: string | undefined;
  /** Account that the handler runs for. */
  readonly accountId: string | undefined;
  /** Aborts when the handler's time is up. */
  readonly signal: AbortSignal;
}

/** The parts of an app that enqueue its jobs. */
export interface JobServices {
  /** Returns the registered job of that name, if there is one. */
  readonly find: (name: string) => Job | undefined;
  /** @throws ConfigError */
  readonly queueOf: (name: string) => DeliveryQueue;
}

/** Maximum time of a send in milliseconds. */
const MAX_SEND_MS = 9_000;

/** Number of jobs that `enqueueEach` sends at the same time. */
const CONCURRENT_SENDS = 10;

/** Enqueues the jobs of one run of a handler. */
export class JobEnqueuer implements EnqueueJobs {
  readonly #origin: JobOrigin;
  readonly #services: JobServices;
  /** The payloads that this run enqueued, as JSON, by the key of the job. */
  readonly #enqueued = new Map<string, string>();

  constructor(origin: JobOrigin, services: JobServices) {
    this.#origin = origin;
    this.#services = services;
  }

  readonly enqueue = async <Payload>(
    job: Job<Payload> | string,
    payload: Payload,
    { key }: EnqueueJobOptions = {},
  ): Promise<void> => {
    await this.#send(this.#registered(job), payload, key);
  };

  readonly enqueueEach = async <Payload>(
    job: Job<Payload> | string,
    payloads: readonly Payload[],
    { key }: EnqueueEachOptions<Payload> = {},
  ): Promise<void> => {
    const registered = this.#registered(job);
    for (let start = 0; start < payloads.length; start += CONCURRENT_SENDS) {
      const batch = payloads.slice(start, start + CONCURRENT_SENDS);
      await Promise.all(
        batch.map((payload) => this.#send(registered, payload, key ? key(payload) : bodyOf(registered, payload))),
      );
    }
  };

  #registered(given: Job | string): Job {
    const { name, parse } = typeof given === 'string' ? jobNamed(given) : given;
    const registered = this.#services.find(name);
    if (!registered)
      throw new ConfigError(`The app has no job "${name}". Register its handler: app.onJob('${name}', ...).`);
    return { name, parse: typeof given === 'string' ? registered.parse : parse };
  }

  async #send(job: Job, payload: unknown, key: string | undefined): Promise<void> {
    const { handlerName, deliveryKey: parentKey, correlationId, accountId, signal } = this.#origin;
    signal.throwIfAborted();
    const queue = this.#services.queueOf(job.name);
    if (parentKey === undefined || correlationId === undefined) {
      throw new ConfigError(`The job "${job.name}" needs a delivery that is tracked. Set QUEUE_URL on the function.`);
    }
    const body = bodyOf(job, payload);
    const deliveryKey = jobKey({ parentKey, handlerName, jobName: job.name, key });
    const earlier = this.#enqueued.get(deliveryKey);
    if (earlier === body) return;
    if (earlier !== undefined) {
      throw new JobPayloadError(
        `The handler "${handlerName}" enqueued the job "${job.name}" twice with different payloads. Tell the two apart: enqueue(..., { key: '...' }), or use enqueueEach.`,
      );
    }
    this.#enqueued.set(deliveryKey, body); // before the send, so that a concurrent call sees it
    const remainingMs = (getDeadline(signal) ?? Number.POSITIVE_INFINITY) - Date.now();
    const timeoutMs = Math.max(0, Math.min(MAX_SEND_MS, remainingMs));
    try {
      const message = { job: job.name, body, deliveryKey, receivedAt: Date.now(), correlationId, accountId };
      await queue.send(message, { timeoutMs });
    } catch (error) {
      this.#enqueued.delete(deliveryKey);
      if (!(error instanceof MessageTooLongError)) throw error;
      const message = `The payload of the job "${job.name}" does not fit in a message of SQS. Pass ids, and let the job fetch the rest.`;
      throw new JobPayloadError(message, { cause: error });
    }
  }
}

/**
 * Returns the payload as JSON.
 *
 * @throws JobPayloadError if it is not JSON, or not a payload of the job.
 */
function bodyOf(job: Job, payload: unknown): string {
  const found = findNonJson(payload, 'payload');
  if (found !== undefined) throw new JobPayloadError(`The payload of the job "${job.name}" is not JSON: ${found}.`);
  parsePayload(job, payload);
  return JSON.stringify(payload);
}
