import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { AwsServiceError } from '../../lib/aws/aws-errors.ts';
import { describeMissingSecret } from '../../lib/secrets/secret-commands.ts';
import type { DeployedStack } from './deployed-stack.ts';

type Access = Pick<DeployedStack, 'secretsManager'>;

/**
 * Reads a version of a stored secret, without white space around it.
 *
 * @returns `undefined` if the secret has no such version.
 * @throws Error that says what is missing: the secret, or the permission to read it.
 */
export async function readSecretText(
  { secretsManager }: Access,
  secretId: string,
  stage: 'AWSCURRENT' | 'AWSPREVIOUS' = 'AWSCURRENT',
): Promise<string | undefined> {
  try {
    const command = new GetSecretValueCommand({ SecretId: secretId, VersionStage: stage });
    return (await secretsManager.send(command)).SecretString?.trim();
  } catch (error) {
    if (error instanceof AwsServiceError && error.isVersionMissing) return undefined;
    throw describeSecretFailure(error, secretId);
  }
}

/** Stores a value as the current version. @throws Error that says what is missing, without the value. */
export async function putSecretText({ secretsManager }: Access, secretId: string, text: string): Promise<void> {
  try {
    await secretsManager.send(new PutSecretValueCommand({ SecretId: secretId, SecretString: text }));
  } catch (error) {
    throw describeSecretFailure(error, secretId);
  }
}

/** Says which secret or permission is missing. Returns another error unchanged. */
export function describeSecretFailure(error: unknown, secretId: string): unknown {
  if (!(error instanceof AwsServiceError)) return error;
  if (error.awsCode === 'ResourceNotFoundException')
    return new Error(describeMissingSecret(secretId), { cause: error });
  if (error.awsCode !== 'AccessDeniedException') return error;
  const permission = `secretsmanager:${error.operation}`;
  return new Error(
    `AWS denies ${permission} for ${secretId}. Allow it for your user, and for a key of your own also kms:Decrypt and kms:GenerateDataKey, or name another profile with --profile.`,
    { cause: error },
  );
}
