import { limitWait, MAX_FRAMEIO_WAIT_MS } from '../../core/requested-wait.ts';
import type { HttpResponse } from '../../http/http-client.ts';
import type { ApiErrorResponse, RateLimit } from '../errors/frameio-api-error.ts';
import type { ApiHeaders } from './api-promise.ts';

/** Returns the headers with one string each, under their lower case names. */
export function readHeaders({ headers }: HttpResponse): ApiHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

/** Returns what the headers of an error response say about when the next call may be sent: in 15 minutes at the latest. */
export function readLimits(
  status: number,
  headers: ApiHeaders,
  now: number,
): Pick<ApiErrorResponse, 'rateLimit' | 'retryAfterMs'> {
  const rateLimit = readRateLimit(headers);
  const requestedMs = readRetryAfter(headers, now) ?? (status === 429 ? timeForOneCall(rateLimit) : undefined);
  return {
    rateLimit,
    retryAfterMs: requestedMs === undefined ? undefined : limitWait(requestedMs, MAX_FRAMEIO_WAIT_MS),
  };
}

/** Returns Frame.io's rate limit for the operation (guide "Rate Limiting", `x-ratelimit-*`). */
export function readRateLimit(headers: ApiHeaders): RateLimit | undefined {
  const limit = Number(headers['x-ratelimit-limit'] ?? Number.NaN);
  const remaining = Number(headers['x-ratelimit-remaining'] ?? Number.NaN);
  const windowMs = Number(headers['x-ratelimit-window'] ?? Number.NaN);
  return [limit, remaining, windowMs].every(Number.isFinite) ? { limit, remaining, windowMs } : undefined;
}

/** Returns `retry-after`, which is a number of seconds or a date (RFC 9110 10.2.3), in milliseconds. */
export function readRetryAfter(headers: ApiHeaders, now: number): number | undefined {
  const text = (headers['retry-after'] ?? '').trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** Frame.io's limit is a leaky bucket, which frees room for one call every `window / limit` (guide "Rate Limiting"). */
function timeForOneCall(rateLimit: RateLimit | undefined): number | undefined {
  return rateLimit && rateLimit.limit > 0 ? Math.ceil(rateLimit.windowMs / rateLimit.limit) : undefined;
}
