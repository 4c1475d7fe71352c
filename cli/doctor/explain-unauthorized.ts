import type { Finding } from './finding.ts';
import type { TokenClaims } from './token-claims.ts';

/** Scopes that Frame.io accepts: that of a person's token, and that of server-to-server credentials. */
export const ACCEPTED_SCOPES = ['additional_info.roles', 'frame.s2s.all'] as const;

/** What is known about a token that Frame.io refused. */
export interface RefusedToken {
  readonly kind: 'token' | 'server_to_server';
  /** `undefined` for a token that is not one of Adobe IMS. */
  readonly claims: TokenClaims | undefined;
  /** Whether Adobe IMS accepts the token. `undefined` if that is not known. */
  readonly isKnownToAdobe: boolean | undefined;
  /** In ms since 1970. */
  readonly now: number;
  /** Command that stores another token. */
  readonly setToken: string;
}

const MEANING = 'Every call of the handlers to Frame.io fails with 401.';
const NEW_LOGIN = 'Log in again with the scopes openid profile email offline_access additional_info.roles';

/**
 * Explains a 401 of Frame.io, whose body names no cause. The known causes for a valid token are: it lacks the scope, its Adobe
 * ID is not linked to a Frame.io user, or that user has no product profile of Frame.io V4. Returns one finding for each cause
 * that is left.
 */
export function explainUnauthorized(token: RefusedToken): readonly Finding[] {
  const { kind, claims, isKnownToAdobe, now, setToken } = token;
  const store = `Then store the new token: ${setToken}`;
  const problem = (title: string, fix: string): Finding => ({ status: 'problem', title, meaning: MEANING, fix });
  if (claims?.expiresAt !== undefined && claims.expiresAt <= now) {
    const expiredAt = new Date(claims.expiresAt).toISOString();
    return [problem(`the token expired at ${expiredAt}`, `${NEW_LOGIN}. ${store}`)];
  }
  if (kind === 'server_to_server') {
    const title = 'Frame.io answers 401: the server-to-server credentials have no access to Frame.io V4';
    return [
      problem(
        title,
        'In the Adobe Developer Console, add the Frame.io API to the project of the credentials, and select a product profile of Frame.io V4. An account must be administered in the Adobe Admin Console.',
      ),
    ];
  }
  if (isKnownToAdobe === false && claims) {
    return [
      problem(
        'neither Frame.io nor Adobe accepts the token: it was revoked, or is incomplete',
        `${NEW_LOGIN}. ${store}`,
      ),
    ];
  }
  const hasScope = claims?.scopes.some((scope) => ACCEPTED_SCOPES.some((accepted) => accepted === scope));
  const scope = problem(
    claims
      ? 'Frame.io answers 401: the token lacks the scope additional_info.roles'
      : 'Frame.io answers 401. First known cause: the token is no valid token, or lacks the scope additional_info.roles',
    `${NEW_LOGIN}. ${store}`,
  );
  if (hasScope === false) return [scope];
  return [
    ...(hasScope ? [] : [scope]),
    problem(
      `Frame.io answers 401. ${hasScope ? 'First' : 'Second'} known cause: the Adobe ID of the token is not linked to a Frame.io user`,
      'Log in at https://next.frame.io once with this Adobe ID, and accept the invitation to the account.',
    ),
    problem(
      `Frame.io answers 401. ${hasScope ? 'Second' : 'Third'} known cause: the user has no product profile of Frame.io V4`,
      'In the Adobe Admin Console, open Products, then Frame.io, and add the user to a product profile. An account that was not upgraded to V4 has none.',
    ),
  ];
}
