import { beforeEach, describe, expect, it } from '@jest/globals';
import { SecretNotSetError } from '../../../lib/core/errors.ts';
import { type FetchedVersions, SecretCache } from '../../../lib/secrets/secret-cache.ts';
import {
  resolveSigningSecrets,
  type SigningSecrets,
  type SigningSecretsOption,
} from '../../../lib/secrets/signing-secrets.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const SECRET = 'abcdefghijklmnop';
const logger = new MemoryLogger();
const from = (option: SigningSecretsOption | undefined) => resolveSigningSecrets(option, logger);

describe('resolveSigningSecrets', () => {
  it.each<{ name: string; option: SigningSecretsOption }>([
    { name: 'one', option: ` ${SECRET}\n` },
    { name: 'several', option: [SECRET] },
    { name: 'a function', option: () => SECRET },
    { name: 'an asynchronous function', option: async () => [SECRET, '', 'https://example.com/webhook'] },
    { name: 'a secret', option: new SecretCache({ secretId: 'id', fetch: async () => ({ current: SECRET }) }) },
  ])('reads $name', async ({ option }) => {
    expect(await from(option).current()).toEqual([SECRET]);
  });

  it.each<{ name: string; option: SigningSecretsOption | undefined }>([
    { name: 'nothing', option: undefined },
    { name: 'an empty text', option: '' },
    { name: 'white space', option: [' ', '\n'] },
    { name: 'a text that is too short', option: 'abc' },
    { name: 'the URL of the webhook', option: ['https://example.com/webhook'] },
    { name: 'a placeholder', option: 'REPLACE_ME' },
    { name: 'a function that returns none', option: () => [] },
    { name: 'an empty secret', option: new SecretCache({ secretId: 'id', fetch: async () => ({ current: '' }) }) },
  ])('refuses $name', async ({ option }) => {
    await expect(async () => await from(option).current()).rejects.toThrow(SecretNotSetError);
  });
});

it.each<{ option: SigningSecretsOption; found: string }>([
  { option: ['abc', 'https://example.com/webhook'], found: 'too_short, url' },
  { option: () => [], found: 'none' },
])('says why it found no usable secret: $found', async ({ option, found }) => {
  await expect(async () => await from(option).current()).rejects.toThrow(
    `There is no usable signing secret (${found}). Set SIGNING_SECRETS_SECRET_ID`,
  );
});

it('names the variable and the option of the source', async () => {
  const source = { variable: 'ACTION_SECRETS_ID', option: 'actionSecrets' };
  const secrets = resolveSigningSecrets('', logger, undefined, source);
  await expect(secrets.current()).rejects.toThrow(/Set ACTION_SECRETS_ID .* or the option actionSecrets /);
});

describe('resolveSigningSecrets with a stored secret', () => {
  const NEW = 'the-new-signing-secret';
  const OLD = 'the-old-signing-secret';
  let now: number;
  let stored: FetchedVersions;
  let counted: string[];
  let lines: MemoryLogger;
  let secrets: SigningSecrets;

  beforeEach(() => {
    now = 0;
    counted = [];
    lines = new MemoryLogger();
    const cache = new SecretCache({
      secretId: 'id',
      now: () => now,
      fetch: async ({ requested }) => (requested === 'current' ? { ...stored, previous: undefined } : stored),
    });
    const record = (name: string, _: number, reason = '') => void counted.push(`${name} ${reason}`);
    secrets = resolveSigningSecrets(cache, lines, { record, publish: () => undefined });
  });

  it.each([
    { name: 'adds the previous version', previous: OLD, usable: [NEW, OLD], count: [] },
    { name: 'expects that it was a placeholder', previous: 'REPLACE_ME', usable: [NEW], count: [] },
    { name: 'reports that it is unusable', previous: '{"env":"prod"}', usable: [NEW], count: ['too_short'] },
  ])('$name on refresh', async ({ previous, usable, count }) => {
    stored = { current: NEW, currentSince: now, previous };
    expect(await secrets.newer()).toEqual(usable);
    expect(counted).toEqual(count.map((reason) => `SecretsUnusable ${reason}`));
  });

  it.each([
    { current: 'REPLACE_ME', reason: 'placeholder', text: 'placeholder in the current version' },
    { current: '{"webhook":"https://example.com"}', reason: 'url', text: 'url in the current version at webhook' },
    { current: '{ "typo', reason: 'malformed_json', text: 'malformed_json in the current version' },
  ])(
    'uses the previous version when the current one is $current, and reports it',
    async ({ current, reason, text }) => {
      stored = { current, currentSince: now, previous: OLD };
      expect(await secrets.current()).toEqual([OLD]);
      expect(await secrets.current()).toEqual([OLD]);
      expect(lines.lines).toEqual([
        { level: 'error', message: 'signing secrets refused', attributes: { secret_id: 'id', refused: [text] } },
      ]);
      expect(counted).toEqual([`SecretsUnusable ${reason}`]);
    },
  );

  it('refuses both versions after the overlap, and names the reasons', async () => {
    stored = { current: '{"env":"prod"}', currentSince: now, previous: OLD };
    now += 86_400_000;
    await expect(async () => await secrets.current()).rejects.toThrow(
      'The secret id does not hold a signing secret, or a JSON object of name to signing secret (too_short in the current version at env).',
    );
  });

  it.each([
    { current: '{}', found: 'it is empty' },
    {
      current: '{"a":"x","b":7}',
      found: 'too_short in the current version at a, not_text in the current version at b',
    },
  ])('refuses $current: $found', async ({ current, found }) => {
    stored = { current, currentSince: now };
    await expect(async () => await secrets.current()).rejects.toThrow(`(${found})`);
  });

  it('logs nothing if every secret is usable', async () => {
    stored = { current: NEW, currentSince: now, previous: OLD };
    expect(await secrets.newer()).toEqual([NEW, OLD]);
    expect(lines.lines).toEqual([]);
  });

  it('names the version of an unusable secret', async () => {
    stored = { current: NEW, currentSince: now, previous: '{"env":"prod"}' };
    await secrets.newer();
    expect(lines.lines).toMatchObject([{ attributes: { refused: ['too_short in the previous version at env'] } }]);
  });

  it('fetches newer secrets at most once in 30 s', async () => {
    stored = { current: NEW };
    expect(await secrets.current()).toEqual([NEW]);
    stored = { current: SECRET };
    expect(await secrets.newer()).toEqual([SECRET]);
    stored = { current: OLD };
    expect(await secrets.newer()).toBeUndefined();
    now += 30_000;
    expect(await secrets.newer()).toEqual([OLD]);
  });

  it('returns a secret soon after it is first set', async () => {
    stored = { current: '' };
    await expect(async () => await secrets.current()).rejects.toThrow(SecretNotSetError);
    stored = { current: NEW };
    now += 30_000; // the first failure has refreshed already
    expect(await secrets.current()).toEqual([NEW]);
  });
});
