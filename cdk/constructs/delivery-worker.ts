import { join } from 'node:path';
import { Duration, type Size } from 'aws-cdk-lib';
import type { ILayerVersion, Function as LambdaFunction, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource, type SqsEventSourceProps } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { ENV } from '../../lib/core/env.ts';
import { type AppSources, resolveSources } from '../app-sources.ts';
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
   * Maximum duration of one invocation: more than 10 seconds, at most 15 minutes. The worker reserves five seconds of it to
   * settle the batch.
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
  /** Value of `service` in log lines and metrics. */
  readonly service: string;
  /**
   * Where the app is.
   * @default the folder `functions` in the current folder
   */
  readonly sources?: AppSources;
  /**
   * Description of the function.
   * @default 'Runs the handlers of queued deliveries, and jobs'
   */
  readonly description?: string;
  /**
   * Maximum number of messages in one invocation.
   * @default 10
   */
  readonly batchSize?: number;
  /**
   * Size of the folder `/tmp`, from 512 MiB to 10,240 MiB.
   * @default 512 MiB
   */
  readonly ephemeralStorageSize?: Size;
  /**
   * Layers, with programs for example. `LayerVersion` is named for the compiler option `exactOptionalPropertyTypes`.
   * @default none
   */
  readonly layers?: readonly (ILayerVersion | LayerVersion)[];
  /**
   * Prop of your own construct that contains these settings, such as `worker`. Errors name it.
   * @default none
   */
  readonly settingsProp?: string;
}

/** Longest duration of an invocation of Lambda. */
const MAX_TIMEOUT = Duration.minutes(15);

/** Function that runs the handlers and jobs of the messages on a queue. */
export class DeliveryWorker extends Construct {
  readonly function: LambdaFunction;
  /** Visibility timeout of its queue. */
  readonly visibilityTimeout: Duration;
  readonly #scaling: Pick<SqsEventSourceProps, 'batchSize' | 'maxConcurrency'>;

  constructor(scope: Construct, id: string, props: DeliveryWorkerProps) {
    super(scope, id);
    const {
      service,
      settingsProp,
      batchSize = 10,
      timeout = Duration.seconds(60),
      maxConcurrency = 2,
      ...given
    } = props;
    const sources = resolveSources(given.sources);
    const { entry = join(sources.functionsDirectory, 'worker.ts'), ...settings } = given;
    const prefix = settingsProp === undefined ? '' : `${settingsProp}.`;
    const seconds = timeout.toSeconds();
    if (seconds <= 10 || seconds > MAX_TIMEOUT.toSeconds()) {
      throw new Error(
        `The timeout of a worker must be more than 10 seconds and at most 15 minutes, but is ${seconds} seconds. Set ${prefix}timeout.`,
      );
    }
    this.visibilityTimeout = visibilityTimeoutFor(timeout, batchSize);
    this.#scaling = { batchSize, maxConcurrency };
    this.function = new NodeFunction(this, 'Function', {
      description: 'Runs the handlers of queued deliveries, and jobs',
      ...settings,
      sources,
      entry,
      entryProps: `${prefix}entry, functionsDirectory or projectRoot`,
      timeout,
    });
    this.function.addEnvironment(ENV.serviceName, service);
  }

  /**
   * Makes the queue an event source of the function, and lets the function dead-letter messages. The event source grants
   * the permissions to receive and delete messages and to change their visibility, which postpones them.
   */
  consume(deliveries: DeliveryQueue): void {
    this.function.addEventSource(
      new SqsEventSource(deliveries.queue, { ...this.#scaling, reportBatchItemFailures: true }),
    );
    // The worker sends new messages: one for each of several handlers, for a long delay, and before SQS dead-letters one.
    deliveries.bindSender(this.function);
    deliveries.bindDeadLetterSender(this.function);
  }
}

/** Time after the end of an invocation until a message becomes visible. It is longer than the tolerance of a lock. */
const VISIBILITY_MARGIN = Duration.minutes(2);

/**
 * Returns how long a message stays hidden if an invocation does not settle it, such as one that runs out of memory. For a
 * batch, this is six times the timeout (Lambda guide, "Configuring a queue to use with Lambda"), so that Lambda can repeat
 * an invocation that it throttles. A job of 15 minutes would stay hidden for 90 minutes, so a single message is hidden until
 * its lock has certainly expired. If it becomes visible while its job runs, because Lambda was throttled before, the lock
 * prevents a second run.
 */
function visibilityTimeoutFor(timeout: Duration, batchSize: number): Duration {
  return batchSize === 1 ? timeout.plus(VISIBILITY_MARGIN) : Duration.seconds(timeout.toSeconds() * 6);
}
