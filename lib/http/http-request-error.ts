/**
 * Why there is no complete response: no connection or a lost one, no response in time, an abort by the caller, or a response
 * over the limit.
 */
export type HttpFailure = 'connection_failed' | 'timeout' | 'aborted' | 'too_large';

/** Facts about a request without a complete response. */
interface HttpRequestFailure {
  readonly failure: HttpFailure;
  /** Whether the request may have reached the server. */
  readonly maybeSent: boolean;
  /** Where the connection failed, to append to a message: `in the middle of the response (ECONNRESET)`. */
  readonly where?: string;
}

/**
 * No complete response arrived. The error does not name the server or the request: each client converts it to its own
 * error. `cause` is Node's error or the reason of the caller's signal.
 */
export class HttpRequestError extends Error implements HttpRequestFailure {
  override readonly name = 'HttpRequestError';
  readonly failure: HttpFailure;
  readonly maybeSent: boolean;
  readonly where: string;

  constructor({ failure, maybeSent, where = '' }: HttpRequestFailure, options?: ErrorOptions) {
    super(`The HTTP request failed: ${failure} ${where}`.trimEnd(), options);
    this.failure = failure;
    this.maybeSent = maybeSent;
    this.where = where;
  }
}
