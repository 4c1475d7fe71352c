/** Root of every error this framework throws. Switch on `code`; `message` is written for people. */
export abstract class FrameioLambdaError extends Error {
  abstract readonly code: string;
}

/** The deployment or the program is wrong (a missing variable, an unknown event name); no retry can help. */
export class ConfigError extends FrameioLambdaError {
  override readonly name = 'ConfigError'; // a literal, here and below: bundlers rename classes
  readonly code = 'config_error';
}

/** A secret exists but holds nothing that could be used: it is empty, a placeholder, or of the wrong form. */
export class SecretNotSetError extends FrameioLambdaError {
  override readonly name = 'SecretNotSetError';
  readonly code = 'secret_not_set';
}

/** A secret could not be fetched, and no earlier value is at hand. `cause` is the store's own error. */
export class SecretUnavailableError extends FrameioLambdaError {
  override readonly name = 'SecretUnavailableError';
  readonly code = 'secret_unavailable';
}

/** A handler was still running when its budget ended. It is the `reason` of the aborted `signal`. */
export class HandlerBudgetError extends FrameioLambdaError {
  override readonly name = 'HandlerBudgetError';
  readonly code = 'handler_budget_exceeded';
}

/** One entry of the `errors` array in a Frame.io error body (guide "Getting Started", Errors). */
export interface ApiErrorDetail {
  readonly detail: string;
  readonly title?: string;
  /** JSON pointer to the offending field of the request body, such as `/data/text`. */
  readonly source?: { readonly pointer?: string };
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
  readonly method: string;
  /** Path without the query, such as `/v4/me`. */
  readonly path: string;
}

/** What Frame.io answered when it answered with an error status. */
export interface ApiErrorResponse extends ApiCall {
  readonly status: number;
  readonly errors: readonly ApiErrorDetail[];
  readonly rateLimit?: RateLimit | undefined;
}

/** Frame.io answered with an error status. The subclass tells which; 5xx and unlisted ones are this class itself. */
export class FrameioApiError extends FrameioLambdaError implements ApiErrorResponse {
  override readonly name: string = 'FrameioApiError';
  readonly code: string = 'api_error';
  readonly status: number;
  readonly errors: readonly ApiErrorDetail[];
  readonly method: string;
  readonly path: string;
  readonly rateLimit: RateLimit | undefined;

  constructor(response: ApiErrorResponse) {
    const details = response.errors.map(
      ({ title, detail, source }) =>
        `${title ? `${title}: ` : ''}${detail}${source?.pointer ? ` (${source.pointer})` : ''}`,
    );
    super(
      `${response.method} ${response.path} answered ${response.status}${details.length ? `: ${details.join('; ')}` : ''}`,
    );
    this.status = response.status;
    this.errors = response.errors;
    this.method = response.method;
    this.path = response.path;
    this.rateLimit = response.rateLimit;
  }
}

/** 400: the request could not be read. */
export class BadRequestError extends FrameioApiError {
  override readonly name = 'BadRequestError';
  override readonly code = 'bad_request';
}

/**
 * 401: the token is missing, expired or without access. Frame.io does not say which; known causes are a token without
 * the scope `additional_info.roles`, an Adobe ID not linked to a Frame.io user, and a user with no V4 product profile.
 */
export class UnauthorizedError extends FrameioApiError {
  override readonly name = 'UnauthorizedError';
  override readonly code = 'unauthorized';
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

/** 409: the request does not fit the present state. */
export class ConflictError extends FrameioApiError {
  override readonly name = 'ConflictError';
  override readonly code = 'conflict';
}

/** 422: a field is unknown, missing or out of range; `errors[].source.pointer` names it. */
export class UnprocessableEntityError extends FrameioApiError {
  override readonly name = 'UnprocessableEntityError';
  override readonly code = 'unprocessable_entity';
}

/** 429: more calls than this operation's limit, which is in `rateLimit`. */
export class RateLimitError extends FrameioApiError {
  override readonly name = 'RateLimitError';
  override readonly code = 'rate_limited';
}

const ERROR_OF_STATUS = {
  400: BadRequestError,
  401: UnauthorizedError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  422: UnprocessableEntityError,
  429: RateLimitError,
} as const;

/** The error class for a status, filled in. */
export function apiErrorFor(response: ApiErrorResponse): FrameioApiError {
  const byStatus: Partial<Record<number, new (response: ApiErrorResponse) => FrameioApiError>> = ERROR_OF_STATUS;
  return new (byStatus[response.status] ?? FrameioApiError)(response);
}

/** Frame.io did not answer: the connection could not be made, or broke. `cause` is Node's error. */
export class ApiConnectionError extends FrameioLambdaError {
  override readonly name = 'ApiConnectionError';
  readonly code = 'api_connection_failed';
}

/** Frame.io did not answer in time. */
export class ApiTimeoutError extends FrameioLambdaError {
  override readonly name = 'ApiTimeoutError';
  readonly code = 'api_timeout';
}

/** The caller's signal aborted the call. `cause` is the signal's reason. */
export class ApiAbortedError extends FrameioLambdaError {
  override readonly name = 'ApiAbortedError';
  readonly code = 'api_aborted';
}

/** Frame.io, or something in between, answered with something that is not the JSON it should be. */
export class ApiResponseError extends FrameioLambdaError {
  override readonly name = 'ApiResponseError';
  readonly code = 'api_response_unreadable';
}
