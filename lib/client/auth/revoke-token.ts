import { TokenRevocationError } from '../errors/token-revocation-error.ts';
import type { ApiHttpClient } from '../transport/api-http-client.ts';

/** What a revocation needs. */
export interface TokenRevocation {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly token: string;
  readonly timeoutMs: number;
}

const CALL = { operation: 'ims.revoke', method: 'POST', path: '/ims/revoke' } as const;

/**
 * Revokes an access token at Adobe IMS (Adobe, "IMS APIs", Token revocation).
 *
 * @throws TokenRevocationError if Adobe IMS does not confirm it.
 */
export async function revokeToken(ims: ApiHttpClient, revocation: TokenRevocation): Promise<void> {
  const { clientId, clientSecret, token, timeoutMs } = revocation;
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const send = ims.send({
    call: CALL,
    method: CALL.method,
    path: CALL.path,
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token }).toString(),
    timeoutMs,
    isIdempotent: true,
  });
  const { status } = await send.catch((cause: unknown) => {
    throw new TokenRevocationError(undefined, { cause });
  });
  if (status !== 200) throw new TokenRevocationError(status);
}
