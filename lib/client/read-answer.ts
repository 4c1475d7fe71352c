import type { HttpResponse } from '../http/http-client.ts';
import {
  type ApiCall,
  type ApiErrorDetail,
  type ApiErrorResponse,
  ApiResponseError,
  apiErrorFor,
  type RateLimit,
} from './api-errors.ts';
import type { ApiHeaders, ApiResponse } from './api-promise.ts';

/**
 * Turns an answer into what it means.
 *
 * @throws FrameioApiError for an error status; ApiResponseError for a redirect, and for a success that is not JSON.
 */
export function readAnswer<Body>(answer: HttpResponse, call: ApiCall, now: number): ApiResponse<Body> {
  const { status } = answer;
  if (status >= 200 && status < 300) {
    return {
      data: parseBody(answer, call),
      status,
      get headers() {
        return readHeaders(answer); // most callers never look
      },
    };
  }
  if (status >= 300 && status < 400) throw redirected(answer, call);
  const headers = readHeaders(answer);
  throw apiErrorFor({
    ...call,
    status,
    errors: readErrors(answer),
    ...readLimits(status, headers, now),
    remark: isMarkup(answer)
      ? 'The body is an HTML page, so something in front of Frame.io may have answered'
      : undefined,
  });
}

/** Headers with one text each, under their names in lower case. */
export function readHeaders({ headers }: HttpResponse): ApiHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

/** What the headers of an error say of when the next call may be made. */
export function readLimits(
  status: number,
  headers: ApiHeaders,
  now: number,
): Pick<ApiErrorResponse, 'rateLimit' | 'retryAfterMs'> {
  const rateLimit = readRateLimit(headers);
  const retryAfterMs = readRetryAfter(headers, now) ?? (status === 429 ? timeForOneCall(rateLimit) : undefined);
  return { rateLimit, retryAfterMs };
}

/** Frame.io's rate limit of the operation. */
export function readRateLimit(headers: ApiHeaders): RateLimit | undefined {
  const [limit, remaining, windowMs] = ['limit', 'remaining', 'window'].map((name) =>
    Number(headers[`x-ratelimit-${name}`] ?? Number.NaN),
  );
  if (limit === undefined || remaining === undefined || windowMs === undefined) return undefined;
  return [limit, remaining, windowMs].every(Number.isFinite) ? { limit, remaining, windowMs } : undefined;
}

/** `retry-after` in ms: seconds, or a date (RFC 9110 10.2.3). */
export function readRetryAfter(headers: ApiHeaders, now: number): number | undefined {
  const text = headers['retry-after']?.trim();
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** Frame.io's limit is a leaky bucket: room for one call comes back in its share of the window (guide, Rate Limiting). */
function timeForOneCall(rateLimit: RateLimit | undefined): number | undefined {
  return rateLimit && rateLimit.limit > 0 ? Math.ceil(rateLimit.windowMs / rateLimit.limit) : undefined;
}

function parseBody<Body>(answer: HttpResponse, call: ApiCall): Body {
  const { status, text } = answer;
  try {
    return JSON.parse(status === 204 ? 'null' : text); // No Content
  } catch {
    throw new ApiResponseError({ ...call, maybeSent: true }, `answered ${status} with ${whatIs(answer)}.`);
  }
}

/** What came in place of JSON. The parser's own message would quote it, so that is not kept. */
function whatIs(answer: HttpResponse): string {
  const { length } = answer.text;
  if (length === 0) return 'nothing, where there should be JSON';
  return isMarkup(answer)
    ? 'an HTML page: something in front of Frame.io may have answered; check baseUrl and proxies'
    : `no whole JSON, but ${length} characters that break off or never were any`;
}

function isMarkup({ headers, text }: HttpResponse): boolean {
  return /html/i.test(headers['content-type'] ?? '') || text.trimStart().startsWith('<');
}

/** Not followed: the token would go along to wherever it leads. */
function redirected({ status, headers }: HttpResponse, call: ApiCall): ApiResponseError {
  const { location = '' } = headers;
  const host = URL.canParse(location) ? ` to ${new URL(location).host}` : '';
  return new ApiResponseError(
    { ...call, maybeSent: false },
    `answered ${status}, a redirect${host}, which is not followed: set baseUrl to where the API is.`,
  );
}

function readErrors({ text }: HttpResponse): readonly ApiErrorDetail[] {
  try {
    const body: unknown = JSON.parse(text);
    const errors = typeof body === 'object' && body !== null && 'errors' in body ? body.errors : undefined;
    return Array.isArray(errors) ? errors.flatMap(readError) : [];
  } catch {
    return []; // the status has to do
  }
}

function readError(error: unknown): ApiErrorDetail[] {
  if (typeof error !== 'object' || error === null) return [];
  if (!('detail' in error) || typeof error.detail !== 'string') return [];
  const title = 'title' in error && typeof error.title === 'string' ? { title: error.title } : {};
  const source = 'source' in error && typeof error.source === 'object' ? error.source : null;
  const pointer =
    source && 'pointer' in source && typeof source.pointer === 'string' ? { pointer: source.pointer } : {};
  return [{ detail: error.detail, ...title, ...pointer }];
}
