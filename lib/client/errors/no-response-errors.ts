import { ApiCallError, type FailedCall } from './api-call-error.ts';

/** No complete response arrived: the connection could not be opened, or it broke. `cause` is the error of Node.js. */
export class ApiConnectionError extends ApiCallError {
  override readonly name = 'ApiConnectionError';
  readonly code = 'api_connection_failed';

  /** @param where - Where the connection broke, to end the message with, such as `(ECONNREFUSED)`. */
  constructor(call: FailedCall, where: string, options?: ErrorOptions) {
    super(call, `failed: the connection broke ${where}.`, options);
  }
}

/** No complete response arrived in time. */
export class ApiTimeoutError extends ApiCallError {
  override readonly name = 'ApiTimeoutError';
  readonly code = 'api_timeout';

  constructor(call: FailedCall, timeoutMs: number) {
    super(call, `was not answered within ${timeoutMs} ms.`);
  }
}

/** The caller's signal aborted the call. `cause` is the signal's reason. */
export class ApiAbortedError extends ApiCallError {
  override readonly name = 'ApiAbortedError';
  readonly code = 'api_aborted';

  constructor(call: FailedCall, options?: ErrorOptions) {
    super(call, 'was aborted.', options);
  }
}

/**
 * The response is not what Frame.io documents: a redirect, a body that is not JSON, or a page without a valid cursor.
 */
export class ApiResponseError extends ApiCallError {
  override readonly name = 'ApiResponseError';
  readonly code = 'api_response_invalid';
}
