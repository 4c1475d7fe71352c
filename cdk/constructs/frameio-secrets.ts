import { Aws } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSecret, type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ENV } from '../../lib/core/env.ts';

/**
 * The two secrets that a delivery needs. The template contains no secret value: set each value by hand after the first
 * deployment. Until then the endpoint answers 503.
 */
export class FrameioSecrets extends Construct {
  /** Signing secrets of the webhooks: one secret, or a JSON object of names and secrets. */
  readonly signingSecrets: ISecret;
  /** Token for the Frame.io API, as plain text or as `{"token": "..."}`, or server-to-server credentials. */
  readonly apiCredentials: ISecret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.signingSecrets = this.#emptySecret('SigningSecrets', 'Signing secrets of the Frame.io webhooks');
    this.apiCredentials = this.#emptySecret('ApiCredentials', 'Credentials for the Frame.io API');
  }

  /** Lets `reader` verify deliveries: grants the permission and sets the variable that `lib/` reads the ARN from. */
  bindSigningSecretsReader(reader: LambdaFunction): void {
    this.#bindReader(reader, ENV.signingSecretsSecretId, this.signingSecrets);
  }

  /** Lets `reader` call the Frame.io API: grants the permission and sets the variable that `lib/` reads the ARN from. */
  bindApiCredentialsReader(reader: LambdaFunction): void {
    this.#bindReader(reader, ENV.apiCredentialsSecretId, this.apiCredentials);
  }

  /**
   * Sets the regional URL of Secrets Manager too, because `sam local invoke` only replaces variables that the template
   * contains.
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

  /** Creates a secret without a value. `Secret` would generate one, which looks valid and verifies nothing. */
  #emptySecret(id: string, description: string): ISecret {
    const secret = new CfnSecret(this, `${id}Resource`, { description });
    return Secret.fromSecretCompleteArn(this, id, secret.ref);
  }
}
