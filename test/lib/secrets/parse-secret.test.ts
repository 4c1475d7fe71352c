import { describe, expect, it } from '@jest/globals';
import { SecretNotSetError } from '../../../lib/core/errors.ts';
import { isUsableSecret, parseApiCredentials, parseSecretText } from '../../../lib/secrets/parse-secret.ts';

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
    { name: 'an object behind white space', text: ' \n{"token":"fio-u-abc"}', expected: { token: 'fio-u-abc' } },
  ])('reads $name', ({ text, expected }) => {
    expect(parseApiCredentials(text, 'id')).toEqual(expected);
  });

  it.each([
    ...NOTHING_USABLE,
    '{"token":""}',
    'two words',
    'line\r\nx-injected: header',
    'token-with-an-umlaut-ü',
    '{"client_id":"abc"}',
    '{"client_id":"","client_secret":"p-def"}',
    '{"client_id":"abc","client_secret":"<secret>"}',
  ])('refuses %j', (text) => {
    expect(() => parseApiCredentials(text, 'id')).toThrow(SecretNotSetError);
  });
});

describe('parseSecretText', () => {
  it.each([
    { name: 'a text without white space around it', text: ' a text \r\n', expected: 'a text' },
    { name: 'a JSON object', text: ' {"user":"me"}\n', expected: '{"user":"me"}' },
    { name: 'a list', text: '["one"]', expected: '["one"]' },
  ])('reads $name', ({ text, expected }) => {
    expect(parseSecretText(text, 'id')).toBe(expected);
  });

  it.each(['', ' \n\t', '{}', '[]', 'REPLACE_ME', '{ not json }'])('refuses %j', (text) => {
    expect(() => parseSecretText(text, 'my-secret')).toThrow(SecretNotSetError);
    expect(() => parseSecretText(text, 'my-secret')).toThrow(
      /The secret my-secret does not hold a value .*--secret-id my-secret/,
    );
  });
});

describe('a placeholder', () => {
  it.each([
    '<token>',
    '{token}',
    '\u0024{token}',
    '[token]',
    '*',
    '****',
    'xxx',
    '...',
    '-',
    '---',
    '_',
    '__',
    'placeholder',
    'replace',
    'REPLACE_ME',
    'replace-me-with-the-token',
    'place holder',
    'changeme',
    'change_it',
    'change this',
    'change',
    'todo',
    'TO-DO',
    'tbd',
    'none',
    'null',
    'undefined',
    'empty',
    'dummy',
    'example',
    'secret',
    'token',
    'your-token-here',
  ])('can be %j', (text) => {
    expect(isUsableSecret(text)).toBe(false);
  });

  it.each([
    'xx',
    '..',
    '....',
    'a <token>',
    '<token> b',
    'mytoken',
    'tokens',
    'exchange',
    'changed',
    'replaced',
    'your',
    'x***',
  ])('is not %j', (text) => {
    expect(isUsableSecret(text)).toBe(true);
  });
});

it.each([
  {
    text: 'TODO',
    message:
      'a Frame.io API token, {"token": "<token>"}, or {"client_id": "<id>", "client_secret": "<secret>"} (it is empty, a placeholder or malformed)',
  },
  { text: '{ not json', message: 'valid JSON' },
])('says what it expects instead of $text', ({ text, message }) => {
  expect(() => parseApiCredentials(text, 'id')).toThrow(`The secret id does not hold ${message}`);
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
