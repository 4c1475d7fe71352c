/** A request as the endpoint needs it, whichever service passed it to Lambda. */
export interface HttpRequest {
  readonly method: string;
  /** Names in lower case; a header sent more than once holds all its values, joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
  /** Exactly the bytes that were sent. */
  readonly body: Buffer;
}

/**
 * Reads the HTTP event of API Gateway (payload v1 and v2), a function URL or a load balancer. Anything else reads as an
 * empty POST, which no signature fits.
 *
 * @param maxBodyBytes - Bodies longer than this are not decoded.
 * @returns `'too_large'` for those.
 */
export function readRequest(event: unknown, maxBodyBytes: number): HttpRequest | 'too_large' {
  const fields = isRecord(event) ? event : {};
  const body = readBody(fields, maxBodyBytes);
  if (body === undefined) return 'too_large';
  return { method: readMethod(fields), headers: readHeaders(fields), body };
}

function readMethod({ httpMethod, requestContext }: Record<string, unknown>): string {
  const http = isRecord(requestContext) ? requestContext.http : undefined;
  const method = isRecord(http) ? http.method : httpMethod;
  return typeof method === 'string' ? method.toUpperCase() : 'POST';
}

/**
 * Payload v1 and load balancers have `multiValueHeaders`, where a repeated header keeps every value; `headers` beside
 * it keeps only the last, and would hide a second signature.
 */
function readHeaders({ headers, multiValueHeaders }: Record<string, unknown>): Map<string, string> {
  const read = new Map<string, string>();
  const source = isRecord(multiValueHeaders) ? { ...onlyRecord(headers), ...multiValueHeaders } : onlyRecord(headers);
  for (const name of Object.keys(source)) {
    const value = source[name];
    const text = Array.isArray(value) ? value.filter((one) => typeof one === 'string').join(',') : value;
    if (typeof text !== 'string') continue;
    const lowerCase = name.toLowerCase();
    const earlier = read.get(lowerCase);
    read.set(lowerCase, earlier === undefined ? text : `${earlier},${text}`);
  }
  return read;
}

function readBody({ body, isBase64Encoded }: Record<string, unknown>, maxBytes: number): Buffer | undefined {
  if (typeof body !== 'string') return Buffer.alloc(0);
  const encoding = isBase64Encoded === true ? 'base64' : 'utf8';
  // Never more bytes than characters allow, so that a huge body is turned away before it is copied.
  const leastBytes = encoding === 'base64' ? Math.floor((body.length * 3) / 4) - 2 : body.length;
  if (leastBytes > maxBytes) return undefined;
  const bytes = Buffer.from(body, encoding);
  return bytes.length > maxBytes ? undefined : bytes;
}

function onlyRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
