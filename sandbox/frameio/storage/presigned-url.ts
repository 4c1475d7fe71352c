import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** The key that signs URLs, and the current time. */
interface Signer {
  readonly key: string;
  readonly now: Date;
}

/** A PUT request to sign. */
interface SignedPut {
  readonly host: string;
  readonly path: string;
  readonly contentType: string;
}

/** A request to a pre-signed URL. */
interface PresignedRequest {
  readonly method: string;
  /** Path and query as received. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

const LIFETIME_SECONDS = 86_400;

/** Headers that the signature covers. A request with a missing or different one does not match its signature. */
const SIGNED_HEADERS = ['content-type', 'host', 'x-amz-acl'] as const;

const SIGNATURE = '&X-Amz-Signature=';

/** Returns a URL to PUT to, valid for a day. It has the form of S3's, but the signature is the sandbox's own. */
export function presignedUrl({ host, path, contentType }: SignedPut, { key, now }: Signer): string {
  const date = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `sandbox/${date.slice(0, 8)}/us-east-1/s3/aws4_request`,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(LIFETIME_SECONDS),
    'X-Amz-SignedHeaders': SIGNED_HEADERS.join(';'),
  });
  const url = `${path}?${query}`;
  const headers = { host, 'content-type': contentType, 'x-amz-acl': 'private' };
  return `http://${host}${url}${SIGNATURE}${sign({ method: 'PUT', url, headers }, key)}`;
}

/** Checks that a request matches its signature and has not expired. */
export function checkPresigned(
  { method, url, headers }: PresignedRequest,
  { key, now }: Signer,
): 'valid' | 'unsigned' | 'mismatch' | 'expired' {
  const [signedUrl = '', signature] = url.split(SIGNATURE);
  if (signature === undefined) return 'unsigned';
  if (signature !== sign({ method, url: signedUrl, headers }, key)) return 'mismatch';
  return now.getTime() < expiryOf(signedUrl) ? 'valid' : 'expired';
}

function sign({ method, url, headers }: PresignedRequest, key: string): string {
  const lines = SIGNED_HEADERS.map((name) => `${name}:${headers[name] ?? ''}`);
  return createHmac('sha256', key)
    .update([method, url, ...lines].join('\n'))
    .digest('hex');
}

/** Returns the expiry in milliseconds since 1970. The caller has verified the signature of the query. */
function expiryOf(url: string): number {
  const date = /X-Amz-Date=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(url) ?? [];
  const [, year, month, day, hours, minutes, seconds] = date.map(Number);
  return Date.UTC(Number(year), Number(month) - 1, day, hours, minutes, Number(seconds) + LIFETIME_SECONDS);
}
