import { isRecord, recordOf } from '../core/type-guards.ts';
import { HttpHeaders } from './http-headers.ts';
import type { BodyReading, IncomingRequest } from './incoming-request.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Maximum age of a request in ms. No cold start takes longer, so an older `timeEpoch` belongs to a recorded event that is
 * replayed, for example by `sam local invoke`.
 */
const MAX_COLD_START_MS = 10_000;

/**
 * Reads the HTTP event of API Gateway (payload v1 and v2), a function URL or a load balancer. Anything else reads as an
 * empty POST, which no signature matches.
 *
 * @param now - Current time in ms since 1970.
 */
export function readLambdaRequest(event: unknown, now: number): IncomingRequest {
  const fields = recordOf(event);
  const context = recordOf(fields.requestContext);
  return {
    method: readMethod(fields, context),
    path: readPath(fields),
    headers: readHeaders(fields),
    requestId: typeof context.requestId === 'string' ? context.requestId : undefined,
    receivedAt: readReceivedAt(context, now),
    readBody: (maxBytes) => readBody(fields, maxBytes),
  };
}

function readMethod({ httpMethod }: Fields, { http }: Fields): string {
  const method = isRecord(http) ? http.method : httpMethod;
  return typeof method === 'string' ? method : 'POST';
}

/** Payload v2 and function URLs name the path `rawPath`, payload v1 and load balancers `path`. */
function readPath({ rawPath, path }: Fields): string | undefined {
  const found = rawPath ?? path;
  return typeof found === 'string' ? found : undefined;
}

/** If a header is repeated, `headers` holds only its last value. `multiValueHeaders`, if present, holds all of them. */
function readHeaders({ headers, multiValueHeaders }: Fields): HttpHeaders {
  const single = recordOf(headers);
  return new HttpHeaders(isRecord(multiValueHeaders) ? { ...single, ...multiValueHeaders } : single);
}

/**
 * Returns when API Gateway received the request. Frame.io waits from that moment on, so a cold start counts. Payload v2 names
 * the field `timeEpoch`, v1 `requestTimeEpoch` (API Gateway guide, Lambda proxy integrations). If the field is missing or
 * implausible, returns `now`.
 */
function readReceivedAt({ timeEpoch, requestTimeEpoch }: Fields, now: number): number {
  const time = timeEpoch ?? requestTimeEpoch;
  return typeof time === 'number' && now - time < MAX_COLD_START_MS ? Math.min(now, time) : now;
}

/** Returns text unless it came in base64: the UTF-8 bytes of the text are the ones that were sent. */
function readBody({ body, isBase64Encoded }: Fields, maxBytes: number): BodyReading {
  if (typeof body !== 'string') return { ok: true, body: '' };
  if (isBase64Encoded !== true) {
    // A UTF-16 unit takes at most three bytes in UTF-8, so most bodies need no count.
    if (body.length * 3 > maxBytes && Buffer.byteLength(body) > maxBytes) return TOO_LARGE;
    return { ok: true, body: body.isWellFormed() ? body : Buffer.from(body) }; // an unpaired surrogate has no UTF-8 bytes
  }
  if ((body.length * 3) / 4 - 2 > maxBytes) return TOO_LARGE;
  const bytes = Buffer.from(body, 'base64');
  return bytes.length > maxBytes ? TOO_LARGE : { ok: true, body: bytes };
}

const TOO_LARGE: BodyReading = { ok: false, outcome: 'too_large' };
