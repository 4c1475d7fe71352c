import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { AwsConnectionError, AwsServiceError } from '../aws/aws-errors.ts';
import { createSecretsManagerClient } from '../aws/secrets-manager-client.ts';
import { FrameioLambdaError, SecretNotSetError, SecretUnavailableError } from '../core/errors.ts';
import { type FetchedVersions, SecretCache, type SecretCacheOptions } from './secret-cache.ts';
import { describeMissingSecret, putSecretCommand } from './secret-commands.ts';

/** Options of `fromSecretsManager`. */
export type SecretsManagerOptions = Omit<SecretCacheOptions, 'secretId' | 'fetch'>;

/** All secrets share one client and its connections. */
const secretsManager = createSecretsManagerClient({ maxAttempts: 2, isHedged: true });

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
        requested === 'current_and_previous' ? fetchPreviousVersion(secretId, timeoutMs) : {},
      ]);
      if (current === undefined) {
        throw new SecretNotSetError(`The secret ${secretId} has no value. Set it: ${putSecretCommand(secretId)}`);
      }
      return { current: current.text, currentSince: current.createdAt, ...previous };
    },
  });
}

/** One version of a secret. */
interface StoredVersion {
  readonly text: string;
  /** In ms since 1970. */
  readonly createdAt: number | undefined;
}

/** Fetches the previous version. Never rejects, because the current version is usable without it. */
async function fetchPreviousVersion(
  secretId: string,
  timeoutMs: number,
): Promise<Pick<FetchedVersions, 'previous' | 'previousError'>> {
  try {
    return { previous: (await fetchVersion(secretId, 'AWSPREVIOUS', timeoutMs))?.text };
  } catch (previousError) {
    return { previousError };
  }
}

/** Returns a version, or `undefined` if the secret has no such version. */
async function fetchVersion(
  secretId: string,
  stage: 'AWSCURRENT' | 'AWSPREVIOUS',
  timeoutMs: number,
): Promise<StoredVersion | undefined> {
  try {
    const command = new GetSecretValueCommand({ SecretId: secretId, VersionStage: stage });
    const { SecretString, SecretBinary, CreatedDate } = await secretsManager.send(command, { timeoutMs });
    const text = SecretString ?? Buffer.from(SecretBinary ?? []).toString('utf8');
    return { text, createdAt: CreatedDate?.getTime() };
  } catch (error) {
    if (error instanceof AwsServiceError && error.awsCode === 'ResourceNotFoundException') {
      if (error.isVersionMissing || stage === 'AWSPREVIOUS') return undefined;
      throw new SecretUnavailableError(describeMissingSecret(secretId), { cause: error });
    }
    const message = `The secret ${secretId} could not be fetched${describe(error, timeoutMs)}`;
    throw new SecretUnavailableError(message, { cause: error });
  }
}

function describe(error: unknown, timeoutMs: number): string {
  if (error instanceof AwsConnectionError)
    return ` within ${timeoutMs} ms: ${error.message} Check that the function can reach Secrets Manager, or raise fetchTimeoutMs and refreshTimeoutMs.`;
  if (error instanceof AwsServiceError && error.awsCode === 'AccessDeniedException')
    return `: ${error.message} Grant the role of the function secretsmanager:GetSecretValue for this secret.`;
  return `: ${error instanceof FrameioLambdaError ? error.message : 'an unknown error.'}`;
}
