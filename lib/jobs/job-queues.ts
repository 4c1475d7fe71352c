import { ENV, jobQueueVariable } from '../core/env.ts';
import { ConfigError } from '../core/errors.ts';
import { type DeliveryQueue, SqsDeliveryQueue } from '../queue/delivery-queue.ts';
import { queueFromEnv } from '../queue/queue-from-env.ts';

/** Finds the queue of each job: its own, if the deployment gives it one, or the queue of the deliveries. */
export class JobQueues {
  readonly #queues = new Map<string, DeliveryQueue>();

  /** @throws ConfigError if the environment names no queue. */
  of(jobName: string): DeliveryQueue {
    const known = this.#queues.get(jobName);
    if (known) return known;
    const url = process.env[jobQueueVariable(jobName)] || process.env[ENV.jobQueueUrl];
    const queue = url ? new SqsDeliveryQueue(url) : queueFromEnv();
    if (!queue) {
      throw new ConfigError(
        `There is no queue for the job "${jobName}". Deploy the app with FrameioWebhook, or set QUEUE_URL to the URL of an SQS queue.`,
      );
    }
    this.#queues.set(jobName, queue);
    return queue;
  }
}
