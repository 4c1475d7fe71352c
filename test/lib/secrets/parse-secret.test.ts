import { describe, expect, it } from '@jest/globals';
import { SecretNotSetError } from '../../../lib/core/errors.ts';
import { parseApiCredentials } from '../../../lib/secrets/parse-secret.ts';

const NOTHING_USABLE = [
  '',
  ' \n\t',
  '{}',
  '{"webhook":""}',
  '{"webhook":" "}',
  '{"webhook":42}',
  'REPLACE_ME',
  'changeme',
  '<token>',
  'your-token-here',
  'placeholder',
  'TODO',
  'xxxx',
  '{"webhook":"<signing secret>"}',
  '{ not json',
];

describe('parseApiCredentials', () => {
  it.each([
    { name: 'a token', text: 'fio-u-abc', expected: { token: 'fio-u-abc' } },
    { name: 'a token without a trailing newline', text: 'fio-u-abc\n', expected: { token: 'fio-u-abc' } },
    { name: 'a token in an object', text: '{"token":"fio-u-abc"}', expected: { token: 'fio-u-abc' } },
    {
      name: 'server-to-server credentials',
      text: '{"client_id":"abc","client_secret":"p-def "}',
      expected: { clientId: 'abc', clientSecret: 'p-def' },
    },
  ])('reads $name', ({ text, expected }) => {
    expect(parseApiCredentials(text, 'id')).toEqual(expected);
  });

  it.each([
    ...NOTHING_USABLE,
    '{"token":""}',
    'two words',
    'line\r\nx-injected: header',
    '{"client_id":"abc"}',
    '{"client_id":"abc","client_secret":"<secret>"}',
  ])('refuses %j', (text) => {
    expect(() => parseApiCredentials(text, 'id')).toThrow(SecretNotSetError);
  });
});

it('names the secret and the command that sets it, but not its value', () => {
  const error = catchError(() => parseApiCredentials('{ "token": "s3cr3t", ', 'my-secret'));
  expect(String(error)).toContain(
    "aws secretsmanager put-secret-value --secret-id my-secret --secret-string '<value>'",
  );
  expect(`${error} ${error.stack} ${error.cause}`).not.toContain('s3cr3t');
});

function catchError(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('Nothing was thrown.');
}
