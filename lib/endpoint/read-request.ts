import { isRecord, recordOf } from '../core/type-guards.ts';
import { HttpHeaders } from './http-headers.ts';

/** An HTTP request, the same for every service that passes one to Lambda. */
export interface IncomingRequest {
  readonly method: string;
  readonly headers: HttpHeaders;
  /** The exact bytes that were sent. If Lambda passed on text, that text: its UTF-8 bytes are the ones that were sent. */
  readonly body: Buffer | string;
}

/**
 * Reads the HTTP event of API Gateway (payload v1 and v2), a function URL or a load balancer. Anything else reads as an
 * empty POST, which no signature matches.
 *
 * @param maxBodyBytes - Maximum body size. A longer body is not decoded.
 * @returns The request, or `'too_large'`.
 */
export function readRequest(event: unknown, maxBodyBytes: number): IncomingRequest | 'too_large' {
  const fields = recordOf(event);
  const body = readBody(fields, maxBodyBytes);
  if (body === undefined) return 'too_large';
  return { method: readMethod(fields), headers: readHeaders(fields), body };
}

function readMethod({ httpMethod, requestContext }: Readonly<Record<string, unknown>>): string {
  const { http } = recordOf(requestContext);
  const method = isRecord(http) ? http.method : httpMethod;
  return typeof method === 'string' ? method : 'POST';
}

/** If a header is repeated, `headers` holds only its last value. `multiValueHeaders`, if present, holds all of them. */
function readHeaders({ headers, multiValueHeaders }: Readonly<Record<string, unknown>>): HttpHeaders {
  const single = recordOf(headers);
  return new HttpHeaders(isRecord(multiValueHeaders) ? { ...single, ...multiValueHeaders } : single);
}

/** Returns the body, or `undefined` if it is too large. */
function readBody(
  { body, isBase64Encoded }: Readonly<Record<string, unknown>>,
  maxBytes: number,
): Buffer | string | undefined {
  if (typeof body !== 'string') return '';
  if (isBase64Encoded !== true) {
    // A UTF-16 unit takes at most three bytes in UTF-8, so most bodies need no count.
    if (body.length > maxBytes || (body.length * 3 > maxBytes && Buffer.byteLength(body) > maxBytes)) return undefined;
    return body.isWellFormed() ? body : Buffer.from(body); // an unpaired surrogate has no UTF-8 bytes
  }
  const bytes = (body.length * 3) / 4 - 2 > maxBytes ? undefined : Buffer.from(body, 'base64');
  return bytes && bytes.length > maxBytes ? undefined : bytes;
}
