import type { HttpResponse } from '../../http/http-client.ts';
import type { ApiCall } from '../errors/api-call-error.ts';
import type { ApiErrorDetail } from '../errors/frameio-api-error.ts';
import { ApiResponseError } from '../errors/no-response-errors.ts';
import { apiErrorFor } from '../errors/status-errors.ts';
import type { ApiResponse } from './api-promise.ts';
import { readHeaders, readLimits } from './response-headers.ts';

/**
 * Returns the body and headers of a successful response.
 *
 * @param now - Current time in milliseconds since 1970, for a date in `retry-after`.
 * @throws FrameioApiError for an error status; ApiResponseError for a redirect, and for a success that is not JSON.
 */
export function readResponse<Body>(response: HttpResponse, call: ApiCall, now: number): ApiResponse<Body> {
  const { status } = response;
  const headers = readHeaders(response);
  if (status >= 200 && status < 300) return { data: parseBody(response, call), status, headers };
  if (status >= 300 && status < 400) throw redirectError(response, call);
  throw apiErrorFor({
    ...call,
    status,
    headers,
    errors: readErrors(response),
    ...readLimits(status, headers, now),
    remark: isHtml(response)
      ? 'The body is an HTML page, so something in front of Frame.io may have answered'
      : undefined,
  });
}

function parseBody<Body>(response: HttpResponse, call: ApiCall): Body {
  const { status, text } = response;
  try {
    return JSON.parse(status === 204 ? 'null' : text); // No Content
  } catch {
    // The parser's message quotes the body, which may hold secrets, so it is not kept as the cause.
    throw new ApiResponseError(
      { ...call, isOutcomeUnknown: true },
      `answered ${status} with ${describeBody(response)}.`,
    );
  }
}

/** Describes a body that is not JSON, without quoting it. */
function describeBody(response: HttpResponse): string {
  const { length } = response.text;
  if (length === 0) return 'an empty body, where JSON was expected';
  return isHtml(response)
    ? 'an HTML page: something in front of Frame.io may have answered; check baseUrl and proxies'
    : `${length} characters that are not valid JSON; the body may be truncated`;
}

function isHtml({ headers, text }: HttpResponse): boolean {
  return /html/i.test(headers['content-type'] ?? '') || text.trimStart().startsWith('<');
}

/** Returns the error for a redirect. The client does not follow one, because the token would go to the other server. */
function redirectError({ status, headers }: HttpResponse, call: ApiCall): ApiResponseError {
  const { location = '' } = headers;
  const host = URL.canParse(location) ? ` to ${new URL(location).host}` : '';
  return new ApiResponseError(
    { ...call, isOutcomeUnknown: false },
    `answered ${status}, a redirect${host}, which the client does not follow: set baseUrl to the address of the API.`,
  );
}

/** Reads the `errors` array. A body without one gives no details, and the status alone describes the error. */
function readErrors({ text }: HttpResponse): readonly ApiErrorDetail[] {
  try {
    const body: unknown = JSON.parse(text);
    const errors = typeof body === 'object' && body !== null && 'errors' in body ? body.errors : undefined;
    return Array.isArray(errors) ? errors.flatMap(readError) : [];
  } catch {
    return [];
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
