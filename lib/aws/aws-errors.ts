import { FrameioLambdaError } from '../core/errors.ts';

/** What was asked of AWS. */
export interface AwsCall {
  /** The service's name in its addresses, such as `sqs`. */
  readonly service: string;
  /** AWS's name for it, such as `SendMessage`. */
  readonly operation: string;
}

/** What an AWS service answered when it refused a call. */
export interface AwsErrorResponse extends AwsCall {
  readonly status: number;
  /** AWS's name for the error, such as `AccessDeniedException`; `undefined` when the answer had none. */
  readonly awsCode: string | undefined;
  /**
   * Whether the call may have taken effect all the same.
   * @default whether the status is 5xx
   */
  readonly isOutcomeUnknown?: boolean | undefined;
}

/** An AWS service refused a call, or failed while it worked on it. */
export class AwsServiceError extends FrameioLambdaError implements AwsErrorResponse {
  override readonly name = 'AwsServiceError';
  readonly code = 'aws_service_error';
  readonly service: string;
  readonly operation: string;
  readonly status: number;
  readonly awsCode: string | undefined;
  /** Whether this attempt, or an earlier one of the call, may have taken effect. */
  readonly isOutcomeUnknown: boolean;

  constructor({ service, operation, status, awsCode, isOutcomeUnknown = status >= 500 }: AwsErrorResponse) {
    super(`AWS ${service} answered ${operation} with ${awsCode ?? 'an error without a name'} (status ${status}).`);
    this.service = service;
    this.operation = operation;
    this.status = status;
    this.awsCode = awsCode;
    this.isOutcomeUnknown = isOutcomeUnknown;
  }
}

/** A call that got no answer. */
export interface AwsConnectionFailure extends AwsCall {
  /**
   * Whether the call may have taken effect: some attempt may have reached the service.
   * @default true
   */
  readonly isOutcomeUnknown?: boolean | undefined;
}

/** An AWS service gave no answer that can be read. `isOutcomeUnknown` says whether the call may have taken effect. */
export class AwsConnectionError extends FrameioLambdaError implements AwsConnectionFailure {
  override readonly name = 'AwsConnectionError';
  readonly code = 'aws_unreachable';
  readonly service: string;
  readonly operation: string;
  readonly isOutcomeUnknown: boolean;

  constructor(
    { service, operation, isOutcomeUnknown = true }: AwsConnectionFailure,
    what: string,
    options?: ErrorOptions,
  ) {
    super(`AWS ${service} gave no answer to ${operation}: ${what}.`, options);
    this.service = service;
    this.operation = operation;
    this.isOutcomeUnknown = isOutcomeUnknown;
  }
}
