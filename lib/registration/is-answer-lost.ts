import { AwsConnectionError, AwsServiceError } from '../aws/aws-errors.ts';
import { ApiCallError } from '../client/errors/api-call-error.ts';

/** Returns whether a call may have taken effect although it failed, because its answer was lost. */
export function isAnswerLost(error: unknown): boolean {
  const isCall =
    error instanceof ApiCallError || error instanceof AwsServiceError || error instanceof AwsConnectionError;
  return isCall && error.isOutcomeUnknown;
}
