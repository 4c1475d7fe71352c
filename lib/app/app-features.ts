import type { EnqueueJobs } from '../jobs/enqueue-jobs.ts';
import { JobEnqueuer, type JobOrigin } from '../jobs/job-enqueuer.ts';
import { JobQueues } from '../jobs/job-queues.ts';
import { JobRegistry } from '../jobs/job-registry.ts';

/** The parts of an app that a bundle leaves out if the app's manifest lists neither actions nor jobs nor a store. */
export class AppFeatures<Client, Env, Secret extends string> {
  readonly jobs = new JobRegistry<Client, Env, Secret>();
  readonly #queues = new JobQueues();

  /** Returns what enqueues the jobs of one run of a handler. */
  enqueuer(origin: JobOrigin): EnqueueJobs {
    return new JobEnqueuer(origin, {
      find: (name) => this.jobs.find(name),
      queueOf: (name) => this.#queues.of(name),
    });
  }
}
