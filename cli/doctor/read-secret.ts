import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { AwsServiceError } from '../../lib/aws/aws-errors.ts';
import type { DeployedStack } from '../stack/deployed-stack.ts';

/** What a stored secret holds: its text, or why it has none. */
export type StoredText =
  | { readonly state: 'set'; readonly text: string }
  | { readonly state: 'without_value' }
  | { readonly state: 'missing' };

/** Reads the current value of a stored secret. @throws AwsServiceError, AwsConnectionError */
export async function readSecret(
  { secretsManager }: Pick<DeployedStack, 'secretsManager'>,
  secretId: string,
  abortSignal?: AbortSignal,
): Promise<StoredText> {
  try {
    const command = new GetSecretValueCommand({ SecretId: secretId });
    const { SecretString, SecretBinary } = await secretsManager.send(command, { abortSignal });
    const text = SecretString ?? Buffer.from(SecretBinary ?? []).toString('utf8');
    return { state: 'set', text };
  } catch (error) {
    if (!(error instanceof AwsServiceError) || error.awsCode !== 'ResourceNotFoundException') throw error;
    return { state: error.isVersionMissing ? 'without_value' : 'missing' };
  }
}
