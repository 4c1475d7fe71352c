import { HttpRequestError } from '../http/http-request-error.ts';
import { AwsServiceError } from './aws-errors.ts';

/** Names by which AWS's services say "slower" (AWS SDKs, retry behaviour, throttling errors). */
const THROTTLING: ReadonlySet<string> = new Set([
  'BandwidthLimitExceeded',
  'KmsThrottled',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);

/** Whether the same call may fare better in a moment. */
export function isTemporary(error: unknown): boolean {
  if (error instanceof HttpRequestError) return error.failure !== 'aborted';
  if (!(error instanceof AwsServiceError)) return false;
  const { status, awsCode = '' } = error;
  return status >= 500 || status === 408 || status === 429 || THROTTLING.has(awsCode);
}
