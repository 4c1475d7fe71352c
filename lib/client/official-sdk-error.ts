import { FrameioApiError } from './errors/frameio-api-error.ts';
import { apiErrorFor } from './errors/status-errors.ts';
import type { ApiHeaders } from './transport/api-promise.ts';
import { readLimits } from './transport/response-headers.ts';

/**
 * Converts an error of the official SDK to the matching error of this client, so that retries treat both alike. Returns
 * any other value unchanged. The SDK throws subclasses of `FrameioError` with `statusCode`, `body`, and `rawResponse`,
 * which holds the headers (TypeScript SDK reference).
 */
export function asApiError(thrown: unknown): unknown {
  if (thrown instanceof FrameioApiError) return thrown; // it has the SDK's names too
  if (!(thrown instanceof Error) || !('statusCode' in thrown) || !('rawResponse' in thrown)) return thrown;
  const { statusCode: status, rawResponse } = thrown;
  if (typeof status !== 'number') return thrown;
  const call = { operation: 'a call of the official SDK', method: 'call', path: 'of the official SDK' };
  return apiErrorFor({ ...call, status, errors: [], ...readLimits(status, headersOf(rawResponse), Date.now()) });
}

function headersOf(response: unknown): ApiHeaders {
  const headers = typeof response === 'object' && response !== null && 'headers' in response ? response.headers : {};
  return headers instanceof Headers ? Object.fromEntries(headers) : {};
}
