import { type ApiErrorResponse, FrameioApiError } from './frameio-api-error.ts';

/** 400: Frame.io could not read the request. */
export class BadRequestError extends FrameioApiError {
  override readonly name = 'BadRequestError';
  override readonly code = 'bad_request';
}

/**
 * 401: the token is missing, expired or has no access. Frame.io does not say which. The message lists the known causes
 * for a token that has not expired.
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

/** 404: the resource does not exist, or has been deleted. */
export class NotFoundError extends FrameioApiError {
  override readonly name = 'NotFoundError';
  override readonly code = 'not_found';
}

/** 408: the complete request did not arrive in time. */
export class RequestTimeoutError extends FrameioApiError {
  override readonly name = 'RequestTimeoutError';
  override readonly code = 'request_timeout';
}

/** 409: the request conflicts with the current state of the resource. */
export class ConflictError extends FrameioApiError {
  override readonly name = 'ConflictError';
  override readonly code = 'conflict';
}

/** 422: a field is unknown, missing or out of range. `errors[].pointer` names it. */
export class UnprocessableEntityError extends FrameioApiError {
  override readonly name = 'UnprocessableEntityError';
  override readonly code = 'unprocessable_entity';
}

/** 429: the calls of this operation exceed its limit. `rateLimit` holds the limit. */
export class RateLimitError extends FrameioApiError {
  override readonly name = 'RateLimitError';
  override readonly code = 'rate_limited';
  /**
   * How long to wait before the next call, in milliseconds. It is the value of `retry-after`, else the time in which
   * Frame.io's leaky bucket makes room for one call, else 1,000. It is 15 minutes at most.
   */
  readonly retryAfterMs: number;

  constructor(response: ApiErrorResponse) {
    super(response);
    this.retryAfterMs = response.retryAfterMs ?? 1_000;
  }
}

/**
 * 5xx: Frame.io, or a gateway in front of it, failed. After a 503 the call had no effect; else see `isOutcomeUnknown`.
 */
export class ServerError extends FrameioApiError {
  override readonly name = 'ServerError';
  override readonly code = 'server_error';
  /** Value of `retry-after`, in milliseconds: 15 minutes at most. */
  readonly retryAfterMs: number | undefined;

  constructor(response: ApiErrorResponse) {
    super(response);
    this.retryAfterMs = response.retryAfterMs;
  }
}

const ERROR_OF_STATUS: Readonly<Partial<Record<number, new (response: ApiErrorResponse) => FrameioApiError>>> = {
  400: BadRequestError,
  401: UnauthorizedError,
  403: ForbiddenError,
  404: NotFoundError,
  408: RequestTimeoutError,
  409: ConflictError,
  422: UnprocessableEntityError,
  429: RateLimitError,
};

/** Returns the error for a response, of the class that belongs to its status. */
export function apiErrorFor(response: ApiErrorResponse): FrameioApiError {
  const otherwise = response.status >= 500 ? ServerError : FrameioApiError;
  return new (ERROR_OF_STATUS[response.status] ?? otherwise)(response);
}
