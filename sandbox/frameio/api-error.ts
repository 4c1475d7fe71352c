import { FrameioLambdaError } from '../../lib/core/errors.ts';
import { type ApiResponse, errorResponse, invalidField, unprocessable } from './api/api-response.ts';

/** A call that Frame.io refuses. Each operation turns it into its response. */
export class ApiError extends FrameioLambdaError {
  override readonly name = 'ApiError';
  readonly code = 'sandbox_api_error';
  readonly response: ApiResponse;

  constructor(response: ApiResponse) {
    super(`The call is answered with ${response.status}: ${JSON.stringify(response.body)}`);
    this.response = response;
  }
}

/** Creates the error for something that does not exist: 404. */
export function notFound(): ApiError {
  return new ApiError(errorResponse(404));
}

/**
 * Creates the error for one invalid field: 422.
 *
 * @param pointer - JSON pointer into the body, or `/` and the name of a path or query parameter.
 */
export function invalid(pointer: string, detail: string): ApiError {
  return new ApiError(unprocessable([invalidField(pointer, detail)]));
}
