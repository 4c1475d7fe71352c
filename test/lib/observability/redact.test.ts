import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { redact, redactNamed } from '../../../lib/observability/redact.ts';
import { parseApiCredentials } from '../../../lib/secrets/parse-secret.ts';

it.each([
  ['Authorization: Bearer abc.def', 'Authorization: [redacted]'],
  ['got 401 with Bearer abc.def, and gave up', 'got 401 with Bearer [redacted], and gave up'],
  ['{"authorization":"Basic YWJj"}', '{"authorization":[redacted]}'],
  ['headers: { authorization: "Basic YWJj" }', 'headers: { authorization: [redacted] }'],
  ['{\\"access_token\\":\\"abc\\"}', '{\\"access_token\\":[redacted]\\"}'],
  ['client_id=me&client_secret=abc&scope=all', 'client_id=me&client_secret=[redacted]&scope=all'],
  [
    'https://s3.example/part?X-Amz-Credential=a%2Fb&X-Amz-Signature=0f',
    'https://s3.example/part?X-Amz-Credential=[redacted]&X-Amz-Signature=[redacted]',
  ],
  ['x-frameio-signature: v0=0f1e2d', 'x-frameio-signature: [redacted]'],
  ['v0=0f1e2d did not match', 'v0=[redacted] did not match'],
  ['the token fio-u-Abc_12-3 expired', 'the token [redacted] expired'],
  ['eyJhbGciOi.eyJpZCI6.c2ln_bmF is no token', '[redacted] is no token'],
  ['https://me:secret@proxy.example', 'https://[redacted]@proxy.example'],
  ['the token has expired', 'the token has expired'],
  ['Interview.mov is ready: MP4 video', 'Interview.mov is ready: MP4 video'],
])('redacts %s to %s', (text, expected) => {
  expect(redact(text)).toBe(expected);
});

it('leaves the command that sets a secret', () => {
  const message = messageOf(() => parseApiCredentials('', 'frameio/api'));
  expect(message).toContain('{"token": "<token>"}');
  expect(redact(message)).toBe(message);
});

it('redacts the whole text under the name of a secret', () => {
  expect(redactNamed('clientSecret', 'abc')).toBe('[redacted]');
  expect(redactNamed('x-api-key', 'abc')).toBe('[redacted]');
  expect(redactNamed('secret_id', 'frameio/api')).toBe('frameio/api');
});

it('truncates a long text', () => {
  expect(redact('x'.repeat(1_000_000))).toHaveLength(10_001);
});

it('redacts a token anywhere, and changes nothing the second time', () => {
  const token = fc.stringMatching(/^[A-Za-z0-9._~+/-]{8,80}$/);
  fc.assert(
    fc.property(
      fc.string(),
      token,
      fc.constantFrom('Bearer ', 'token=', '"client_secret":"', "authorization: '"),
      (before, secret, name) => {
        const once = redact(`${before} ${name}${secret} ok`);
        expect(once.replace(redact(before), '')).not.toContain(secret);
        expect(redact(once)).toBe(once);
      },
    ),
  );
});

function messageOf(fail: () => unknown): string {
  try {
    fail();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error('It did not fail.');
}
