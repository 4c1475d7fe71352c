import { describe, expect, it } from '@jest/globals';
import { AwsConnectionError, AwsServiceError } from '../../../lib/aws/aws-errors.ts';
import { apiErrorFor } from '../../../lib/client/errors/status-errors.ts';
import { TokenExchangeError } from '../../../lib/client/errors/token-exchange-error.ts';
import { SecretNotSetError, SecretUnavailableError } from '../../../lib/core/errors.ts';
import { isCredentialProblem } from '../../../lib/registration/credential-problem.ts';
import { isAnswerLost } from '../../../lib/registration/is-answer-lost.ts';

const apiError = (status: number) =>
  apiErrorFor({ operation: 'webhooks.create', method: 'POST', path: '/webhooks', status, errors: [] });
const imsError = (status?: number) => new TokenExchangeError('no', { status, retryAfterMs: 0 });
const call = { service: 'secretsmanager', operation: 'PutSecretValue' };

describe('other credentials help', () => {
  it.each([
    { name: 'if the secret has no value', error: new SecretNotSetError('no') },
    { name: 'if Frame.io answers 401', error: apiError(401) },
    { name: 'if Frame.io answers 403', error: apiError(403) },
    { name: 'if Adobe IMS answers 400', error: imsError(400) },
    { name: 'if Adobe IMS answers 401', error: imsError(401) },
  ])('$name', ({ error }) => {
    expect(isCredentialProblem(error)).toBe(true);
  });
});

describe('other credentials do not help', () => {
  it.each([
    { name: 'if the secret cannot be read', error: new SecretUnavailableError('no') },
    { name: 'if Frame.io answers 404', error: apiError(404) },
    { name: 'if Adobe IMS does not answer', error: imsError() },
    { name: 'if Adobe IMS is down', error: imsError(500) },
    { name: 'if Adobe IMS limits the requests', error: imsError(429) },
    { name: 'for another error', error: new Error('no') },
  ])('$name', ({ error }) => {
    expect(isCredentialProblem(error)).toBe(false);
  });
});

describe('a call may have taken effect', () => {
  it.each([
    { name: 'if Frame.io fails', error: apiError(500), expected: true },
    { name: 'if AWS fails', error: new AwsServiceError({ ...call, status: 500, awsCode: undefined }), expected: true },
    { name: 'if AWS does not answer', error: new AwsConnectionError(call, 'no'), expected: true },
    { name: 'not if Frame.io refuses it', error: apiError(400), expected: false },
    {
      name: 'not if another error has such a property',
      error: Object.assign(new Error('no'), { isOutcomeUnknown: true }),
      expected: false,
    },
  ])('$name', ({ error, expected }) => {
    expect(isAnswerLost(error)).toBe(expected);
  });
});
