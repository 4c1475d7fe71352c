import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV, jobQueueVariable } from '../../lib/core/env.ts';
import type { ManifestJob } from '../../lib/core/manifest.ts';
import type { DeliveryQueue } from './delivery-queue.ts';
import { JobFunction, type JobFunctionContext, type JobFunctionProps } from './job-function.ts';

/** Settings of the jobs with a function of their own, by name. */
export type JobSettings = Readonly<Record<string, JobFunctionProps>>;

/** What a job of its own consists of. */
export interface JobResources {
  /** The function that runs the job. */
  readonly function: LambdaFunction;
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
}

/** The jobs with a queue and a function of their own. */
export class JobFunctions extends Construct {
  /** By the name of the job. */
  readonly byName: ReadonlyMap<string, JobFunction>;

  constructor(scope: Construct, id: string, jobs: JobSettings, context: JobFunctionContext) {
    super(scope, id);
    this.byName = new Map(
      Object.entries(jobs).map(([name, settings]) => [name, new JobFunction(this, name, settings, context)]),
    );
  }

  get functions(): readonly LambdaFunction[] {
    return [...this.byName.values()].map((job) => job.function);
  }

  get resources(): Readonly<Record<string, JobResources>> {
    const entries = [...this.byName].map(([name, { function: runner, deliveries }]) => {
      const { queue, deadLetterQueue } = deliveries;
      return [name, { function: runner, queue, deadLetterQueue }] as const;
    });
    return Object.fromEntries(entries);
  }

  /** Lets `sender` enqueue each of these jobs. */
  bindSender(sender: LambdaFunction): void {
    for (const [name, { deliveries }] of this.byName) deliveries.bindSender(sender, jobQueueVariable(name));
  }

  /**
   * Lets the functions of these jobs enqueue the other jobs on the queue of the worker. Otherwise they would use `QUEUE_URL`,
   * which is their own queue.
   */
  bindOtherJobs(workerQueue: DeliveryQueue, jobs: readonly ManifestJob[]): void {
    if (jobs.every(({ name }) => this.byName.has(name))) return;
    for (const runner of this.functions) workerQueue.bindSender(runner, ENV.jobQueueUrl);
  }

  /** Sets the variables of single functions. Call it last: they override the variables of all functions. */
  setEnvironments(): void {
    for (const { function: runner, environment } of this.byName.values()) {
      for (const [name, value] of Object.entries(environment)) runner.addEnvironment(name, value);
    }
  }
}
