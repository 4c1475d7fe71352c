import { ForbiddenError, UnauthorizedError } from '../../../lib/client/errors/status-errors.ts';
import { TokenExchangeError } from '../../../lib/client/errors/token-exchange-error.ts';
import type { ApiCredentials } from '../../../lib/secrets/parse-secret.ts';
import { formatDuration } from '../../../sandbox/terminal/format-duration.ts';
import type { DoctorContext } from '../doctor-context.ts';
import { ACCEPTED_SCOPES, explainUnauthorized, type RefusedToken } from '../explain-unauthorized.ts';
import type { Finding } from '../finding.ts';
import { readTokenClaims, type TokenClaims } from '../token-claims.ts';

/** Checks that Frame.io accepts the token of the app, that it has the right scope, and that it does not expire soon. */
export async function checkToken(context: DoctorContext, signal: AbortSignal): Promise<readonly Finding[]> {
  const credentials = await context.apiCredentials();
  const setToken = context.commandLine('set-token');
  try {
    const claims = readTokenClaims(await context.token());
    try {
      await context.profile();
      return [describeValid(claims, 'token' in credentials, setToken)];
    } catch (error) {
      if (!(error instanceof UnauthorizedError)) throw error;
      return explainUnauthorized({
        kind: kindOf(credentials),
        claims,
        isKnownToAdobe: await context.isTokenKnownToAdobe(signal),
        now: Date.now(),
        setToken,
      });
    }
  } catch (error) {
    const finding = describeError(error, setToken);
    if (!finding) throw error;
    return [finding];
  }
}

function describeError(error: unknown, setToken: string): Finding | undefined {
  const meaning = 'Every call of the handlers to Frame.io fails.';
  if (error instanceof TokenExchangeError && error.status !== undefined && error.status < 500) {
    const fix = `Copy client id and client secret from the Adobe Developer Console, then store them: ${setToken}`;
    return { status: 'problem', title: error.message, meaning, fix };
  }
  if (error instanceof ForbiddenError) {
    const fix = 'Ask the owner of the Frame.io account whether it is locked.';
    return { status: 'problem', title: error.message, meaning, fix };
  }
  return undefined;
}

const SOON_MS = 3_600_000;

function describeValid(claims: TokenClaims | undefined, isStored: boolean, setToken: string): Finding {
  const scope = claims?.scopes.find((name) => ACCEPTED_SCOPES.includes(name));
  const withScope = scope === undefined ? '' : ` with the scope ${scope}`;
  const title = `Frame.io accepts the ${isStored ? 'token' : 'server-to-server credentials'}${withScope}`;
  const leftMs = (claims?.expiresAt ?? Number.POSITIVE_INFINITY) - Date.now();
  if (!isStored || leftMs > SOON_MS) return { status: 'ok', title };
  return {
    status: 'warning',
    title: `${title}, but it expires in ${formatDuration(leftMs)}`,
    meaning: 'After that, every call of the handlers to Frame.io fails with 401.',
    fix: `Store server-to-server credentials, which do not expire, or a new token: ${setToken}`,
  };
}

function kindOf(credentials: ApiCredentials): RefusedToken['kind'] {
  if (!('token' in credentials)) return 'server_to_server';
  return credentials.token.startsWith('fio-u-') ? 'legacy_token' : 'token';
}
