import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { AppSources } from '../app-sources.ts';
import type { DeliveryQueue } from './delivery-queue.ts';
import { type FunctionSettings, NodeFunction } from './node-function.ts';

/** Settings of a worker that a deployment may change. */
export interface WorkerSettings extends FunctionSettings {
  /**
   * Path of the entry point, relative to `projectRoot`.
   * @default `worker.ts` in the functions directory
   */
  readonly entry?: string;
  /**
   * Maximum duration of one invocation, more than 10 seconds. The worker reserves five seconds of it to settle the batch.
   * @default Duration.seconds(60)
   */
  readonly timeout?: Duration;
  /**
   * Maximum number of concurrent batches, from 2 to 1,000. Frame.io's rate limits apply to the account, so more
   * concurrency makes batches wait longer and completes no more of them.
   * @default 2
   */
  readonly maxConcurrency?: number;
}

/** Settings of a `DeliveryWorker`. */
export interface DeliveryWorkerProps extends WorkerSettings {
  readonly sources: AppSources;
}

/** The function that runs the handlers of queued deliveries. */
export class DeliveryWorker extends Construct {
  readonly function: NodeFunction;
  /** Maximum duration of one invocation. */
  readonly timeout: Duration;
  readonly #maxConcurrency: number;

  constructor(scope: Construct, id: string, props: DeliveryWorkerProps) {
    super(scope, id);
    const { sources, timeout = Duration.seconds(60), maxConcurrency = 2, ...given } = props;
    const { entry = join(sources.functionsDirectory, 'worker.ts'), ...settings } = given;
    if (timeout.toSeconds() <= 10) {
      throw new Error(
        `The worker's timeout must be more than 10 seconds, but is ${timeout.toSeconds()}. Set worker.timeout.`,
      );
    }
    this.timeout = timeout;
    this.#maxConcurrency = maxConcurrency;
    this.function = new NodeFunction(this, 'Function', {
      ...settings,
      projectRoot: sources.projectRoot,
      entry,
      entryProps: 'worker.entry, functionsDirectory or projectRoot',
      description: 'Runs the handlers of queued deliveries',
      timeout,
    });
  }

  /**
   * Makes the queue an event source of the function, and lets the function dead-letter messages. The event source grants
   * the permissions to receive and delete messages and to change their visibility, which postpones them.
   */
  consume(deliveries: DeliveryQueue): void {
    this.function.addEventSource(
      new SqsEventSource(deliveries.queue, {
        batchSize: 10,
        maxConcurrency: this.#maxConcurrency,
        reportBatchItemFailures: true,
      }),
    );
    // The worker sends new messages: one for each of several handlers, for a long delay, and before SQS dead-letters one.
    deliveries.bindSender(this.function);
    deliveries.bindDeadLetterSender(this.function);
  }
}
