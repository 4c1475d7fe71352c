import type { Duration, Size } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILayerVersion, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { AppSources } from '../app-sources.ts';
import { type AlarmSettings, DeliveryAlarms } from './delivery-alarms.ts';
import { DeliveryQueue } from './delivery-queue.ts';
import { DeliveryWorker } from './delivery-worker.ts';
import type { FunctionSettings } from './node-function.ts';

/** Settings of the function that runs one job. */
export interface JobFunctionProps extends FunctionSettings {
  /**
   * Path of the entry point, relative to `projectRoot`.
   * @default `worker.ts` in the functions directory
   */
  readonly entry?: string;
  /**
   * Maximum duration of one run of the job: more than 10 seconds, at most 15 minutes. Five seconds of it are reserved. If
   * a run ends without a result, for example because it has too little memory, the job runs again two minutes after this time.
   * @default Duration.seconds(60)
   */
  readonly timeout?: Duration;
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
   * Maximum number of runs at the same time, from 2 to 1,000.
   * @default 2
   */
  readonly maxConcurrency?: number;
  /**
   * Variables of this function besides those of all functions, by name. They override the prop `environment` of the webhook.
   * @default none
   */
  readonly environment?: Readonly<Record<string, string | number | boolean>>;
  /**
   * Settings of the alarms for the queues of the job. They override the prop `alarms` of the webhook. Set `oldestMessage` to
   * more than the longest time that you expect: 100 runs of 15 minutes, two at the same time, take 12.5 hours.
   * @default those of the webhook
   */
  readonly alarms?: AlarmSettings;
}

/** What a `JobFunction` needs besides its settings. */
export interface JobFunctionContext {
  readonly sources: AppSources;
  /** Service name of the functions. */
  readonly service: string;
  /** Settings that those of the job override. */
  readonly functions: FunctionSettings;
  /** Settings that those of the job override. */
  readonly alarms: AlarmSettings;
  /** Key that encrypts the messages, if it is not that of SQS. */
  readonly encryptionKey: IKey | undefined;
}

/** A queue, a dead-letter queue, alarms and a worker for one job. */
export class JobFunction extends Construct {
  readonly function: DeliveryWorker['function'];
  readonly deliveries: DeliveryQueue;
  /** Variables of this function only. */
  readonly environment: Readonly<Record<string, string>>;

  /** @param job - Name of the job. */
  constructor(scope: Construct, job: string, props: JobFunctionProps, context: JobFunctionContext) {
    super(scope, job);
    const { environment = {}, alarms = {}, ...settings } = props;
    const { sources, service, functions, encryptionKey } = context;
    const worker = new DeliveryWorker(this, 'Worker', {
      ...functions,
      ...settings,
      sources,
      service,
      description: `Runs the job ${job}`,
      settingsProp: `jobs.${job}`,
      batchSize: 1, // each run has the time, the memory and the folder `/tmp` to itself
    });
    this.function = worker.function;
    this.environment = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]));
    this.deliveries = new DeliveryQueue(this, 'Queues', { visibilityTimeout: worker.visibilityTimeout, encryptionKey });
    new DeliveryAlarms(this, 'Alarms', {
      ...context.alarms,
      ...alarms,
      deliveries: this.deliveries,
      workerFunction: worker.function,
      job,
    });
    worker.consume(this.deliveries);
  }
}
