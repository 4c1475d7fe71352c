import type { SecretReference } from './secret-cache.ts';
import { fromSecretsManager } from './secrets-manager.ts';

/**
 * Returns a function that returns the stored secret whose name or ARN is in an environment variable. The function reads the
 * variable until it is set, and then always returns the same secret. It returns `undefined` if the variable is not set.
 */
export function secretFromEnv(variable: string): () => SecretReference | undefined {
  let secret: SecretReference | undefined;
  return () => {
    const secretId = process.env[variable];
    if (secretId) secret ??= fromSecretsManager(secretId);
    return secret;
  };
}
