import { FrameioLambdaError } from '../../core/errors.ts';

/** The call that an error or a hook is about. */
export interface ApiCall {
  /** Name of the client's method, such as `comments.create`. */
  readonly operation: string;
  /** HTTP method. */
  readonly method: string;
  /** Path without the query, such as `/v4/me`. */
  readonly path: string;
}

/** A call that failed. */
export interface FailedCall extends ApiCall {
  /** Whether the call may have taken effect despite the error. */
  readonly isOutcomeUnknown: boolean;
}

/** Root of the errors about a call to Frame.io. */
export abstract class ApiCallError extends FrameioLambdaError implements FailedCall {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  /**
   * Whether this attempt or an earlier one may have taken effect. If it is true and the call changes something, check
   * Frame.io before you send the call again, or you may create a second comment.
   */
  readonly isOutcomeUnknown: boolean;

  constructor({ operation, method, path, isOutcomeUnknown }: FailedCall, what: string, options?: ErrorOptions) {
    super(`${method} ${path} ${what}`, options);
    this.operation = operation;
    this.method = method;
    this.path = path;
    this.isOutcomeUnknown = isOutcomeUnknown;
  }
}
