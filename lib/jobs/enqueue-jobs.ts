import type { Job } from './job.ts';

/** Settings of one `enqueue`. */
export interface EnqueueJobOptions {
  /**
   * Tells two jobs of the same name and handler apart: a handler that enqueues a job several times passes a key for each.
   * @default none: the handler enqueues the job once
   */
  readonly key?: string | undefined;
}

/** Settings of one `enqueueEach`. */
export interface EnqueueEachOptions<Payload> {
  /**
   * Returns what tells one payload's job apart from the others', such as the id of its file.
   * @default the payload itself: equal payloads are one job
   */
  readonly key?: ((payload: Payload) => string) | undefined;
}

/** The part of a handler's context that puts background work on the queue. */
export interface EnqueueJobs {
  /**
   * Puts a job on the queue. The worker runs its handler, with the same retries and dead letters as for an event.
   *
   * However often the handler runs for the same event or submission, the job runs once for each key.
   *
   * @param payload - JSON. The message of SQS has at most 1 MiB, in which a quote takes two bytes.
   * @throws JobPayloadError when the payload is not JSON, too long, or not one of this job; or when the handler enqueued
   *   another payload under the same key. ConfigError when the app has no such job, or no queue. HandlerTimeoutError when
   *   the handler's time is up. AwsServiceError or AwsConnectionError when the queue may not have stored the job.
   */
  readonly enqueue: <Payload>(
    job: Job<Payload> | string,
    payload: NoInfer<Payload>,
    options?: EnqueueJobOptions,
  ) => Promise<void>;
  /** Puts one job for each payload on the queue, such as one for each file of a custom action. Throws like `enqueue`. */
  readonly enqueueEach: <Payload>(
    job: Job<Payload> | string,
    payloads: readonly NoInfer<Payload>[],
    options?: EnqueueEachOptions<Payload>,
  ) => Promise<void>;
}
