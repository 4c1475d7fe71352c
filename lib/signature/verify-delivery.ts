import type { HttpRequest } from '../http/read-request.ts';
import type { SigningSecrets } from '../secrets/signing-secrets.ts';
import { matches, type RefusalReason, readClaim } from './verify-signature.ts';

/** Whether a request is Frame.io's; its digest tells it from every other. */
export type DeliveryVerification =
  | { readonly ok: true; readonly digest: string }
  | { readonly ok: false; readonly reason: RefusalReason };

/**
 * Decides whether a request is Frame.io's. Rubbish is turned away before a secret is looked up; a signature that fits
 * no known secret makes the store look for a newer one, as often as the store allows.
 *
 * @param now - Unix seconds.
 * @throws SecretNotSetError | SecretUnavailableError when there is no secret to verify with.
 */
export async function verifyDelivery(
  { headers, body }: HttpRequest,
  secrets: SigningSecrets,
  now: number,
): Promise<DeliveryVerification> {
  const timestamp = headers.get('x-frameio-request-timestamp');
  const signature = headers.get('x-frameio-signature');
  const claim = readClaim({ timestamp, signature, body }, now);
  if (!claim.ok) return claim;
  const genuine = { ok: true, digest: claim.digest.toString('latin1') } as const;
  if (matches(claim, body, await secrets.current())) return genuine;
  const newer = await secrets.newer();
  return newer && matches(claim, body, newer) ? genuine : { ok: false, reason: 'mismatch' };
}
