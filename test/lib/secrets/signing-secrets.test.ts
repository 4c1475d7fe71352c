import { describe, expect, it } from '@jest/globals';
import { SecretCache, SecretNotSetError } from '../../../lib/index.ts';
import { resolveSigningSecrets, type SigningSecretsOption } from '../../../lib/secrets/signing-secrets.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const logger = new MemoryLogger();
const from = (option: SigningSecretsOption | undefined) => resolveSigningSecrets(option, logger);

describe('signing secrets given to the app', () => {
  it.each<{ name: string; option: SigningSecretsOption }>([
    { name: 'one', option: ' abc\n' },
    { name: 'several', option: ['abc'] },
    { name: 'a function', option: () => 'abc' },
    { name: 'an asynchronous function', option: async () => ['abc', ''] },
    { name: 'a secret', option: new SecretCache({ secretId: 'id', fetch: async () => ({ current: 'abc' }) }) },
  ])('are read from $name', async ({ option }) => {
    expect(await from(option).current()).toEqual(['abc']);
  });

  it.each<{ name: string; option: SigningSecretsOption | undefined }>([
    { name: 'nothing', option: undefined },
    { name: 'an empty text', option: '' },
    { name: 'white space', option: [' ', '\n'] },
    { name: 'a placeholder', option: 'REPLACE_ME' },
    { name: 'a function that finds none', option: () => [] },
    { name: 'an empty secret', option: new SecretCache({ secretId: 'id', fetch: async () => ({ current: '' }) }) },
  ])('are missing when there is $name', async ({ option }) => {
    await expect(async () => await from(option).current()).rejects.toThrow(SecretNotSetError);
  });
});

describe('signing secrets that are kept in a store', () => {
  it('count the version before once one proved wrong, unless it was a placeholder', async () => {
    const newer = (previous: string) =>
      from(new SecretCache({ secretId: 'id', fetch: async () => ({ current: 'new', previous }) })).newer();
    expect(await newer('old')).toEqual(['new', 'old']);
    expect(await newer('REPLACE_ME')).toEqual(['new']);
  });

  it('are asked for again when they prove wrong, and tell whether there was anything newer', async () => {
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

  it('are taken up soon after they are set for the first time', async () => {
    let now = 0;
    let current = '';
    const secrets = from(new SecretCache({ secretId: 'id', now: () => now, fetch: async () => ({ current }) }));
    await expect(async () => await secrets.current()).rejects.toThrow(SecretNotSetError);
    current = 'set';
    now += 30_000; // the first failure asked again at once
    expect(await secrets.current()).toEqual(['set']);
  });
});
