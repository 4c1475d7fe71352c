import { describe, expect, it } from '@jest/globals';
import { SecretNotSetError } from '../../../lib/core/errors.ts';
import { SecretCache } from '../../../lib/secrets/secret-cache.ts';
import { resolveSigningSecrets, type SigningSecretsOption } from '../../../lib/secrets/signing-secrets.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const logger = new MemoryLogger();
const from = (option: SigningSecretsOption | undefined) => resolveSigningSecrets(option, logger);

describe('resolveSigningSecrets', () => {
  it.each<{ name: string; option: SigningSecretsOption }>([
    { name: 'one', option: ' abc\n' },
    { name: 'several', option: ['abc'] },
    { name: 'a function', option: () => 'abc' },
    { name: 'an asynchronous function', option: async () => ['abc', ''] },
    { name: 'a secret', option: new SecretCache({ secretId: 'id', fetch: async () => ({ current: 'abc' }) }) },
  ])('reads $name', async ({ option }) => {
    expect(await from(option).current()).toEqual(['abc']);
  });

  it.each<{ name: string; option: SigningSecretsOption | undefined }>([
    { name: 'nothing', option: undefined },
    { name: 'an empty text', option: '' },
    { name: 'white space', option: [' ', '\n'] },
    { name: 'a placeholder', option: 'REPLACE_ME' },
    { name: 'a function that returns none', option: () => [] },
    { name: 'an empty secret', option: new SecretCache({ secretId: 'id', fetch: async () => ({ current: '' }) }) },
  ])('refuses $name', async ({ option }) => {
    await expect(async () => await from(option).current()).rejects.toThrow(SecretNotSetError);
  });
});

describe('resolveSigningSecrets with a stored secret', () => {
  it('adds the previous version on refresh, unless it was a placeholder', async () => {
    const newer = (previous: string) =>
      from(new SecretCache({ secretId: 'id', fetch: async () => ({ current: 'new', previous }) })).newer();
    expect(await newer('old')).toEqual(['new', 'old']);
    expect(await newer('REPLACE_ME')).toEqual(['new']);
  });

  it('fetches newer secrets at most once in 30 s', async () => {
    let now = 0;
    let current = 'first';
    const secrets = from(new SecretCache({ secretId: 'id', now: () => now, fetch: async () => ({ current }) }));
    expect(await secrets.current()).toEqual(['first']);
    current = 'second';
    expect(await secrets.newer()).toEqual(['second']);
    current = 'third';
    expect(await secrets.newer()).toBeUndefined();
    now += 30_000;
    expect(await secrets.newer()).toEqual(['third']);
  });

  it('returns a secret soon after it is first set', async () => {
    let now = 0;
    let current = '';
    const secrets = from(new SecretCache({ secretId: 'id', now: () => now, fetch: async () => ({ current }) }));
    await expect(async () => await secrets.current()).rejects.toThrow(SecretNotSetError);
    current = 'set';
    now += 30_000; // the first failure has refreshed already
    expect(await secrets.current()).toEqual(['set']);
  });
});
