import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import { ENV, requireEnv } from '../core/env.ts';
import { withSerializedErrors } from '../observability/logger.ts';
import { serializeError } from '../observability/serialize-error.ts';
import { handleRegistration, type RegistrationResponse } from './handle-registration.ts';
import { registrationClient } from './registration-client.ts';
import { parseRegistrationEvent } from './registration-event.ts';
import { StoredSigningSecrets } from './stored-signing-secrets.ts';

const CALL_TIMEOUT_MS = 120_000;

const logger = withSerializedErrors(new PowertoolsLogger(), serializeError);

/** Entry point of the function behind the CloudFormation resource that registers an app with Frame.io. */
export async function handler(event: unknown): Promise<RegistrationResponse> {
  const actionSecretId = process.env[ENV.actionSigningSecretsSecretId];
  try {
    return await handleRegistration(parseRegistrationEvent(event), {
      client: registrationClient(logger, CALL_TIMEOUT_MS),
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
