import { ForbiddenError, UnauthorizedError } from '../../../lib/client/errors/status-errors.ts';
import { TokenExchangeError } from '../../../lib/client/errors/token-exchange-error.ts';
import type { ApiCredentials } from '../../../lib/secrets/parse-secret.ts';
import { formatDuration } from '../../../sandbox/terminal/format-duration.ts';
import type { DoctorContext } from '../doctor-context.ts';
import { ACCEPTED_SCOPES, explainUnauthorized } from '../explain-unauthorized.ts';
import type { Finding } from '../finding.ts';
import { readTokenClaims } from '../token-claims.ts';

const SOON_MS = 3_600_000;

/** Checks that Frame.io accepts the token of the app, that it has the right scope, and that it does not expire soon. */
export async function checkToken(context: DoctorContext, signal: AbortSignal): Promise<readonly Finding[]> {
  const credentials = await context.apiCredentials();
  try {
    const { isLegacyToken } = await context.session();
    return [isLegacyToken ? describeLegacy(context) : describeAccepted(context, credentials)];
  } catch (error) {
    return await describeRefused(context, credentials, error, signal);
  }
}

function describeLegacy(context: DoctorContext): Finding {
  return {
    status: 'warning',
    title: 'Frame.io accepts the token as a legacy developer token only',
    meaning: 'The calls of the handlers fail with 401, unless the client of the app has the option legacyToken.',
    fix: `Set it in the app: new App({ legacyToken: true }). Or store another token: ${context.commandLine('set-token')}`,
  };
}

function describeAccepted(context: DoctorContext, credentials: ApiCredentials): Finding {
  if (!('token' in credentials)) return { status: 'ok', title: 'Frame.io accepts the server-to-server credentials' };
  const claims = readTokenClaims(credentials.token);
  const scope = claims?.scopes.find((name) => ACCEPTED_SCOPES.includes(name));
  const title = `Frame.io accepts the token${scope === undefined ? '' : ` with the scope ${scope}`}`;
  const leftMs = (claims?.expiresAt ?? Number.POSITIVE_INFINITY) - Date.now();
  if (leftMs > SOON_MS) return { status: 'ok', title };
  return {
    status: 'warning',
    title: `${title}, but it expires in ${formatDuration(leftMs)}`,
    meaning: 'After that, every call of the handlers to Frame.io fails with 401.',
    fix: `Store server-to-server credentials, which do not expire, or a new token: ${context.commandLine('set-token')}`,
  };
}

/** @throws The error, if it says nothing about the credentials. */
async function describeRefused(
  context: DoctorContext,
  credentials: ApiCredentials,
  error: unknown,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const setToken = context.commandLine('set-token');
  const meaning = 'Every call of the handlers to Frame.io fails.';
  if (error instanceof UnauthorizedError) {
    const token = 'token' in credentials ? credentials.token : undefined;
    return explainUnauthorized({
      isServerToServer: token === undefined,
      claims: readTokenClaims(token ?? ''),
      isKnownToAdobe: token === undefined ? true : await context.isKnownToAdobe(token, signal),
      now: Date.now(),
      setToken,
    });
  }
  if (error instanceof TokenExchangeError && error.status !== undefined && error.status < 500) {
    const fix = `Copy client id and client secret from the Adobe Developer Console, then store them: ${setToken}`;
    return [{ status: 'problem', title: error.message, meaning, fix }];
  }
  if (error instanceof ForbiddenError) {
    const fix = 'Ask the owner of the Frame.io account whether it is locked.';
    return [{ status: 'problem', title: error.message, meaning, fix }];
  }
  throw error;
}
