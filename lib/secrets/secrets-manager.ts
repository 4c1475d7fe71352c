import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SecretUnavailableError } from '../errors.ts';
import { commandToSet } from './parse-secret.ts';
import { SecretStore, type SecretStoreOptions } from './secret-store.ts';

/** How `fromSecretsManager` keeps a secret. */
export type SecretsManagerOptions = Omit<SecretStoreOptions, 'secretId' | 'fetch'>;

let sharedClient: SecretsManagerClient | undefined;

function secretsManager(): SecretsManagerClient {
  sharedClient ??= new SecretsManagerClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 1_400, throwOnRequestTimeout: true },
  });
  return sharedClient;
}

/**
 * A secret kept in AWS Secrets Manager, cached in memory. Region, credentials and endpoint come from the Lambda
 * environment, as the AWS SDK reads them. Nothing is fetched before the first `get`.
 *
 * @param secretId - Name or ARN.
 */
export function fromSecretsManager(secretId: string, options: SecretsManagerOptions = {}): SecretStore {
  return new SecretStore({
    ...options,
    secretId,
    fetch: async (signal, wanted) => {
      const [current, previous] = await Promise.all([
        fetchVersion(secretId, 'AWSCURRENT', signal),
        wanted === 'current_and_previous' ? fetchVersion(secretId, 'AWSPREVIOUS', signal) : undefined,
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
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  try {
    const command = new GetSecretValueCommand({ SecretId: secretId, VersionStage: stage });
    const { SecretString, SecretBinary } = await secretsManager().send(command, { abortSignal });
    return SecretString ?? Buffer.from(SecretBinary ?? []).toString('utf8');
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw new SecretUnavailableError(`The secret ${secretId} could not be fetched: ${nameOf(error)}.`, {
      cause: error,
    });
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
