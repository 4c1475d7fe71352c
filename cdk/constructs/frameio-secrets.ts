import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ENV } from '../../lib/core/env.ts';
import { bindSecretReader, createEmptySecret, importSecret } from './stored-secret.ts';

/** Settings of `FrameioSecrets`. */
export interface FrameioSecretsProps {
  /**
   * Name or ARN of a stored secret with the signing secrets.
   * @default a new secret
   */
  readonly signingSecretsSecretId?: string | undefined;
  /**
   * Name or ARN of a stored secret with the API credentials.
   * @default a new secret
   */
  readonly apiCredentialsSecretId?: string | undefined;
  /**
   * What happens to a new secret with signing secrets, and its values, when it is removed from the stack. Frame.io shows each
   * secret only once.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy | undefined;
  /**
   * Key that encrypts new secrets.
   * @default a key of Secrets Manager
   */
  readonly encryptionKey?: IKey | undefined;
  /**
   * Whether a schedule rotates the token beside the API credentials.
   * @default false
   */
  readonly isTokenRotated?: boolean;
}

/**
 * The two secrets that a delivery needs. The template contains no secret value: set the value of a new secret by hand after
 * the first deployment. Until then the endpoint answers 503.
 */
export class FrameioSecrets extends Construct {
  /** Signing secrets of the webhooks: one secret, or a JSON object of names and secrets. */
  readonly signingSecrets: ISecret;
  /** Token for the Frame.io API, as plain text or as `{"token": "..."}`, or server-to-server credentials. */
  readonly apiCredentials: ISecret;

  constructor(scope: Construct, id: string, props: FrameioSecretsProps = {}) {
    super(scope, id);
    const { signingSecretsSecretId, apiCredentialsSecretId, encryptionKey, isTokenRotated = false } = props;
    const { removalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE } = props;
    this.signingSecrets =
      signingSecretsSecretId === undefined
        ? createEmptySecret(this, 'SigningSecrets', {
            description: 'Signing secrets of the Frame.io webhooks',
            removalPolicy,
            encryptionKey,
          })
        : importSecret(this, 'SigningSecrets', signingSecretsSecretId);
    this.apiCredentials =
      apiCredentialsSecretId === undefined
        ? createEmptySecret(this, 'ApiCredentials', {
            description: 'Credentials for the Frame.io API',
            removalPolicy: RemovalPolicy.DESTROY,
            encryptionKey,
            isRotated: isTokenRotated,
          })
        : importSecret(this, 'ApiCredentials', apiCredentialsSecretId);
  }

  /** Lets `reader` verify deliveries. */
  bindSigningSecretsReader(reader: LambdaFunction): void {
    bindSecretReader(reader, ENV.signingSecretsSecretId, this.signingSecrets);
  }

  /** Lets `reader` call the Frame.io API. */
  bindApiCredentialsReader(reader: LambdaFunction): void {
    bindSecretReader(reader, ENV.apiCredentialsSecretId, this.apiCredentials);
  }
}
