import { createHmac, timingSafeEqual } from 'node:crypto';

/** Maximum age of a timestamp, and how far it may be in the future (Frame.io guide, Webhooks: 5 minutes). */
export const TOLERANCE_SECONDS = 300;

/** Why a delivery is unauthorized. It is for the log only: every failure has the same 401 response. */
export type VerificationFailure =
  | 'header_missing'
  | 'timestamp_malformed'
  | 'timestamp_stale'
  | 'signature_malformed'
  | 'mismatch';

/** Result of a verification. */
export type Verification = { readonly ok: true } | { readonly ok: false; readonly reason: VerificationFailure };

/** A body as it arrived: its bytes, or the same bytes decoded as UTF-8. */
export type RawBody = Buffer | string;

/** The parts of a request that a signature covers, each exactly as it arrived. */
export interface SignedRequest {
  /** Value of `X-Frameio-Request-Timestamp`. */
  readonly timestamp: string | undefined;
  /** Value of `X-Frameio-Signature`. */
  readonly signature: string | undefined;
  readonly body: RawBody;
}

/** The signature headers of a request, well-formed and recent but not yet verified. */
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
 * The signed text is `v0:<timestamp>:<body>` (Frame.io guide, Webhooks). Pass headers and body as they arrived: a body
 * that went through `JSON.parse` and a trimmed header do not verify. Upper-case hexadecimal digits do not verify either,
 * because Frame.io sends lower-case ones. An empty secret never matches.
 *
 * @param secrets - Every secret that Frame.io may have signed with. One match is enough.
 * @param now - Current time in Unix seconds.
 */
export function verifySignature(request: SignedRequest, secrets: readonly string[], now: number): Verification {
  const headers = checkSignatureHeaders(request, now);
  if (!headers.ok) return headers;
  return matchesAnySecret(headers, request.body, secrets) ? { ok: true } : { ok: false, reason: 'mismatch' };
}

/** Checks what needs no secret: the headers' form and the timestamp's age. A malformed request fetches no secret. */
export function checkSignatureHeaders(
  { timestamp, signature }: SignedRequest,
  now: number,
): SignatureHeaders | { readonly ok: false; readonly reason: VerificationFailure } {
  if (!timestamp || !signature) return { ok: false, reason: 'header_missing' };
  if (!TIMESTAMP.test(timestamp)) return { ok: false, reason: 'timestamp_malformed' };
  if (Math.abs(now - Number(timestamp)) > TOLERANCE_SECONDS) return { ok: false, reason: 'timestamp_stale' };
  const isWellFormed = signature.length === SIGNATURE_LENGTH && signature.startsWith(PREFIX);
  return isWellFormed ? { ok: true, timestamp, signature } : { ok: false, reason: 'signature_malformed' };
}

/** Reports whether one of `secrets` made the signature. The comparison takes constant time. */
export function matchesAnySecret(
  { timestamp, signature }: SignatureHeaders,
  body: RawBody,
  secrets: readonly string[],
): boolean {
  const received = Buffer.from(signature);
  for (const secret of secrets) {
    if (secret === '') continue;
    const hmac = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body);
    // Node returns a digest as text in half the time that bytes take.
    const expected = Buffer.from(PREFIX + hmac.digest('hex'));
    if (expected.length === received.length && timingSafeEqual(expected, received)) return true;
  }
  return false;
}
