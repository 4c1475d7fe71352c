import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AwsClient, type AwsClientOptions } from './aws-client.ts';

/** Creates a client of Secrets Manager. */
export function createSecretsManagerClient(options?: AwsClientOptions) {
  return new AwsClient('secretsmanager', (config) => new SecretsManagerClient(config), options);
}
