import type { Clock } from '../core/clock.ts';
import { HttpClient, type HttpRequest, type HttpResponse } from '../http/http-client.ts';
import { HttpRequestError } from '../http/http-request-error.ts';
import { ApiAbortedError, type ApiCall, ApiConnectionError, ApiTimeoutError } from './api-errors.ts';

/** A request to Frame.io, Adobe IMS or the storage behind Frame.io. */
export interface ApiExchange extends HttpRequest {
  /** How errors name it, and whether an earlier attempt may have had its effect. */
  readonly call: ApiCall & { readonly maybeSent?: boolean };
}

/** Connections whose errors name the call they failed. */
export class ApiConnections {
  readonly #connections: HttpClient;

  /** @param origin - Scheme, host and port; `http` or `https`. */
  constructor(origin: URL, clock: Clock) {
    this.#connections = new HttpClient(origin, clock);
  }

  /** @throws ApiConnectionError, ApiTimeoutError, ApiAbortedError. */
  async exchange(exchange: ApiExchange): Promise<HttpResponse> {
    try {
      return await this.#connections.send(exchange);
    } catch (error) {
      throw error instanceof HttpRequestError ? apiErrorOf(error, exchange) : error;
    }
  }
}

function apiErrorOf({ failure, maybeSent, where, cause }: HttpRequestError, { call, timeoutMs }: ApiExchange) {
  const unanswered = { ...call, maybeSent: call.maybeSent || maybeSent };
  switch (failure) {
    case 'connection_failed':
      return new ApiConnectionError(unanswered, where, { cause });
    case 'timeout':
      return new ApiTimeoutError(unanswered, timeoutMs);
    case 'aborted':
      return new ApiAbortedError(unanswered, { cause });
  }
}
