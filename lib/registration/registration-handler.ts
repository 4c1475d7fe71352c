import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import { FrameioClient } from '../client/client.ts';
import { ENV, requireEnv } from '../core/env.ts';
import { withSerializedErrors } from '../observability/logger.ts';
import { serializeError } from '../observability/serialize-error.ts';
import { fromSecretsManager } from '../secrets/secrets-manager.ts';
import { StoredToken } from '../secrets/stored-token.ts';
import { handleRegistration, type RegistrationResponse } from './handle-registration.ts';
import { parseRegistrationEvent } from './registration-event.ts';
import { StoredSigningSecrets } from './stored-signing-secrets.ts';

/** Many workspaces meet Frame.io's limit of ten new webhooks a minute, and no person waits for an answer. */
const CALL_TIMEOUT_MS = 120_000;
const MAX_RETRIES = 5;

const logger = withSerializedErrors(new PowertoolsLogger(), serializeError);

/** Entry point of the function behind the CloudFormation resource that registers an app with Frame.io. */
export async function handler(event: unknown): Promise<RegistrationResponse> {
  const actionSecretId = process.env[ENV.actionSigningSecretsSecretId];
  try {
    return await handleRegistration(parseRegistrationEvent(event), {
      // A new source in each invocation: the credentials may have been stored since the last one.
      client: new FrameioClient({
        token: new StoredToken(fromSecretsManager(requireEnv(ENV.apiCredentialsSecretId)), {
          logger,
          imsUrl: process.env[ENV.imsUrl],
        }),
        baseUrl: process.env[ENV.frameioBaseUrl],
        timeoutMs: CALL_TIMEOUT_MS,
        maxRetries: MAX_RETRIES,
      }),
      stores: {
        webhook: new StoredSigningSecrets(requireEnv(ENV.signingSecretsSecretId)),
        action: actionSecretId ? new StoredSigningSecrets(actionSecretId) : undefined,
      },
      logger,
    });
  } catch (error) {
    logger.error('registration failed', { error });
    throw error;
  }
}
