import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ENV } from '../../lib/core/env.ts';
import type { AppSources } from '../app-sources.ts';
import type { FunctionSettings } from './node-function.ts';
import { PackageFunction } from './package-function.ts';
import { bindSecretReader, bindSecretWriter, type StoredSecret } from './stored-secret.ts';

/** Settings of the rotation of the webhooks' signing secrets. */
export interface SigningSecretRotationSettings extends FunctionSettings {
  /**
   * Time between two rotations, in whole days: from 1.
   * @default Duration.days(90)
   */
  readonly every?: Duration;
}

/** Settings of a `SigningSecretRotation`. */
export interface SigningSecretRotationProps extends SigningSecretRotationSettings {
  /** Id of the Frame.io account. */
  readonly accountId: string;
  /** Ids of the workspaces with the webhooks. */
  readonly workspaceIds: readonly string[];
  /** Name of the webhooks in Frame.io. */
  readonly name: string;
  /** URL of the webhooks. */
  readonly webhookUrl: string;
  /** Secret with the signing secrets of the webhooks. */
  readonly signingSecrets: StoredSecret;
  /** Secret with the credentials for the Frame.io API. Their user may create webhooks. */
  readonly apiCredentials: StoredSecret;
  /** Value of `service` in log lines. */
  readonly service: string;
  /**
   * Where the project is, whose `esbuild` bundles the function.
   * @default the current folder
   */
  readonly sources?: AppSources;
  /**
   * Base URL of the Frame.io API.
   * @default https://api.frame.io
   */
  readonly frameioBaseUrl?: string;
}

/** Replaces the webhooks of an app on a schedule, and with them their signing secrets. No delivery is refused meanwhile. */
export class SigningSecretRotation extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: SigningSecretRotationProps) {
    super(scope, id);
    const { accountId, workspaceIds, name, webhookUrl, ...others } = props;
    const { signingSecrets, apiCredentials, every = Duration.days(90), ...settings } = others;
    this.function = new PackageFunction(this, 'Function', {
      ...settings,
      entry: 'lib/registration/signing-secret-rotation-handler',
      description: 'Replaces the signing secrets of the Frame.io webhooks',
      timeout: Duration.minutes(15), // it waits five minutes twice
    });
    bindSecretReader(this.function, ENV.apiCredentialsSecretId, apiCredentials);
    bindSecretWriter(this.function, ENV.signingSecretsSecretId, signingSecrets);
    new Rule(this, 'Schedule', {
      description: 'Rotates the signing secrets of the Frame.io webhooks',
      schedule: Schedule.rate(inWholeDays(every)),
      targets: [
        new LambdaTarget(this.function, {
          event: RuleTargetInput.fromObject({ accountId, workspaceIds, name, webhookUrl }),
        }),
      ],
    });
  }
}

function inWholeDays(every: Duration): Duration {
  const hours = every.toHours({ integral: false });
  if (hours >= 24 && hours % 24 === 0) return every;
  throw new Error(
    `The time between two rotations of the signing secrets must be one or more whole days, but is ${hours} hours. Set signingSecretRotation.every.`,
  );
}
