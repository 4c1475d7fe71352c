import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far a delivery's timestamp may lie from our clock, either way (Frame.io guide, Webhooks: 5 minutes). */
export const TOLERANCE_SECONDS = 300;

/** Why a delivery is not believed. For the log: the sender is told 401 and no more. */
export type VerificationFailure =
  | 'header_missing'
  | 'timestamp_malformed'
  | 'timestamp_stale'
  | 'signature_malformed'
  | 'mismatch';

/** Whether Frame.io signed a delivery. */
export type Verification = { readonly ok: true } | { readonly ok: false; readonly reason: VerificationFailure };

/** A body as it arrived: its bytes, or the text they are in UTF-8. */
export type RawBody = Buffer | string;

/** The three things a signature is about, each exactly as it arrived. */
export interface SignedRequest {
  /** Value of `X-Frameio-Request-Timestamp`. */
  readonly timestamp: string | undefined;
  /** Value of `X-Frameio-Signature`. */
  readonly signature: string | undefined;
  readonly body: RawBody;
}

/** The headers of a request that could be genuine: well-formed and recent. */
export interface SignatureHeaders {
  readonly ok: true;
  readonly timestamp: string;
  readonly signature: string;
}

const TIMESTAMP = /^[1-9][0-9]{0,11}$/;
const PREFIX = 'v0=';
const SIGNATURE_LENGTH = PREFIX.length + 64;

/**
 * Decides whether Frame.io signed exactly these bytes, recently.
 *
 * The signed text is `v0:<timestamp>:<body>` (Frame.io guide, Webhooks), so pass all three as they arrived: a body that
 * has been through `JSON.parse` no longer verifies, nor does a header that has been trimmed. Upper-case hex is refused,
 * as Frame.io never sends it. Empty secrets never match.
 *
 * @param secrets - Every secret that may have signed; one match suffices.
 * @param now - Unix seconds, given by the caller so that tests own the clock.
 */
export function verifySignature(request: SignedRequest, secrets: readonly string[], now: number): Verification {
  const claim = readSignatureHeaders(request, now);
  if (!claim.ok) return claim;
  return matchesAnySecret(claim, request.body, secrets) ? { ok: true } : { ok: false, reason: 'mismatch' };
}

/** The part of the decision that needs no secret, so that rubbish costs no look-up. */
export function readSignatureHeaders(
  { timestamp, signature }: SignedRequest,
  now: number,
): SignatureHeaders | { readonly ok: false; readonly reason: VerificationFailure } {
  if (!timestamp || !signature) return { ok: false, reason: 'header_missing' };
  if (!TIMESTAMP.test(timestamp)) return { ok: false, reason: 'timestamp_malformed' };
  if (Math.abs(now - Number(timestamp)) > TOLERANCE_SECONDS) return { ok: false, reason: 'timestamp_stale' };
  const isWellFormed = signature.length === SIGNATURE_LENGTH && signature.startsWith(PREFIX);
  return isWellFormed ? { ok: true, timestamp, signature } : { ok: false, reason: 'signature_malformed' };
}

/** Whether one of `secrets` made the claimed signature. Compares in constant time. */
export function matchesAnySecret(
  { timestamp, signature }: SignatureHeaders,
  body: RawBody,
  secrets: readonly string[],
): boolean {
  const claimed = Buffer.from(signature);
  for (const secret of secrets) {
    if (secret === '') continue;
    const hmac = createHmac('sha256', secret);
    if (typeof body === 'string') hmac.update(`v0:${timestamp}:${body}`);
    else hmac.update(`v0:${timestamp}:`).update(body);
    // As text: Node takes twice as long to hand over a digest in bytes.
    const expected = Buffer.from(PREFIX + hmac.digest('hex'));
    if (expected.length === claimed.length && timingSafeEqual(expected, claimed)) return true;
  }
  return false;
}
