import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rememberSecret, rememberToken } from '../../../lib/observability/known-secrets.ts';
import { redact } from '../../../lib/observability/redact.ts';
import { parseApiCredentials } from '../../../lib/secrets/parse-secret.ts';

it.each([
  ['Authorization: Bearer abc.def', 'Authorization: [redacted]'],
  ['got 401 with Bearer abc.def, and gave up', 'got 401 with Bearer [redacted], and gave up'],
  ['{"authorization":"Basic YWJj"}', '{"authorization":[redacted]}'],
  ['headers: { authorization: "Basic YWJj" }', 'headers: { authorization: [redacted] }'],
  ['{\\"access_token\\":\\"abc\\"}', '{\\"access_token\\":[redacted]}'],
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
  ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: [redacted]'],
  ['Authorization: Token abc def', 'Authorization: [redacted]'],
  ['Authorization: Digest username="me", response="0f"\nAccept: */*', 'Authorization: [redacted]\nAccept: */*'],
  ['proxy-authorization: Negotiate YII=', 'proxy-authorization: [redacted]'],
  ['Cookie: session=abc; theme=dark', 'Cookie: [redacted]'],
  ['set-cookie: a="b, c"; Path=/', 'set-cookie: [redacted]'],
  ['sent Basic dXNlcjpwYXNz, got 401', 'sent Basic [redacted], got 401'],
  ['sent Token 0f1e2d3c, got 401', 'sent Token [redacted], got 401'],
  ['sent Digest username="me", response="0f"', 'sent Digest [redacted]'],
  ['AWS_SECRET_ACCESS_KEY=abc/def+ghi ok', 'AWS_SECRET_ACCESS_KEY=[redacted] ok'],
  ['{ secretAccessKey: "abc", region: "eu" }', '{ secretAccessKey: [redacted], region: "eu" }'],
  ['secret:\n  - value: abc\n  - def\nid: 1', 'secret:\n  [redacted]\nid: 1'],
  ['Error: refused the token:\n    at a (b.ts:1:2)', 'Error: refused the token:\n    at a (b.ts:1:2)'],
  ['cookie=a; b=c', 'cookie=[redacted]'],
  ['next=%2Fa%3Ftoken%3Dabc', 'next=%2Fa%3Ftoken%3D[redacted]'],
  ['private_key: abc', 'private_key: [redacted]'],
  ['passphrase: correct horse battery', 'passphrase: [redacted]'],
  ['DB_PASSWORD=p&ss,w;rd!x', 'DB_PASSWORD=[redacted]'],
  ['password: two words', 'password: [redacted]'],
  ['npm publish --token abc --tag next', 'npm publish --token [redacted] --tag next'],
  ['{"token":["a","b"],"id":1}', '{"token":[redacted],"id":1}'],
  ['{"token":{"value":"a}","more":["b"]},"id":1}', '{"token":[redacted],"id":1}'],
  ['{\\"token\\":{\\"value\\":\\"a}\\"},\\"id\\":1}', '{\\"token\\":[redacted],\\"id\\":1}'],
  ["{ token: [ 'it\\'s', \"b\" ], id: 1 }", '{ token: [redacted], id: 1 }'],
  ["{ credentials: Credentials { user: 'a' }, id: 1 }", '{ credentials: [redacted], id: 1 }'],
  ["Map(1) { 'token' => 'abc' }", "Map(1) { 'token' => [redacted] }"],
  ['[["authorization","Basic YWJj"],["accept","*/*"]]', '[["authorization",[redacted]],["accept","*/*"]]'],
  ['{"name":"Authorization","value":"Basic YWJj"}', '{"name":"Authorization","value":[redacted]}'],
  ['tokens[]=abc&tokens[1]=def&id=1', 'tokens[]=[redacted]&tokens[1]=[redacted]&id=1'],
  ["headers['x-api-key'] = 'abc'", "headers['x-api-key'] = [redacted]"],
  ['<password>abc</password>', '<password>[redacted]</password>'],
  ['token: <Buffer 61 62> ok', 'token: [redacted] ok'],
  ['"password":"unfinished', '"password":[redacted]'],
  ['-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----', '[redacted]-----END PRIVATE KEY-----'],
  ['p8e-Abc_123 is the secret', '[redacted] is the secret'],
  ['https://token@git.example/a?b#c@d', 'https://[redacted]@git.example/a?b#c@d'],
  ['https://me:a@b@proxy.example', 'https://[redacted]@proxy.example'],
  ['{"token":null,"secret":"<secret>"}', '{"token":null,"secret":"<secret>"}'],
  ['client_id=me, token_type=user, secret_id=frameio/api', 'client_id=me, token_type=user, secret_id=frameio/api'],
  ['Basic authentication failed', 'Basic authentication failed'],
  ['the token has expired', 'the token has expired'],
  ['Interview.mov is ready: MP4 video', 'Interview.mov is ready: MP4 video'],
])('redacts %s to %s', (text, expected) => {
  expect(redact(text)).toBe(expected);
});

it.each(['frameio/api', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:frameio/api-AbCdEf'])(
  'leaves the command that sets the secret %s',
  (secretId) => {
    const message = messageOf(() => parseApiCredentials('', secretId));
    expect(message).toContain('{"token": "<token>"}');
    expect(redact(message)).toBe(message);
  },
);

describe('a known secret', () => {
  const PASSPHRASE = 'correct horse "battery" staple';

  it('is redacted wherever it appears, also in JSON and in a URL', () => {
    rememberSecret(PASSPHRASE);
    const inJson = JSON.stringify({ text: PASSPHRASE });
    const texts = [
      PASSPHRASE,
      inJson,
      JSON.stringify({ inJson }),
      `https://a.example/${encodeURIComponent(PASSPHRASE)}`,
    ];
    for (const text of texts) expect(redact(`${text} ${text}`)).not.toMatch(/horse|battery/);
    expect(redact(`a ${PASSPHRASE} b`)).toBe('a [redacted] b');
  });

  it('is redacted with each text of its JSON, unless the text is a short one of no secret name', () => {
    rememberSecret('{"region":"eu-west-1","login":{"password":"hunter-2","url":"https://a.example/T0/B1"}}');
    expect(redact('eu-west-1 hunter-2 https://a.example/T0/B1')).toBe('eu-west-1 [redacted] [redacted]');
  });

  it('is redacted whole when it contains another one', () => {
    rememberSecret('the-inner-one');
    rememberSecret('before the-inner-one after');
    expect(redact('x before the-inner-one after y')).toBe('x [redacted] y');
  });

  it('stays visible when it is shorter than 8 characters, because it may be a word', () => {
    rememberSecret('ready');
    expect(redact('the file is ready')).toBe('the file is ready');
  });

  it('is forgotten after a hundred newer tokens, if it is a token', () => {
    for (let number = 0; number <= 100; number += 1) rememberToken(`a-token-number-${number};`);
    expect(redact('a-token-number-0; a-token-number-1; a-token-number-100;')).toBe(
      'a-token-number-0; [redacted] [redacted]',
    );
  });

  it('shows no part of itself where a long text is cut', () => {
    const long = 'k'.repeat(9_000);
    rememberSecret(long);
    expect(redact(`${'x'.repeat(9_990)}${long}`)).toBe(`${'x'.repeat(9_990)}[redacted]`.slice(0, 10_000).concat('…'));
    expect(redact(`token: ${'t'.repeat(9_000)} ${'x'.repeat(10_500)}${long}`)).not.toContain('kk');
  });
});

it.each<[string, string]>([
  ['starts of JSON Web Tokens', 'eyJ-'],
  ['labels', 'token '],
  ['labels with a separator', 'token='],
  ['labels with an opening quote', 'token="'],
  ['labels with an opening bracket', 'token:{['],
  ['labels and commas', 'token=,,a,'],
  ['punctuation', 'token=)))'],
  ['escaped quotes', 'token=\\"\\\\"'],
  ['schemes', 'Basic Token Bearer '],
  ['schemes with parameters', 'Digest a'],
  ['authorities', '://a:b'],
  ['options', '--token-'],
  ['private keys', '-----BEGIN PRIVATE KEY-----'],
  ['dashes', '-'],
  ['spaces', 'token '.padEnd(12)],
  ['letters', 'a'],
])('takes linear time for %s', (_, part) => {
  /** Returns the shortest time of several runs for a text of this length. */
  const measure = (length: number) => {
    const text = part.repeat(length / part.length);
    const times = Array.from({ length: 9 }, () => {
      const startedAt = performance.now();
      redact(text);
      return performance.now() - startedAt;
    });
    return Math.min(...times);
  };
  const floorMs = 0.1; // a shorter time is noise
  expect(measure(10_000) / Math.max(floorMs, measure(1_000))).toBeLessThan(50); // quadratic time has a ratio of 100
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

it('leaves a text of 10,000 characters as it is, and truncates a longer one', () => {
  expect(redact('x'.repeat(10_000))).toBe('x'.repeat(10_000));
  expect(redact('x'.repeat(10_001))).toBe(`${'x'.repeat(10_000)}…`);
});

it('truncates a text that becomes too long because its secrets are redacted', () => {
  const before = 'x'.repeat(9_985);
  expect(redact(`${before} token=abc`)).toBe(`${before} token=[redacte…`);
});
