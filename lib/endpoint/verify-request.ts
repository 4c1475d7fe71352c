import type { SigningSecrets } from '../secrets/signing-secrets.ts';
import {
  checkSignatureHeaders,
  matchesAnySecret,
  type RawBody,
  type SignatureHeaders,
  type VerificationFailure,
} from '../signature/verify-signature.ts';
import type { HttpHeaders } from './http-headers.ts';

/** The verified signature headers, or the reason why Frame.io did not sign the request. */
export type RequestVerification = SignatureHeaders | { readonly ok: false; readonly reason: VerificationFailure };

/**
 * Decides whether Frame.io signed the request's raw bytes, recently. Malformed or stale headers cost no secret lookup. If no
 * known secret made the signature, fetches the secrets again, because they may have been rotated.
 *
 * @param now - Current time in ms since 1970.
 * @throws SecretNotSetError | SecretUnavailableError if no usable signing secret is available.
 */
export async function verifyRequest(
  headers: HttpHeaders,
  body: RawBody,
  signingSecrets: SigningSecrets,
  now: number,
): Promise<RequestVerification> {
  const timestamp = headers.get('x-frameio-request-timestamp');
  const signature = headers.get('x-frameio-signature');
  const signed = checkSignatureHeaders({ timestamp, signature, body }, Math.floor(now / 1_000));
  if (!signed.ok) return signed;
  if (matchesAnySecret(signed, body, await signingSecrets.current())) return signed;
  const newer = await signingSecrets.newer();
  if (newer && matchesAnySecret(signed, body, newer)) return signed;
  return { ok: false, reason: 'mismatch' };
}
