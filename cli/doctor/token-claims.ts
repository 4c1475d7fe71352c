import { parseRecord } from '../../lib/core/type-guards.ts';

/** What an access token of Adobe IMS says about itself. */
export interface TokenClaims {
  readonly scopes: readonly string[];
  /** In ms since 1970. */
  readonly expiresAt: number | undefined;
}

/**
 * Reads the claims of an access token of Adobe IMS, which is a JSON Web Token. Does not verify its signature. Returns
 * `undefined` for another kind of token, such as a legacy developer token.
 */
export function readTokenClaims(token: string): TokenClaims | undefined {
  const [, payload = '', signature] = token.split('.');
  const claims = signature === undefined ? undefined : parseRecord(Buffer.from(payload, 'base64url').toString('utf8'));
  if (!claims) return undefined;
  const { scope, exp, created_at: createdAt, expires_in: lifetime } = claims;
  // Adobe IMS writes both as texts, in milliseconds.
  const expiresAt = typeof exp === 'number' ? exp * 1_000 : Number(createdAt) + Number(lifetime);
  return {
    scopes: typeof scope === 'string' ? scope.split(/[\s,]+/).filter((name) => name !== '') : [],
    expiresAt: Number.isFinite(expiresAt) ? expiresAt : undefined,
  };
}
