import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import type { SynthesizedFunction } from '../../cdk/read-synthesized.ts';
import type { SandboxClock } from '../../sandbox/clock/sandbox-clock.ts';
import type { RequestKind } from './endpoint-under-test.ts';
import type { FixtureApp } from './fixture-apps.ts';

/** Environment variables. */
export type Variables = Readonly<Record<string, string>>;

/** How a deployment differs from the one that would be deployed. */
export interface DeploymentOptions {
  readonly mode: DeliveryMode;
  /**
   * App whose handlers run.
   * @default 'comment-app', which posts a comment on a file that is ready
   */
  readonly app?: FixtureApp;
  /**
   * What `genuine` and `deliver` send. With `action`, the app is the actions app, and the endpoint is the function that
   * serves custom actions.
   * @default 'webhook'
   */
  readonly requests?: RequestKind;
  /**
   * Properties of the endpoint's function that replace those of the template.
   * @default none
   */
  readonly endpoint?: Partial<SynthesizedFunction>;
  /**
   * Properties of the worker's function that replace those of the template.
   * @default none
   */
  readonly worker?: Partial<SynthesizedFunction>;
  /**
   * Variables of the endpoint besides those of the deployment.
   * @default none
   */
  readonly endpointVariables?: Variables;
  /**
   * Returns variables that replace the worker's own.
   * @default none
   */
  readonly workerVariables?: (variables: Variables) => Variables;
  /**
   * Clock of SQS, DynamoDB and the functions.
   * @default one that stands still until a test advances it, however slow the machine is
   */
  readonly clock?: SandboxClock;
}

/** A message in the dead-letter queue, with its attributes. */
export interface DeadLetter {
  readonly body: string;
  readonly errorCode?: string | undefined;
  readonly reason?: string | undefined;
  readonly attempts?: string | undefined;
  readonly handlers?: string | undefined;
}

/** The idempotency record of one handler of one delivery. */
export interface StoredRecord {
  readonly status: string;
  /** Time from which DynamoDB may delete the record, in Unix seconds. */
  readonly expiresAtSeconds: number;
  /** Time until which no other worker starts the handler, in ms since 1970. */
  readonly lockedUntil: number;
}

/** How polling differs from the template. */
export interface Polling {
  readonly batchSize?: number;
  readonly maxConcurrency?: number;
}
