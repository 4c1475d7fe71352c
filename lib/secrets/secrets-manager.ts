import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { AwsServiceError } from '../aws/aws-errors.ts';
import { createSecretsManagerClient } from '../aws/secrets-manager-client.ts';
import { FrameioLambdaError, SecretUnavailableError } from '../core/errors.ts';
import { SecretCache, type SecretCacheOptions } from './secret-cache.ts';
import { describeMissingSecret, putSecretCommand } from './secret-commands.ts';

/** Options of `fromSecretsManager`. */
export type SecretsManagerOptions = Omit<SecretCacheOptions, 'secretId' | 'fetch'>;

/** All secrets share one client and its connections. */
const secretsManager = createSecretsManagerClient({ maxAttempts: 2 });

/**
 * Returns a secret in AWS Secrets Manager, cached in memory. Region, credentials and endpoint come from the variables that
 * the AWS SDKs read. The first `get` or `preload` fetches the secret.
 *
 * @param secretId - Name or ARN of the secret.
 */
export function fromSecretsManager(secretId: string, options: SecretsManagerOptions = {}): SecretCache {
  return new SecretCache({
    ...options,
    secretId,
    fetch: async ({ requested, timeoutMs }) => {
      const [current, previous] = await Promise.all([
        fetchVersion(secretId, 'AWSCURRENT', timeoutMs),
        requested === 'current_and_previous' ? fetchVersion(secretId, 'AWSPREVIOUS', timeoutMs) : undefined,
      ]);
      if (current === undefined) {
        throw new SecretUnavailableError(`The secret ${secretId} has no value. Set it: ${putSecretCommand(secretId)}`);
      }
      return { current, previous };
    },
  });
}

/** Returns the text of a version, or `undefined` if the secret has no such version. */
async function fetchVersion(
  secretId: string,
  stage: 'AWSCURRENT' | 'AWSPREVIOUS',
  timeoutMs: number,
): Promise<string | undefined> {
  try {
    const command = new GetSecretValueCommand({ SecretId: secretId, VersionStage: stage });
    const { SecretString, SecretBinary } = await secretsManager.send(command, { timeoutMs });
    return SecretString ?? Buffer.from(SecretBinary ?? []).toString('utf8');
  } catch (error) {
    if (error instanceof AwsServiceError && error.awsCode === 'ResourceNotFoundException') {
      if (error.isVersionMissing || stage === 'AWSPREVIOUS') return undefined;
      throw new SecretUnavailableError(describeMissingSecret(secretId), { cause: error });
    }
    throw new SecretUnavailableError(`The secret ${secretId} could not be fetched: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof FrameioLambdaError ? error.message : 'an unknown error.';
}
