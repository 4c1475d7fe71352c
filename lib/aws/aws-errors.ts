import { FrameioLambdaError } from '../core/errors.ts';

/** What was asked of AWS. */
export interface AwsCall {
  /** The service's name in its addresses, such as `sqs`. */
  readonly service: string;
  /** AWS's name for it, such as `SendMessage`. */
  readonly operation: string;
}

/** What an AWS service answered when it refused. */
export interface AwsRefusal extends AwsCall {
  readonly status: number;
  /** AWS's name for the error, such as `AccessDeniedException`; `undefined` when the answer had none. */
  readonly awsCode: string | undefined;
}

/** An AWS service refused a call, or broke down over it. */
export class AwsServiceError extends FrameioLambdaError implements AwsRefusal {
  override readonly name = 'AwsServiceError';
  readonly code = 'aws_service_error';
  readonly service: string;
  readonly operation: string;
  readonly status: number;
  readonly awsCode: string | undefined;

  constructor({ service, operation, status, awsCode }: AwsRefusal) {
    super(`AWS ${service} answered ${operation} with ${awsCode ?? 'an error without a name'} (status ${status}).`);
    this.service = service;
    this.operation = operation;
    this.status = status;
    this.awsCode = awsCode;
  }
}

/** An AWS service gave no answer that could be read: what was asked of it may have been done. */
export class AwsConnectionError extends FrameioLambdaError implements AwsCall {
  override readonly name = 'AwsConnectionError';
  readonly code = 'aws_unreachable';
  readonly service: string;
  readonly operation: string;

  constructor({ service, operation }: AwsCall, what: string, options?: ErrorOptions) {
    super(`AWS ${service} gave no answer to ${operation}: ${what}.`, options);
    this.service = service;
    this.operation = operation;
  }
}
