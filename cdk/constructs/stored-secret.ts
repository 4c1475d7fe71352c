import { Aws, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { type IKey, ViaServicePrincipal } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSecret, type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { ENV } from '../../lib/core/env.ts';
import { grantKey } from './customer-key.ts';

/**
 * A secret in Secrets Manager. `Secret` is named too, because the compiler option `exactOptionalPropertyTypes` does not accept
 * it as an `ISecret`.
 */
export type StoredSecret = ISecret | Secret;

/** Imports a secret by its name, or by its ARN with or without the six characters that Secrets Manager appends. */
export function importSecret(scope: Construct, id: string, secretId: string): ISecret {
  if (!secretId.startsWith('arn:')) return Secret.fromSecretNameV2(scope, id, secretId);
  return /-[A-Za-z0-9]{6}$/.test(secretId)
    ? Secret.fromSecretCompleteArn(scope, id, secretId)
    : Secret.fromSecretPartialArn(scope, id, secretId);
}

/** Settings of `createEmptySecret`. */
export interface EmptySecretProps {
  readonly description: string;
  /** What happens to the secret, with its value, when it is removed from the stack. */
  readonly removalPolicy: RemovalPolicy;
  /**
   * Key that encrypts the value.
   * @default a key of Secrets Manager
   */
  readonly encryptionKey: IKey | undefined;
  /**
   * Whether a schedule of Secrets Manager rotates the value.
   * @default false
   */
  readonly isRotated?: boolean;
}

/** Creates a secret without a value. `Secret` would generate one, which looks valid and verifies nothing. */
export function createEmptySecret(scope: Construct, id: string, props: EmptySecretProps): ISecret {
  const { description, removalPolicy, encryptionKey, isRotated = false } = props;
  const kmsKeyId = encryptionKey?.keyArn;
  const secret = new CfnSecret(scope, `${id}Resource`, { description, ...(kmsKeyId !== undefined && { kmsKeyId }) });
  secret.applyRemovalPolicy(removalPolicy);
  if (!isRotated) {
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Frame.io or Adobe issues the value. Secrets Manager cannot create a new one.',
    });
  }
  return Secret.fromSecretAttributes(scope, id, {
    secretCompleteArn: secret.ref,
    ...(encryptionKey && { encryptionKey }),
  });
}

/** Returns what identifies a secret in a call of Secrets Manager: its ARN if that is known completely, otherwise its name. */
export function secretIdOf({ secretFullArn, secretName }: StoredSecret): string {
  return secretFullArn ?? secretName;
}

/**
 * Lets `reader` read a secret: grants the permission and sets the variable that `lib/` reads its name or ARN from. Sets the
 * regional URL of Secrets Manager too, because `sam local invoke` only replaces variables that the template contains.
 */
export function bindSecretReader(reader: LambdaFunction, variable: string, secret: StoredSecret): void {
  grantSecret(reader, secret, ['GetSecretValue']);
  const { encryptionKey } = secret;
  encryptionKey?.grantDecrypt(throughSecretsManager(reader, secret)); // in the policy of a key of the stack
  grantKey(encryptionKey, 'secretsmanager', reader);
  setSecretVariables(reader, variable, secret);
}

/** Lets `writer` read a secret and store new values. */
export function bindSecretWriter(writer: LambdaFunction, variable: string, secret: StoredSecret): void {
  grantSecretWrite(writer, secret, ['GetSecretValue', 'PutSecretValue']);
  setSecretVariables(writer, variable, secret);
}

/** Lets a function that Secrets Manager invokes create versions of a secret and make them current. */
export function grantSecretRotation(rotator: LambdaFunction, secret: StoredSecret): void {
  const actions = ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'];
  grantSecretWrite(rotator, secret, actions);
}

function setSecretVariables(reader: LambdaFunction, variable: string, secret: StoredSecret): void {
  reader.addEnvironment(variable, secretIdOf(secret));
  reader.addEnvironment(ENV.secretsManagerUrl, `https://secretsmanager.${Aws.REGION}.${Aws.URL_SUFFIX}`);
}

function grantSecretWrite(writer: LambdaFunction, secret: StoredSecret, actions: readonly string[]): void {
  grantSecret(writer, secret, actions);
  const { encryptionKey } = secret;
  encryptionKey?.grantEncryptDecrypt(throughSecretsManager(writer, secret));
  grantKey(encryptionKey, 'secretsmanager', writer, ['kms:Decrypt', 'kms:GenerateDataKey']);
}

function grantSecret(grantee: LambdaFunction, { secretFullArn, secretArn }: StoredSecret, actions: readonly string[]) {
  Grant.addToPrincipal({
    grantee,
    actions: actions.map((action) => `secretsmanager:${action}`),
    // Secrets Manager appends a hyphen and six characters to the name (IAM, "Resource types defined by Secrets Manager").
    resourceArns: [secretFullArn ?? `${secretArn}-??????`],
  });
}

function throughSecretsManager(user: LambdaFunction, secret: StoredSecret): ViaServicePrincipal {
  return new ViaServicePrincipal(`secretsmanager.${Stack.of(secret).region}.amazonaws.com`, user.grantPrincipal);
}
