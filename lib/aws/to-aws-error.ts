import { ConfigError, FrameioLambdaError } from '../core/errors.ts';
import { recordOf } from '../core/type-guards.ts';
import { HttpRequestError } from '../http/http-request-error.ts';
import { AwsConnectionError, AwsServiceError } from './aws-errors.ts';
import type { PendingCall } from './pending-call.ts';

const DESCRIPTIONS = {
  connection_failed: 'the connection failed',
  timeout: 'the call timed out',
  aborted: 'the caller aborted the call',
  too_large: 'the response is too large',
} as const;

/**
 * Converts an error of an AWS SDK client to an error of this framework. The response may hold a secret, so the new error
 * quotes nothing of it. The SDK's error does, so it is not the `cause`.
 */
export function toAwsError(error: unknown, call: PendingCall): unknown {
  const { abortSignal, isOutcomeUnknown, service, operation } = call;
  const about = { service, operation, isOutcomeUnknown };
  if (error instanceof FrameioLambdaError || !(error instanceof Error)) return error;
  if (error instanceof HttpRequestError) {
    const { failure, where, cause } = error;
    return new AwsConnectionError(about, `${DESCRIPTIONS[failure]} ${where}`.trimEnd(), { cause });
  }
  if (abortSignal?.aborted && error.name === 'AbortError') {
    return new AwsConnectionError(about, DESCRIPTIONS.aborted, { cause: abortSignal.reason });
  }
  const status = statusOf(error);
  if (status !== undefined && status >= 300) {
    const isVersionMissing = error.message.includes('secret value for'); // "... can't find the specified secret value for ..."
    return new AwsServiceError({ ...about, status, awsCode: codeOf(error), isVersionMissing });
  }
  if (error.name === 'SyntaxError') {
    return new AwsConnectionError({ service, operation }, `status ${status} with a body that is not JSON`);
  }
  if (/^Invalid ?(MD5 checksum|ChecksumError)/.test(error.message)) {
    return new AwsConnectionError({ service, operation }, 'the checksum in the response does not match the message');
  }
  return describeConfigError(error) ?? error;
}

function describeConfigError({ name, message }: Error): ConfigError | undefined {
  if (name === 'CredentialsProviderError') {
    return new ConfigError(
      'There are no AWS credentials: configure them as for the AWS CLI, for example with AWS_PROFILE, or set ' +
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

/** The SDK's name for an error without a name. */
const NO_CODE = 'Unknown';

/** Returns AWS's name for an error that the service sent, or `undefined` if it is missing or malformed. */
function codeOf(error: Error): string | undefined {
  const isNamed = '$fault' in error && error.name !== NO_CODE && /^[A-Za-z][\w.]{0,99}$/.test(error.name);
  return isNamed ? error.name : undefined;
}
