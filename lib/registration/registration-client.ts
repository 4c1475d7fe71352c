import { FrameioClient } from '../client/client.ts';
import { ENV, requireEnv } from '../core/env.ts';
import type { Logger } from '../observability/logger.ts';
import { fromSecretsManager } from '../secrets/secrets-manager.ts';
import { StoredToken } from '../secrets/stored-token.ts';

/** Many workspaces meet Frame.io's limit of ten new webhooks a minute, and no person waits for an answer. */
const MAX_RETRIES = 5;

/**
 * Returns a client with the stored credentials. Make a new one in each invocation: the credentials may have been stored since
 * the last one.
 *
 * @param timeoutMs - Time for a call, in milliseconds, with its retries.
 * @throws ConfigError if the name of the secret is not set.
 */
export function registrationClient(logger: Logger, timeoutMs: number): FrameioClient {
  const secret = fromSecretsManager(requireEnv(ENV.apiCredentialsSecretId));
  return new FrameioClient({
    token: new StoredToken(secret, { logger, imsUrl: process.env[ENV.imsUrl] }),
    baseUrl: process.env[ENV.frameioBaseUrl],
    timeoutMs,
    maxRetries: MAX_RETRIES,
  });
}
