import { FrameioLambdaError } from '../core/errors.ts';

/** Under the client's own `pace`, a call's turn would come after its time is up. It was not sent. */
export class PaceError extends FrameioLambdaError {
  override readonly name = 'PaceError';
  readonly code = 'pace_exceeded';
  /** When the call's turn would have come, in ms from now. */
  readonly retryAfterMs: number;

  constructor(operation: string, retryAfterMs: number) {
    super(`${operation} was not sent: its turn under the client's pace would come in ${retryAfterMs} ms, too late.`);
    this.retryAfterMs = retryAfterMs;
  }
}

/** No access token could be had from Adobe IMS for server-to-server credentials. */
export class TokenExchangeError extends FrameioLambdaError {
  override readonly name = 'TokenExchangeError';
  readonly code = 'token_exchange_failed';
  /** Status of the answer; `undefined` when there was none. */
  readonly status: number | undefined;
  /** Adobe's word for it, such as `invalid_client`. */
  readonly reason: string | undefined;
  /** How long Adobe IMS is left alone now, in ms. */
  readonly retryAfterMs: number;

  constructor(message: string, details: TokenExchangeFailure, options?: ErrorOptions) {
    super(message, options);
    this.status = details.status;
    this.reason = details.reason;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** What is known of a failed token exchange. */
export interface TokenExchangeFailure {
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
  readonly retryAfterMs: number;
}

/** One entry of the `errors` array in a Frame.io error body (guide "Getting Started", Errors). */
export interface ApiErrorDetail {
  readonly detail: string;
  readonly title?: string;
  /** JSON pointer to the offending field of the request body, such as `/data/text`. */
  readonly pointer?: string;
}

/** Frame.io's rate limit of the called operation, read from the `x-ratelimit-*` headers of its answer. */
export interface RateLimit {
  /** Requests allowed in one window. */
  readonly limit: number;
  readonly remaining: number;
  readonly windowMs: number;
}

/** The call an API error is about. */
export interface ApiCall {
  /** The client's name for it, such as `comments.create`. */
  readonly operation: string;
  readonly method: string;
  /** Path without the query, such as `/v4/me`. */
  readonly path: string;
}

/** What Frame.io answered when it answered with an error status. */
export interface ApiErrorResponse extends ApiCall {
  readonly status: number;
  readonly errors: readonly ApiErrorDetail[];
  readonly rateLimit?: RateLimit | undefined;
  /** How long to wait before the next call, in ms, as far as the headers say. */
  readonly retryAfterMs?: number | undefined;
  /** What to add to the message. */
  readonly remark?: string | undefined;
}

/** Root of the errors about a call to Frame.io. */
export abstract class ApiCallError extends FrameioLambdaError implements ApiCall {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  /**
   * Whether the call may have had its effect all the same, at this attempt or an earlier one. If so, and it was no GET,
   * look before sending it again: a second comment is worse than a late one.
   */
  readonly maybeSent: boolean;

  constructor({ operation, method, path, maybeSent }: UnansweredCall, what: string, options?: ErrorOptions) {
    super(`${method} ${path} ${what}`, options);
    this.operation = operation;
    this.method = method;
    this.path = path;
    this.maybeSent = maybeSent;
  }
}

/** A call without a proper answer. */
export interface UnansweredCall extends ApiCall {
  /** Whether Frame.io may have received it. */
  readonly maybeSent: boolean;
}

/** Frame.io answered with an error status. The subclass tells which; those without one are this class itself. */
export class FrameioApiError extends ApiCallError implements ApiErrorResponse {
  override readonly name: string = 'FrameioApiError';
  readonly code: string = 'api_error';
  readonly status: number;
  readonly errors: readonly ApiErrorDetail[];
  readonly rateLimit: RateLimit | undefined;

  constructor(response: ApiErrorResponse) {
    const { status, errors, remark } = response;
    const details = errors.map(
      ({ title, detail, pointer }) => `${title ? `${title}: ` : ''}${detail}${pointer ? ` (${pointer})` : ''}`,
    );
    const reasons = [details.join('; '), remark].filter(Boolean).join('. ');
    // 503 is a refusal; any other 5xx may come after the deed, or from a gateway that did not see the end of it.
    const maybeSent = status >= 500 && status !== 503;
    super({ ...response, maybeSent }, `answered ${status}${reasons ? `: ${reasons}` : ''}`);
    this.status = status;
    this.errors = errors;
    this.rateLimit = response.rateLimit;
  }
}

/** 400: the request could not be read. */
export class BadRequestError extends FrameioApiError {
  override readonly name = 'BadRequestError';
  override readonly code = 'bad_request';
}

/**
 * 401: the token is missing, expired or without access. Frame.io does not say which; the message names the causes known
 * for a token that is not expired.
 */
export class UnauthorizedError extends FrameioApiError {
  override readonly name = 'UnauthorizedError';
  override readonly code = 'unauthorized';

  constructor(response: ApiErrorResponse) {
    super({
      ...response,
      remark:
        'If the token has not expired, either it lacks the scope additional_info.roles, or its Adobe ID is not linked ' +
        'to a Frame.io user, or that user has no Frame.io V4 product profile; a legacy developer token needs the ' +
        'option legacyToken',
    });
  }
}

/** 403: the user may not do this, or the account is locked. */
export class ForbiddenError extends FrameioApiError {
  override readonly name = 'ForbiddenError';
  override readonly code = 'forbidden';
}

/** 404: there is no such thing, or it has been deleted. */
export class NotFoundError extends FrameioApiError {
  override readonly name = 'NotFoundError';
  override readonly code = 'not_found';
}

/** 408: the request did not arrive in full in time. */
export class RequestTimeoutError extends FrameioApiError {
  override readonly name = 'RequestTimeoutError';
  override readonly code = 'request_timeout';
}

/** 409: the request does not fit the present state. */
export class ConflictError extends FrameioApiError {
  override readonly name = 'ConflictError';
  override readonly code = 'conflict';
}

/** 422: a field is unknown, missing or out of range; `errors[].pointer` names it. */
export class UnprocessableEntityError extends FrameioApiError {
  override readonly name = 'UnprocessableEntityError';
  override readonly code = 'unprocessable_entity';
}

/** 429: more calls than this operation's limit, which is in `rateLimit`. */
export class RateLimitError extends FrameioApiError {
  override readonly name = 'RateLimitError';
  override readonly code = 'rate_limited';
  /**
   * How long to wait before the next call, in ms: what `retry-after` says, or else the time in which Frame.io's bucket
   * makes room for one call, or else 1,000.
   */
  readonly retryAfterMs: number;

  constructor(response: ApiErrorResponse) {
    super(response);
    this.retryAfterMs = response.retryAfterMs ?? 1_000;
  }
}

/** 5xx: Frame.io, or something in front of it, has broken down. 503 is a refusal; of any other, look at `maybeSent`. */
export class ServerError extends FrameioApiError {
  override readonly name = 'ServerError';
  override readonly code = 'server_error';
  /** What `retry-after` says, in ms. */
  readonly retryAfterMs: number | undefined;

  constructor(response: ApiErrorResponse) {
    super(response);
    this.retryAfterMs = response.retryAfterMs;
  }
}

const ERROR_OF_STATUS = {
  400: BadRequestError,
  401: UnauthorizedError,
  403: ForbiddenError,
  404: NotFoundError,
  408: RequestTimeoutError,
  409: ConflictError,
  422: UnprocessableEntityError,
  429: RateLimitError,
} as const;

/** The error class for a status, filled in. */
export function apiErrorFor(response: ApiErrorResponse): FrameioApiError {
  const byStatus: Partial<Record<number, new (response: ApiErrorResponse) => FrameioApiError>> = ERROR_OF_STATUS;
  const otherwise = response.status >= 500 ? ServerError : FrameioApiError;
  return new (byStatus[response.status] ?? otherwise)(response);
}

/** Frame.io did not answer in full: the connection could not be made, or broke. `cause` is Node's error. */
export class ApiConnectionError extends ApiCallError {
  override readonly name = 'ApiConnectionError';
  readonly code = 'api_connection_failed';

  constructor(call: UnansweredCall, where: string, options?: ErrorOptions) {
    super(call, `failed: the connection broke ${where}.`, options);
  }
}

/** Frame.io did not answer in time. */
export class ApiTimeoutError extends ApiCallError {
  override readonly name = 'ApiTimeoutError';
  readonly code = 'api_timeout';

  constructor(call: UnansweredCall, timeoutMs: number) {
    super(call, `was not answered within ${timeoutMs} ms.`);
  }
}

/** The caller's signal aborted the call. `cause` is the signal's reason. */
export class ApiAbortedError extends ApiCallError {
  override readonly name = 'ApiAbortedError';
  readonly code = 'api_aborted';

  constructor(call: UnansweredCall, options?: ErrorOptions) {
    super(call, 'was aborted.', options);
  }
}

/** Frame.io, or something in between, answered with something that is not what it should be. */
export class ApiResponseError extends ApiCallError {
  override readonly name = 'ApiResponseError';
  readonly code = 'api_response_unreadable';
}
