import { HttpHeaders } from './http-headers.ts';

/** A request as the endpoint needs it, whichever service passed it to Lambda. */
export interface IncomingRequest {
  readonly method: string;
  readonly headers: HttpHeaders;
  /** Exactly the bytes that were sent; or, where Lambda passed them on as text, that text, which they are in UTF-8. */
  readonly body: Buffer | string;
}

/**
 * Reads the HTTP event of API Gateway (payload v1 and v2), a function URL or a load balancer. Anything else reads as an
 * empty POST, which no signature fits.
 *
 * @param maxBodyBytes - Bodies longer than this are not decoded.
 * @returns `'too_large'` for those.
 */
export function readRequest(event: unknown, maxBodyBytes: number): IncomingRequest | 'too_large' {
  const fields = isRecord(event) ? event : {};
  const body = readBody(fields, maxBodyBytes);
  if (body === undefined) return 'too_large';
  return { method: readMethod(fields), headers: readHeaders(fields), body };
}

function readMethod({ httpMethod, requestContext }: Record<string, unknown>): string {
  const http = isRecord(requestContext) ? requestContext.http : undefined;
  const method = isRecord(http) ? http.method : httpMethod;
  return typeof method === 'string' ? method : 'POST';
}

/** Of a repeated header, `headers` keeps only the last value; `multiValueHeaders`, where there is one, keeps all. */
function readHeaders({ headers, multiValueHeaders }: Record<string, unknown>): HttpHeaders {
  const single = isRecord(headers) ? headers : {};
  return new HttpHeaders(isRecord(multiValueHeaders) ? { ...single, ...multiValueHeaders } : single);
}

/** @returns `undefined` when there are too many bytes; as many characters as that are not even counted in bytes. */
function readBody({ body, isBase64Encoded }: Record<string, unknown>, maxBytes: number): Buffer | string | undefined {
  if (typeof body !== 'string') return '';
  if (isBase64Encoded !== true) {
    // A UTF-16 unit has at most three bytes: most bodies need not be counted.
    if (body.length > maxBytes || (body.length * 3 > maxBytes && Buffer.byteLength(body) > maxBytes)) return undefined;
    return body.isWellFormed() ? body : Buffer.from(body); // half a character is no text, and has no bytes of its own
  }
  const bytes = (body.length * 3) / 4 - 2 > maxBytes ? undefined : Buffer.from(body, 'base64');
  return bytes && bytes.length > maxBytes ? undefined : bytes;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
