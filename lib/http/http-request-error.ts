/** Why there is no answer: the connection was not made, or broke; the time was up; the caller aborted. */
export type HttpFailure = 'connection_failed' | 'timeout' | 'aborted';

/** What is known of a request without a whole answer. */
interface HttpRequestFailure {
  readonly failure: HttpFailure;
  /** Whether the server may have got the request. */
  readonly maybeSent: boolean;
  /** Where the connection broke, to end a message with: `in the middle of the answer (ECONNRESET)`. */
  readonly where?: string;
}

/**
 * A request got no whole answer. It says nothing of what was asked of whom: each client makes an error of its own of it.
 * `cause` is Node's error, or the reason of the caller's signal.
 */
export class HttpRequestError extends Error implements HttpRequestFailure {
  override readonly name = 'HttpRequestError';
  readonly failure: HttpFailure;
  readonly maybeSent: boolean;
  readonly where: string;

  constructor({ failure, maybeSent, where = '' }: HttpRequestFailure, options?: ErrorOptions) {
    super(`The exchange failed: ${failure} ${where}`.trimEnd(), options);
    this.failure = failure;
    this.maybeSent = maybeSent;
    this.where = where;
  }
}
