import { Aws } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSecret, type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ENV } from '../../lib/core/env.ts';

/**
 * The two secrets a delivery needs. They are made without a value, which is set once by hand, so that none ever stands
 * in a template; until then the endpoint answers 503.
 */
export class FrameioSecrets extends Construct {
  /** What Frame.io signs deliveries with: one secret, or a JSON object of name to secret. */
  readonly signingSecrets: ISecret;
  /** Token for the Frame.io API, as it is or as `{"token": "..."}`; or server-to-server credentials. */
  readonly apiCredentials: ISecret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.signingSecrets = this.#emptySecret('SigningSecrets', 'What Frame.io signs its deliveries with');
    this.apiCredentials = this.#emptySecret('ApiCredentials', 'Token for the Frame.io API');
  }

  /** Lets `reader` verify deliveries: the permission, plus the ARN under the name that `lib/` reads it by. */
  bindSigningSecretsReader(reader: LambdaFunction): void {
    this.#bindReader(reader, ENV.signingSecretsSecretId, this.signingSecrets);
  }

  /** Lets `reader` call the Frame.io API: the permission, plus the ARN under the name that `lib/` reads it by. */
  bindApiCredentialsReader(reader: LambdaFunction): void {
    this.#bindReader(reader, ENV.apiCredentialsSecretId, this.apiCredentials);
  }

  /**
   * The address of Secrets Manager is the region's own; it stands in the template because `sam local invoke` replaces
   * only what does.
   */
  #bindReader(reader: LambdaFunction, variable: string, { secretArn }: ISecret): void {
    Grant.addToPrincipal({
      grantee: reader,
      actions: ['secretsmanager:GetSecretValue'],
      resourceArns: [secretArn],
    });
    reader.addEnvironment(variable, secretArn);
    reader.addEnvironment(ENV.secretsManagerUrl, `https://secretsmanager.${Aws.REGION}.${Aws.URL_SUFFIX}`);
  }

  /** `Secret` would generate a value, which looks set and verifies nothing. */
  #emptySecret(id: string, description: string): ISecret {
    const secret = new CfnSecret(this, `${id}Resource`, { description });
    return Secret.fromSecretCompleteArn(this, id, secret.ref);
  }
}
