import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { DeliveryQueue } from './delivery-queue.ts';
import { type FunctionSettings, NodeFunction } from './node-function.ts';

/** Settings of a `DeliveryWorker`. */
export interface DeliveryWorkerProps extends FunctionSettings {
  /**
   * Path of the entry point, from the root of the project.
   * @default 'functions/worker.ts'
   */
  readonly entry?: string;
  /**
   * Maximum duration of one invocation: more than 10 seconds. The worker reserves five seconds of it to settle the batch.
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

/** The function that runs the handlers of queued deliveries. */
export class DeliveryWorker extends Construct {
  readonly function: NodeFunction;
  /** Maximum duration of one invocation. */
  readonly timeout: Duration;
  readonly #maxConcurrency: number;

  constructor(scope: Construct, id: string, props: DeliveryWorkerProps = {}) {
    super(scope, id);
    const { entry = 'functions/worker.ts', timeout = Duration.seconds(60), maxConcurrency = 2, ...settings } = props;
    if (timeout.toSeconds() <= 10) {
      throw new Error(
        `The worker's timeout must be more than 10 seconds, but is ${timeout.toSeconds()}. Set worker.timeout.`,
      );
    }
    this.timeout = timeout;
    this.#maxConcurrency = maxConcurrency;
    this.function = new NodeFunction(this, 'Function', {
      ...settings,
      entry,
      entryProps: 'worker.entry',
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
