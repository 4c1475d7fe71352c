import { FrameioLambdaError } from '../core/errors.ts';

/** Service and operation of a call to AWS. */
export interface AwsCall {
  /** The service's name in its endpoints, such as `sqs`. */
  readonly service: string;
  /** The operation's name, such as `SendMessage`. */
  readonly operation: string;
}

/** An error response of an AWS service. */
export interface AwsErrorResponse extends AwsCall {
  readonly status: number;
  /** AWS's name for the error, such as `AccessDeniedException`. `undefined` if the response has none. */
  readonly awsCode: string | undefined;
  /**
   * Whether the call may have taken effect despite the error.
   * @default whether the status is 5xx
   */
  readonly isOutcomeUnknown?: boolean | undefined;
  /**
   * Whether a secret exists without a value. Secrets Manager has one code for that and for a secret that does not exist.
   * @default false
   */
  readonly isVersionMissing?: boolean | undefined;
}

/** An AWS service returned an error response. */
export class AwsServiceError extends FrameioLambdaError implements AwsErrorResponse {
  override readonly name = 'AwsServiceError';
  readonly code = 'aws_service_error';
  readonly service: string;
  readonly operation: string;
  readonly status: number;
  readonly awsCode: string | undefined;
  /** Whether this attempt, or an earlier one of the call, may have taken effect. */
  readonly isOutcomeUnknown: boolean;
  readonly isVersionMissing: boolean;

  constructor(response: AwsErrorResponse) {
    const { service, operation, status, awsCode } = response;
    const { isOutcomeUnknown = status >= 500, isVersionMissing = false } = response;
    super(`AWS ${service} answered ${operation} with ${awsCode ?? 'an error without a name'} (status ${status}).`);
    this.service = service;
    this.operation = operation;
    this.status = status;
    this.awsCode = awsCode;
    this.isOutcomeUnknown = isOutcomeUnknown;
    this.isVersionMissing = isVersionMissing;
  }
}

/** A call without a usable response. */
export interface AwsConnectionFailure extends AwsCall {
  /**
   * Whether the call may have taken effect, because an attempt may have reached the service.
   * @default true
   */
  readonly isOutcomeUnknown?: boolean | undefined;
}

/** No usable response arrived from an AWS service. */
export class AwsConnectionError extends FrameioLambdaError implements AwsConnectionFailure {
  override readonly name = 'AwsConnectionError';
  readonly code = 'aws_unreachable';
  readonly service: string;
  readonly operation: string;
  readonly isOutcomeUnknown: boolean;

  constructor(
    { service, operation, isOutcomeUnknown = true }: AwsConnectionFailure,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`AWS ${service} sent no usable response to ${operation}: ${problem}.`, options);
    this.service = service;
    this.operation = operation;
    this.isOutcomeUnknown = isOutcomeUnknown;
  }
}

/** Returns whether DynamoDB refused a write because its condition does not hold. */
export function isConditionFailed(error: unknown): boolean {
  return error instanceof AwsServiceError && error.awsCode === 'ConditionalCheckFailedException';
}
