import { describe, expect, it } from '@jest/globals';
import { AwsConnectionError, AwsServiceError, isConditionFailed } from '../../../lib/aws/aws-errors.ts';

const refusal = {
  service: 'dynamodb',
  operation: 'UpdateItem',
  status: 400,
  awsCode: 'ConditionalCheckFailedException',
};

describe('AwsServiceError', () => {
  it.each([
    { name: 'unknown after a status of 500', changes: { status: 500 }, isUnknown: true },
    { name: 'known after a status of 400', changes: { status: 400 }, isUnknown: false },
    { name: 'unknown if an earlier attempt is', changes: { isOutcomeUnknown: true }, isUnknown: true },
    { name: 'known if the caller says so', changes: { status: 500, isOutcomeUnknown: false }, isUnknown: false },
  ])('has an outcome that is $name', ({ changes, isUnknown }) => {
    expect(new AwsServiceError({ ...refusal, ...changes }).isOutcomeUnknown).toBe(isUnknown);
  });

  it('says that a version of a secret is missing, if that is so', () => {
    expect(new AwsServiceError(refusal).isVersionMissing).toBe(false);
    expect(new AwsServiceError({ ...refusal, isVersionMissing: true }).isVersionMissing).toBe(true);
  });

  it('has a message for an error without a name', () => {
    expect(new AwsServiceError({ ...refusal, awsCode: undefined }).message).toBe(
      'AWS dynamodb answered UpdateItem with an error without a name (status 400).',
    );
  });
});

it('AwsConnectionError has an unknown outcome, unless the caller says otherwise', () => {
  const call = { service: 'sqs', operation: 'SendMessage' };
  expect(new AwsConnectionError(call, 'the call timed out')).toMatchObject({ ...call, isOutcomeUnknown: true });
  expect(new AwsConnectionError({ ...call, isOutcomeUnknown: false }, 'no').isOutcomeUnknown).toBe(false);
});

it.each([
  { name: 'a failed condition', error: new AwsServiceError(refusal), expected: true },
  {
    name: 'another error',
    error: new AwsServiceError({ ...refusal, awsCode: 'ThrottlingException' }),
    expected: false,
  },
  { name: 'an error of another class', error: Object.assign(new Error('no'), refusal), expected: false },
])('isConditionFailed returns $expected for $name', ({ error, expected }) => {
  expect(isConditionFailed(error)).toBe(expected);
});

it('the errors of AWS have the names of their classes', () => {
  expect(new AwsServiceError(refusal).name).toBe('AwsServiceError');
  expect(new AwsConnectionError(refusal, 'no').name).toBe('AwsConnectionError');
});
