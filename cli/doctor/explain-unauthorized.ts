import type { Finding } from './finding.ts';
import type { TokenClaims } from './token-claims.ts';

/** Scopes that Frame.io accepts: that of a person's token, and that of server-to-server credentials. */
export const ACCEPTED_SCOPES: readonly string[] = ['additional_info.roles', 'frame.s2s.all'];

/** What is known about a token that Frame.io refused. */
export interface RefusedToken {
  /** Whether server-to-server credentials were exchanged for it. */
  readonly isServerToServer: boolean;
  /** `undefined` for a token that does not show any. */
  readonly claims: TokenClaims | undefined;
  /** Whether Adobe IMS accepts the token. `undefined` if it gave no clear answer. */
  readonly isKnownToAdobe: boolean | undefined;
  /** In ms since 1970. */
  readonly now: number;
  /** Command that stores another token. */
  readonly setToken: string;
}

const NEW_LOGIN = 'Log in again with the scopes openid profile email offline_access additional_info.roles';

const SERVER_TO_SERVER_FIX =
  'In the Adobe Developer Console, add the Frame.io API to the project of the credentials, and select a product profile of Frame.io V4. The account must be administered in the Adobe Admin Console.';

const NOT_LINKED_FIX =
  'Log in at https://next.frame.io once with this Adobe ID, and accept the invitation to the account.';

const NO_PROFILE_FIX =
  'In the Adobe Admin Console, open Products, then Frame.io, and add the user to a product profile. An account that was not upgraded to V4 has none.';

/**
 * Explains a 401 of Frame.io, whose body names no cause. The known causes for a valid token are: it lacks the scope, its Adobe
 * ID is not linked to a Frame.io user, or that user has no product profile of Frame.io V4. Returns one finding for each cause
 * that is left.
 */
export function explainUnauthorized(token: RefusedToken): readonly Finding[] {
  const { isServerToServer, claims, isKnownToAdobe, now, setToken } = token;
  const loginFix = `${NEW_LOGIN}. Then store the new token: ${setToken}`;
  if (claims?.expiresAt !== undefined && claims.expiresAt <= now) {
    return [refusal(`the token expired at ${new Date(claims.expiresAt).toISOString()}`, loginFix)];
  }
  if (isServerToServer) {
    return [
      refusal('Frame.io answers 401: the credentials have no product profile of Frame.io V4', SERVER_TO_SERVER_FIX),
    ];
  }
  if (isKnownToAdobe === false) {
    return [
      refusal('neither Frame.io nor Adobe accepts the token: it expired, was revoked or is incomplete', loginFix),
    ];
  }
  const hasScope = claims?.scopes.some((scope) => ACCEPTED_SCOPES.includes(scope));
  if (hasScope === false) {
    return [refusal('Frame.io answers 401: the token lacks the scope additional_info.roles', loginFix)];
  }
  return [
    ...(hasScope
      ? []
      : [refusal('Frame.io answers 401. Known cause: the token lacks the scope additional_info.roles', loginFix)]),
    refusal(
      'Frame.io answers 401. Known cause: the Adobe ID of the token is not linked to a Frame.io user',
      NOT_LINKED_FIX,
    ),
    refusal('Frame.io answers 401. Known cause: the user has no product profile of Frame.io V4', NO_PROFILE_FIX),
  ];
}

function refusal(title: string, fix: string): Finding {
  return { status: 'problem', title, meaning: 'Every call of the handlers to Frame.io fails with 401.', fix };
}
