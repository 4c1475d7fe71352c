import { ServerToServerAuth } from '../client/auth/server-to-server-auth.ts';
import { FrameioClient } from '../client/client.ts';
import { ForbiddenError, UnauthorizedError } from '../client/errors/status-errors.ts';
import { ConfigError, SecretNotSetError } from '../core/errors.ts';
import { parseRecord } from '../core/type-guards.ts';
import type { Logger } from '../observability/logger.ts';
import { parseApiCredentials, type ServerToServerCredentials } from '../secrets/parse-secret.ts';
import { putSecretCommand } from '../secrets/secret-commands.ts';
import type { RotatingSecret } from './rotating-secret.ts';
import type { RotationStep } from './rotation-event.ts';

/** What a rotation needs besides the secret. */
export interface TokenRotationOptions {
  readonly logger: Logger;
  /** Base URL of the Frame.io API. */
  readonly baseUrl: string | undefined;
  /** Base URL of Adobe IMS. */
  readonly imsUrl: string | undefined;
}

/**
 * Runs one step of the rotation of the token in a secret with server-to-server credentials. Each step can be repeated, also
 * after a crash in the middle of it.
 *
 * @throws SecretNotSetError | ConfigError if the secret holds no server-to-server credentials; TokenExchangeError if Adobe
 *   IMS returns no token; FrameioApiError if Frame.io refuses the new token.
 */
export async function rotateToken(
  step: RotationStep,
  secret: RotatingSecret,
  options: TokenRotationOptions,
): Promise<void> {
  const state = await secret.state();
  if (state === 'current') return; // an earlier attempt finished the rotation
  if (state === 'discarded') {
    if (step === 'finishSecret') return; // an earlier attempt discarded it
    throw new ConfigError(
      `The version of this rotation of ${secret.secretId} is no longer pending. Start another rotation: aws secretsmanager rotate-secret --secret-id ${secret.secretId}`,
    );
  }
  if (step === 'createSecret') await createPending(secret, options);
  if (step === 'testSecret') await testPending(secret, options);
  if (step === 'finishSecret') await finish(secret, options);
  // There is nothing to do in `setSecret`: Adobe IMS knows the token that it issued.
}

/** Exchanges the credentials, and stores them with the new token as the pending version. */
async function createPending(secret: RotatingSecret, { imsUrl }: TokenRotationOptions): Promise<void> {
  if (await secret.pending()) return;
  const text = (await secret.current())?.text;
  const { clientId, clientSecret } = credentialsIn(text, secret.secretId);
  const auth = new ServerToServerAuth({ clientId, clientSecret, imsUrl });
  await auth.authenticate();
  const { accessToken, expiresAt = 0 } = auth.exportTokens() ?? {};
  const stored = { token: accessToken, token_expires_at: new Date(expiresAt * 1_000).toISOString() };
  await secret.putPending(JSON.stringify({ ...parseRecord(text ?? ''), ...stored }));
}

/** Calls Frame.io with the pending token. */
async function testPending(secret: RotatingSecret, { baseUrl, logger }: TokenRotationOptions): Promise<void> {
  const text = (await secret.pending())?.text;
  const stored = text === undefined ? undefined : credentialsIn(text, secret.secretId).stored;
  if (!stored) {
    // Secrets Manager runs this step alone, with a copy of the current version, when somebody turns rotation on.
    logger.warn('no token to test', { secret_id: secret.secretId });
    return;
  }
  try {
    await new FrameioClient({ token: stored.accessToken, baseUrl }).users.show();
  } catch (error) {
    if (error instanceof UnauthorizedError || error instanceof ForbiddenError) await secret.discardPending();
    throw error;
  }
}

/** Makes the pending version current, unless somebody has stored other credentials since its creation. */
async function finish(secret: RotatingSecret, { logger }: TokenRotationOptions): Promise<void> {
  const [current, pending] = [await secret.current(), await secret.pending()];
  if (!current || !pending || !haveSameCredentials(current.text, pending.text)) {
    await secret.discardPending();
    logger.warn('token rotation discarded', { secret_id: secret.secretId, reason: 'credentials_changed' });
    return;
  }
  await secret.makeCurrent(current);
  logger.info('token rotated', { secret_id: secret.secretId });
}

function haveSameCredentials(...texts: readonly string[]): boolean {
  const pairs = texts.map((text) => {
    const { client_id, client_secret } = parseRecord(text) ?? {};
    return JSON.stringify([client_id, client_secret]);
  });
  return new Set(pairs).size === 1;
}

function credentialsIn(text: string | undefined, secretId: string): ServerToServerCredentials {
  if (text === undefined) {
    throw new SecretNotSetError(`The secret ${secretId} has no value. Set it: ${putSecretCommand(secretId)}`);
  }
  const credentials = parseApiCredentials(text, secretId);
  if ('clientId' in credentials) return credentials;
  throw new ConfigError(
    `The secret ${secretId} must hold {"client_id": "<id>", "client_secret": "<secret>"} for a rotation, but holds a token. Store the credentials, or remove the prop tokenRotation.`,
  );
}
