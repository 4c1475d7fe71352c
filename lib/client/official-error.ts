import { apiErrorFor } from './api-errors.ts';
import type { ApiHeaders } from './api-promise.ts';
import { readLimits } from './read-answer.ts';

/**
 * An error of the official SDK as one of ours, so that a handler with that client waits and gives up like any other; what
 * is anything else comes back as it is. The SDK throws subclasses of `FrameioError` with `statusCode`, `body` and
 * `rawResponse`, which holds the headers (TypeScript SDK reference).
 */
export function asApiError(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !('statusCode' in thrown) || !('rawResponse' in thrown)) return thrown;
  const { statusCode: status, rawResponse } = thrown;
  if (typeof status !== 'number') return thrown;
  const call = { operation: 'a call of the official SDK', method: 'call', path: 'of the official SDK' };
  return apiErrorFor({ ...call, status, errors: [], ...readLimits(status, headersIn(rawResponse), Date.now()) });
}

function headersIn(response: unknown): ApiHeaders {
  const headers = typeof response === 'object' && response !== null && 'headers' in response ? response.headers : {};
  return headers instanceof Headers ? Object.fromEntries(headers) : {};
}
