import type { Clock } from '../../core/clock.ts';
import { HttpClient, type HttpRequest, type HttpResponse } from '../../http/http-client.ts';
import { HttpRequestError } from '../../http/http-request-error.ts';
import type { ApiCall, ApiCallError } from '../errors/api-call-error.ts';
import {
  ApiAbortedError,
  ApiConnectionError,
  ApiResponseError,
  ApiTimeoutError,
} from '../errors/no-response-errors.ts';

/** A request to Frame.io, Adobe IMS or the storage behind Frame.io. */
export interface ApiHttpRequest extends HttpRequest {
  /** The call that errors name, and whether an earlier attempt of it may have taken effect. */
  readonly call: ApiCall & { readonly isOutcomeUnknown?: boolean };
}

/** Sends HTTP requests to one server over kept-alive connections. Its errors name the call that failed. */
export class ApiHttpClient {
  readonly #connections: HttpClient;

  /** @param origin - Scheme (`http` or `https`), host and port. */
  constructor(origin: URL, clock: Clock) {
    this.#connections = new HttpClient(origin, clock);
  }

  /**
   * Sends a request and returns the response, whatever its status.
   *
   * @throws ApiConnectionError, ApiTimeoutError, ApiAbortedError, ApiResponseError if no complete response arrives.
   */
  async send(request: ApiHttpRequest): Promise<HttpResponse> {
    try {
      return await this.#connections.send(request);
    } catch (error) {
      throw error instanceof HttpRequestError ? apiErrorOf(error, request) : error;
    }
  }
}

function apiErrorOf(
  { failure, maybeSent, where, cause }: HttpRequestError,
  { call, timeoutMs }: ApiHttpRequest,
): ApiCallError {
  const failedCall = { ...call, isOutcomeUnknown: call.isOutcomeUnknown || maybeSent };
  switch (failure) {
    case 'connection_failed':
      return new ApiConnectionError(failedCall, where, { cause });
    case 'timeout':
      return new ApiTimeoutError(failedCall, timeoutMs);
    case 'too_large':
      return new ApiResponseError(failedCall, 'answered with more than 32 MiB: check baseUrl and proxies.');
    case 'aborted':
      return new ApiAbortedError(failedCall, { cause });
  }
}
