import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import { ENV, requireEnv } from '../core/env.ts';
import { ConfigError } from '../core/errors.ts';
import { recordOf } from '../core/type-guards.ts';
import { withSerializedErrors } from '../observability/logger.ts';
import { serializeError } from '../observability/serialize-error.ts';
import { FrameioRegistrations } from './frameio-registrations.ts';
import { registrationClient } from './registration-client.ts';
import { rotateSigningSecrets, type SigningSecretRotationOptions } from './rotate-signing-secrets.ts';
import { StoredSigningSecrets } from './stored-signing-secrets.ts';

const CALL_TIMEOUT_MS = 90_000;

const logger = withSerializedErrors(new PowertoolsLogger(), serializeError);

/** Entry point of the function that replaces the webhooks of an app on a schedule, and with them the signing secrets. */
export async function handler(event: unknown): Promise<void> {
  try {
    const { accountId, ...rotation } = parseEvent(event);
    await rotateSigningSecrets({
      ...rotation,
      registrations: new FrameioRegistrations(registrationClient(logger, CALL_TIMEOUT_MS), accountId),
      store: new StoredSigningSecrets(requireEnv(ENV.signingSecretsSecretId)),
      onStep: (step) => logger.info('signing secret rotation', { ...step }),
    });
    logger.info('signing secrets rotated');
  } catch (error) {
    logger.error('signing secret rotation failed', { error });
    throw error;
  }
}

/** Parses the event of the schedule: what the construct wrote into it. `waitMs` is for a rotation by hand. */
function parseEvent(
  event: unknown,
): Pick<SigningSecretRotationOptions, 'target' | 'waitMs'> & { readonly accountId: string } {
  const { accountId, workspaceIds, name, webhookUrl, waitMs } = recordOf(event);
  const ids = Array.isArray(workspaceIds) ? workspaceIds : [];
  const texts = [accountId, name, webhookUrl, ...ids].filter((value) => typeof value === 'string' && value !== '');
  if (texts.length < 4 || texts.length !== ids.length + 3) {
    throw new ConfigError(
      'The event must have accountId, name, webhookUrl and a list of workspaceIds. The schedule of the construct FrameioWebhook sends such an event: deploy it again.',
    );
  }
  return {
    accountId: String(accountId),
    target: { workspaceIds: ids.map(String), name: String(name), webhookUrl: String(webhookUrl) },
    waitMs: typeof waitMs === 'number' ? waitMs : undefined,
  };
}
