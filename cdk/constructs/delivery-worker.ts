import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { DeliveryQueue } from './delivery-queue.ts';
import { type FunctionSettings, NodeFunction } from './node-function.ts';

/** Settings of a `DeliveryWorker`. */
export interface DeliveryWorkerProps extends FunctionSettings {
  /**
   * How long the handlers of one batch may take: more than 10 seconds, five of which are kept to settle the batch.
   * Path of another entry point, from the root of the project.
   * @default 'functions/worker.ts'
   */
  readonly entry?: string;
  /**
   * How long the handlers of one batch may take.
   * @default Duration.seconds(60)
   */
  readonly timeout?: Duration;
  /**
   * Batches that are worked on at once, 2 to 1,000. Frame.io's limits are those of the account: more of them wait
   * longer, and do not get more done.
   * @default 2
   */
  readonly maxConcurrency?: number;
}

/** The function that runs the handlers of what is on the queue. */
export class DeliveryWorker extends Construct {
  readonly function: NodeFunction;
  /** How long one invocation may take. */
  readonly timeout: Duration;
  readonly #maxConcurrency: number;

  constructor(scope: Construct, id: string, props: DeliveryWorkerProps = {}) {
    super(scope, id);
    const { entry = 'functions/worker.ts', timeout = Duration.seconds(60), maxConcurrency = 2, ...settings } = props;
    if (timeout.toSeconds() <= 10) {
      throw new Error(`The worker's timeout is more than 10 seconds, not ${timeout.toSeconds()}: set worker.timeout.`);
    }
    this.timeout = timeout;
    this.#maxConcurrency = maxConcurrency;
    this.function = new NodeFunction(this, 'Function', {
      ...settings,
      entry,
      description: 'Runs the handlers of the deliveries on the queue',
      timeout,
    });
  }

  /**
   * Has the function fed from the queue; what it gives up goes to the dead-letter queue. The event source grants what
   * taking messages off takes, the change of their visibility, by which the worker postpones, included.
   */
  consume(deliveries: DeliveryQueue): void {
    this.function.addEventSource(
      new SqsEventSource(deliveries.queue, {
        batchSize: 10,
        maxConcurrency: this.#maxConcurrency,
        reportBatchItemFailures: true,
      }),
    );
    // A message whose handlers are part dead, part alive makes two: one for each queue.
    deliveries.bindSender(this.function);
    deliveries.bindDeadLetterSender(this.function);
  }
}
