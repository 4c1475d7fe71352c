import { describe, expect, it } from '@jest/globals';
import { toAwsError } from '../../../lib/aws/to-aws-error.ts';
import { HttpRequestError } from '../../../lib/http/http-request-error.ts';
import { pendingCall } from './pending-call.ts';

/** Returns an error as the SDK makes it from the response of a service. */
const sdkError = (name: string, { httpStatusCode = 400 as unknown, ...fields } = {}) =>
  Object.assign(new Error('no'), { name, $fault: 'client', $metadata: { httpStatusCode }, ...fields });

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

describe('toAwsError describes', () => {
  it('a request that fails without a place', () => {
    const error = new HttpRequestError({ failure: 'connection_failed', maybeSent: false });
    expect(toAwsError(error, pendingCall())).toMatchObject({
      message: 'AWS sqs sent no usable response to SendMessage: the connection failed.',
    });
  });

  it('a body that is not JSON', () => {
    const error = Object.assign(new SyntaxError('<html>'), { $metadata: { httpStatusCode: 200 } });
    expect(toAwsError(error, pendingCall())).toMatchObject({
      message: 'AWS sqs sent no usable response to SendMessage: status 200 with a body that is not JSON.',
    });
  });

  it.each([300, 302, 400])('a response of status %s, which the SDK does not follow', (httpStatusCode) => {
    expect(toAwsError(sdkError('QueueDoesNotExist', { httpStatusCode }), pendingCall())).toMatchObject({
      code: 'aws_service_error',
      awsCode: 'QueueDoesNotExist',
      status: httpStatusCode,
    });
  });

  it('the response of the service to a call that the caller aborts later', () => {
    const call = pendingCall({ abortSignal: AbortSignal.abort() });
    expect(toAwsError(sdkError('QueueDoesNotExist'), call)).toMatchObject({ awsCode: 'QueueDoesNotExist' });
  });
});

it.each(['Unknown', '<name>', '1Name', 'Name with spaces', 'N'.repeat(101)])('toAwsError quotes no name %j', (name) => {
  expect(toAwsError(sdkError(name), pendingCall())).toMatchObject({ awsCode: undefined, status: 400 });
});

it.each([
  { what: 'a text that is thrown', error: 'no disk' },
  { what: 'an abort that is not the caller’s', error: named('AbortError', 'stop') },
  { what: 'an error of another kind', error: new TypeError('Region is missing?') },
  { what: 'a message that mentions a checksum', error: new Error('It is not an Invalid MD5 checksum') },
  {
    what: 'a status that is not a number',
    error: Object.assign(new Error('no'), { $metadata: { httpStatusCode: '500' } }),
  },
])('toAwsError returns $what as it is', ({ error }) => {
  expect(toAwsError(error, pendingCall({ abortSignal: new AbortController().signal }))).toBe(error);
});
