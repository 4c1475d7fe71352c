import { Aws, Duration } from 'aws-cdk-lib';
import { CfnPermission, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnRotationSchedule, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { AppSources } from '../app-sources.ts';
import type { FunctionSettings } from './node-function.ts';
import { PackageFunction } from './package-function.ts';
import { grantSecretRotation, secretIdOf } from './stored-secret.ts';

/** Settings of the rotation of the token for the Frame.io API. */
export interface TokenRotationSettings extends FunctionSettings {
  /**
   * Time between two rotations, in whole hours: from 4, the minimum of Secrets Manager, to 23. A token is valid for 24 hours.
   * @default Duration.hours(8): if two rotations in a row fail, the token is still valid
   */
  readonly every?: Duration;
}

/** Settings of a `TokenRotation`. */
export interface TokenRotationProps extends TokenRotationSettings {
  /** Value of `service` in log lines and metrics. */
  readonly service: string;
  /**
   * Where the project is, whose `esbuild` bundles the function.
   * @default the current folder
   */
  readonly sources?: AppSources;
  /** The secret with the server-to-server credentials. */
  readonly apiCredentials: ISecret;
  /**
   * Base URL of the Frame.io API.
   * @default https://api.frame.io
   */
  readonly frameioBaseUrl?: string;
}

/**
 * Stores a new token for the Frame.io API beside the server-to-server credentials, on a schedule of Secrets Manager. So no
 * handler waits for Adobe IMS.
 */
export class TokenRotation extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: TokenRotationProps) {
    super(scope, id);
    const { apiCredentials, every = Duration.hours(8), ...settings } = props;
    const minutes = every.toMinutes();
    if (minutes % 60 !== 0 || minutes < 240 || minutes > 1_380) {
      throw new Error(
        `The time between two rotations of the token must be from 4 to 23 hours, in whole hours, but is ${minutes} minutes. Set tokenRotation.every.`,
      );
    }
    this.function = new PackageFunction(this, 'Function', {
      ...settings,
      entry: 'lib/token-rotation/token-rotation-handler',
      description: 'Stores a new token for the Frame.io API',
      timeout: Duration.minutes(2),
    });
    grantSecretRotation(this.function, apiCredentials);
    const permission = new CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: this.function.functionArn,
      principal: 'secretsmanager.amazonaws.com',
      sourceAccount: Aws.ACCOUNT_ID,
    });
    const schedule = new CfnRotationSchedule(this, 'Schedule', {
      secretId: secretIdOf(apiCredentials),
      rotationLambdaArn: this.function.functionArn,
      rotationRules: { scheduleExpression: `rate(${minutes / 60} hours)` },
      rotateImmediatelyOnUpdate: false, // the secret has no value until somebody sets it
    });
    schedule.node.addDependency(permission, this.function); // its role and policy must exist before the first rotation
  }
}
