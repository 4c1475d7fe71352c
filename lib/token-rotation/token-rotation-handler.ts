import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import { createSecretsManagerClient } from '../aws/secrets-manager-client.ts';
import { ENV } from '../core/env.ts';
import { withSerializedErrors } from '../observability/logger.ts';
import { serializeError } from '../observability/serialize-error.ts';
import { rotateToken } from './rotate-token.ts';
import { RotatingSecret } from './rotating-secret.ts';
import { parseRotationEvent } from './rotation-event.ts';

const client = createSecretsManagerClient();
const logger = withSerializedErrors(new PowertoolsLogger(), serializeError);

/** Entry point of the function that Secrets Manager invokes to rotate the token for the Frame.io API. */
export async function handler(event: unknown): Promise<void> {
  const { step, secretId, versionId } = parseRotationEvent(event);
  try {
    await rotateToken(step, new RotatingSecret(client, secretId, versionId), {
      logger,
      baseUrl: process.env[ENV.frameioBaseUrl],
      imsUrl: process.env[ENV.imsUrl],
    });
  } catch (error) {
    logger.error('token rotation failed', { step, secret_id: secretId, error });
    throw error;
  }
}
