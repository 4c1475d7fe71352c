import { ConfigError, FrameioLambdaError } from '../core/errors.ts';
import { recordOf } from '../core/type-guards.ts';
import { HttpRequestError } from '../http/http-request-error.ts';
import { AwsConnectionError, AwsServiceError } from './aws-errors.ts';
import type { PendingCall } from './pending-call.ts';

const WORDS = {
  connection_failed: 'the connection broke',
  timeout: 'its time was up',
  aborted: 'it was aborted',
} as const;

/**
 * Turns what an AWS SDK client has thrown into an error of ours. It quotes nothing of the answer, which may hold a secret:
 * the SDK's own error does, so it is not the `cause`.
 */
export function toAwsError(error: unknown, call: PendingCall): unknown {
  const { abortSignal, isOutcomeUnknown, service, operation } = call;
  const about = { service, operation, isOutcomeUnknown };
  if (error instanceof FrameioLambdaError || !(error instanceof Error)) return error;
  if (error instanceof HttpRequestError) {
    const { failure, where, cause } = error;
    return new AwsConnectionError(about, `${WORDS[failure]} ${where}`.trimEnd(), { cause });
  }
  if (abortSignal?.aborted && error.name === 'AbortError') {
    return new AwsConnectionError(about, WORDS.aborted, { cause: abortSignal.reason });
  }
  const status = statusOf(error);
  if (status !== undefined && status >= 300) return new AwsServiceError({ ...about, status, awsCode: codeOf(error) });
  if (error.name === 'SyntaxError') {
    return new AwsConnectionError({ service, operation }, `status ${status} with something that is not JSON`);
  }
  if (/^Invalid ?(MD5 checksum|ChecksumError)/.test(error.message)) {
    return new AwsConnectionError({ service, operation }, 'the checksum in the answer is not that of the message');
  }
  return describeConfigError(error) ?? error;
}

function describeConfigError({ name, message }: Error): ConfigError | undefined {
  if (name === 'CredentialsProviderError') {
    return new ConfigError(
      'There are no AWS credentials: configure them as for the AWS CLI, such as with AWS_PROFILE, or set ' +
        'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as Lambda does.',
    );
  }
  return message === 'Region is missing'
    ? new ConfigError('There is no AWS region: set AWS_REGION, as Lambda does.')
    : undefined;
}

function statusOf(error: Error): number | undefined {
  const { httpStatusCode } = recordOf('$metadata' in error ? error.$metadata : undefined);
  return typeof httpStatusCode === 'number' ? httpStatusCode : undefined;
}

/** The SDK's name for an answer without a name. */
const NO_CODE = 'Unknown';

/** AWS's name for an error that the service sent; `undefined` for what is not a name. */
function codeOf(error: Error): string | undefined {
  const isNamed = '$fault' in error && error.name !== NO_CODE && /^[A-Za-z][\w.]{0,99}$/.test(error.name);
  return isNamed ? error.name : undefined;
}
