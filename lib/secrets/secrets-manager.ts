import { AwsServiceError } from '../aws/aws-errors.ts';
import { AwsJsonClient } from '../aws/aws-json-client.ts';
import { FrameioLambdaError, SecretUnavailableError } from '../core/errors.ts';
import { commandToSet } from './parse-secret.ts';
import { SecretCache, type SecretCacheOptions } from './secret-cache.ts';

/** How `fromSecretsManager` keeps a secret. */
export type SecretsManagerOptions = Omit<SecretCacheOptions, 'secretId' | 'fetch'>;

let sharedClient: AwsJsonClient | undefined;

function secretsManager(): AwsJsonClient {
  sharedClient ??= new AwsJsonClient({ service: 'secretsmanager', maxAttempts: 2 });
  return sharedClient;
}

/**
 * A secret kept in AWS Secrets Manager, cached in memory. Region, credentials and endpoint come from the Lambda
 * environment, under the names the AWS SDKs read. Nothing is fetched before the first `get`.
 *
 * @param secretId - Name or ARN.
 */
export function fromSecretsManager(secretId: string, options: SecretsManagerOptions = {}): SecretCache {
  return new SecretCache({
    ...options,
    secretId,
    fetch: async ({ wanted, timeoutMs }) => {
      const [current, previous] = await Promise.all([
        fetchVersion(secretId, 'AWSCURRENT', timeoutMs),
        wanted === 'current_and_previous' ? fetchVersion(secretId, 'AWSPREVIOUS', timeoutMs) : undefined,
      ]);
      if (current === undefined) {
        throw new SecretUnavailableError(`The secret ${secretId} has no value. Set it: ${commandToSet(secretId)}`);
      }
      return { current, previous };
    },
  });
}

/** @returns `undefined` when there is no such version. */
async function fetchVersion(
  secretId: string,
  stage: 'AWSCURRENT' | 'AWSPREVIOUS',
  timeoutMs: number,
): Promise<string | undefined> {
  try {
    const input = { SecretId: secretId, VersionStage: stage };
    return textIn(await secretsManager().call('GetSecretValue', input, { timeoutMs }));
  } catch (error) {
    if (error instanceof AwsServiceError && error.awsCode === 'ResourceNotFoundException') return undefined;
    throw new SecretUnavailableError(`The secret ${secretId} could not be fetched: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

function textIn(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null) return '';
  if ('SecretString' in answer && typeof answer.SecretString === 'string') return answer.SecretString;
  const binary = 'SecretBinary' in answer && typeof answer.SecretBinary === 'string' ? answer.SecretBinary : '';
  return Buffer.from(binary, 'base64').toString('utf8');
}

function reasonOf(error: unknown): string {
  return error instanceof FrameioLambdaError ? error.message : 'an unknown error.';
}
