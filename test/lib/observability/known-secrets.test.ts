import { describe, expect, it } from '@jest/globals';
import { knownSecrets, rememberSecret, rememberToken } from '../../../lib/observability/known-secrets.ts';

/** Returns the forms that remembering adds. */
function formsAfter(remember: () => void): readonly string[] {
  const before = new Set(knownSecrets());
  remember();
  return knownSecrets().filter((form) => !before.has(form));
}

describe('a remembered secret', () => {
  it('is known as it is, in JSON, in JSON within JSON, and in a URL', () => {
    expect(formsAfter(() => rememberSecret('say "open sesame"'))).toEqual([
      'say%20%22open%20sesame%22',
      'say \\\\\\"open sesame\\\\\\"',
      'say \\"open sesame\\"',
      'say "open sesame"',
    ]);
  });

  it('is known once, also if it is remembered twice', () => {
    expect(formsAfter(() => rememberSecret('plain-secret'))).toEqual(['plain-secret']);
    expect(formsAfter(() => rememberSecret('plain-secret'))).toEqual([]);
  });

  it('has at least 8 characters', () => {
    expect(formsAfter(() => rememberSecret('8-letter'))).toEqual(['8-letter']);
    expect(formsAfter(() => rememberSecret('7-lette'))).toEqual([]);
  });

  it.each([
    {
      name: 'the texts of a list',
      secret: '["first-long-text-of-it","second-long-text-of-it"]',
      known: ['second-long-text-of-it', 'first-long-text-of-it'],
    },
    { name: 'a text of 16 characters', secret: '{"a":"sixteen-letters-"}', known: ['sixteen-letters-'] },
    { name: 'no text of 15 characters', secret: '{"a":"fifteen-letters"}', known: [] },
    {
      name: 'a text of 8 characters under the name of a secret',
      secret: ' {"password":"pass-one"}',
      known: ['pass-one'],
    },
    { name: 'no text of 7 characters', secret: '{"password":"pass-on"}', known: [] },
    {
      name: 'texts inside the value of a secret name',
      secret: '{"token":{"value":"pass-two","id":7,"more":null}}',
      known: ['pass-two'],
    },
  ])('adds $name', ({ secret, known }) => {
    expect(formsAfter(() => rememberSecret(secret)).filter((form) => !/[[{]|%5B|%7B/.test(form))).toEqual(known);
  });

  it('is known whole if it is not JSON', () => {
    expect(formsAfter(() => rememberSecret('{not-json-at-all'))).toEqual(['%7Bnot-json-at-all', '{not-json-at-all']);
  });

  it('can contain half of a surrogate pair', () => {
    expect(formsAfter(() => rememberSecret('half-\ud800-pair'))).toContain('half-\ud800-pair');
  });
});

describe('remembered tokens', () => {
  it('are the last 100', () => {
    const numbers = Array.from({ length: 100 }, (_, number) => `token-number-${number}`);
    for (const token of numbers) rememberToken(token);
    rememberToken('token-number-5'); // it is known already
    expect(knownSecrets()).toEqual(expect.arrayContaining(numbers));
    rememberToken('token-number-100');
    expect(knownSecrets()).not.toContain('token-number-0');
    expect(knownSecrets()).toEqual(expect.arrayContaining([...numbers.slice(1), 'token-number-100']));
  });
});
