import { Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ENV } from '../../lib/core/env.ts';
import type { AppSources } from '../app-sources.ts';
import type { DeliveryQueue } from './delivery-queue.ts';
import type { FrameioSecrets } from './frameio-secrets.ts';
import type { IdempotencyTable } from './idempotency-table.ts';
import type { FunctionSettings } from './node-function.ts';
import { PackageFunction } from './package-function.ts';
import { ReconciliationAlarms } from './reconciliation-alarms.ts';

/** Settings of reconciliation. It watches the given projects, and every project of the given workspaces. */
export interface ReconciliationSettings extends FunctionSettings {
  /** Account in Frame.io. */
  readonly accountId: string;
  /**
   * Projects to watch.
   * @default none
   */
  readonly projectIds?: readonly string[];
  /**
   * Workspaces to watch.
   * @default none
   */
  readonly workspaceIds?: readonly string[];
  /**
   * Time between two runs: from 15 minutes to 1 day.
   * @default Duration.hours(1)
   */
  readonly every?: Duration;
  /**
   * Minimum time for which a file that changed stays in view: from twice `every` to 14 days. After an outage of
   * reconciliation itself, it looks back to the time before the outage.
   * @default Duration.days(1), or twice `every` if that is longer
   */
  readonly lookBack?: Duration;
}

/** Settings of a `Reconciliation`. */
export interface ReconciliationProps extends ReconciliationSettings {
  /** Value of `service` in log lines and metrics. */
  readonly service: string;
  /**
   * Where the project is, whose `esbuild` bundles the function.
   * @default the current folder
   */
  readonly sources?: AppSources;
  readonly idempotencyTable: IdempotencyTable;
  readonly deliveries: DeliveryQueue;
  readonly secrets: FrameioSecrets;
  /** The functions that handle events. The first run starts after their deployment. */
  readonly handlerFunctions: readonly LambdaFunction[];
  /**
   * Base URL of the Frame.io API.
   * @default https://api.frame.io
   */
  readonly frameioBaseUrl?: string;
  /**
   * ARNs of the SNS topics that receive the alarms.
   * @default none: only CloudWatch shows the alarms
   */
  readonly topicArns?: readonly string[];
}

const MIN_INTERVAL = Duration.minutes(15);
const MAX_INTERVAL = Duration.days(1);
const MAX_LOOK_BACK = Duration.days(14);

/**
 * Enqueues `file.ready` for files whose event never arrived: a scheduled function compares the files that changed lately with
 * the events in the idempotency table. It finds what an outage that was longer than Frame.io's retries has lost.
 */
export class Reconciliation extends Construct {
  readonly function: LambdaFunction;
  readonly rule: Rule;

  /** @throws Error if there is nothing to watch, and for a time that is out of range. */
  constructor(scope: Construct, id: string, props: ReconciliationProps) {
    super(scope, id);
    const { accountId, projectIds = [], workspaceIds = [], every = Duration.hours(1), lookBack, ...rest } = props;
    const { idempotencyTable, deliveries, secrets, handlerFunctions, topicArns = [], ...settings } = rest;
    if (projectIds.length + workspaceIds.length === 0) {
      throw new Error(
        'Reconciliation has nothing to watch. Set reconciliation.projectIds or reconciliation.workspaceIds.',
      );
    }
    const lookBackMs = checkTimes(every, lookBack);
    this.function = new PackageFunction(this, 'Function', {
      ...settings,
      entry: 'lib/reconciliation/reconciliation-function',
      description: 'Enqueues file.ready for files whose event never arrived',
      timeout: Duration.minutes(15),
    });
    this.function.configureAsyncInvoke({ retryAttempts: 0 }); // the next run continues
    const watched = { accountId, projectIds, workspaceIds, lookBackMs };
    this.function.addEnvironment(ENV.reconciliationSettings, Stack.of(this).toJsonString(watched));
    secrets.bindApiCredentialsReader(this.function);
    idempotencyTable.bindUser(this.function);
    deliveries.bindSender(this.function);
    for (const each of handlerFunctions) each.addEnvironment(ENV.reconciliation, 'true');
    this.rule = new Rule(this, 'Schedule', {
      description: 'Starts the reconciliation of Frame.io files',
      schedule: Schedule.rate(every),
      targets: [new LambdaTarget(this.function)],
    });
    this.rule.node.addDependency(...handlerFunctions);
    new ReconciliationAlarms(this, 'Alarms', { function: this.function, service: props.service, topicArns });
  }
}

/** Returns the look-back window in milliseconds. @throws Error */
function checkTimes(every: Duration, lookBack: Duration | undefined): number {
  const everyMs = every.toMilliseconds();
  if (everyMs < MIN_INTERVAL.toMilliseconds() || everyMs > MAX_INTERVAL.toMilliseconds()) {
    throw new Error(
      `The time between two runs of reconciliation must be from 15 minutes to 1 day, but is ${every.toHumanString()}. Set reconciliation.every.`,
    );
  }
  const lookBackMs = lookBack?.toMilliseconds() ?? Math.max(Duration.days(1).toMilliseconds(), 2 * everyMs);
  if (lookBackMs < 2 * everyMs || lookBackMs > MAX_LOOK_BACK.toMilliseconds()) {
    throw new Error(
      `The look-back window of reconciliation must be at least twice reconciliation.every, and at most 14 days, but is ${lookBack?.toHumanString()}. Set reconciliation.lookBack.`,
    );
  }
  return lookBackMs;
}
