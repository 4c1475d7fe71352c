import { beforeEach, expect, it } from '@jest/globals';
import { SecretNotSetError } from '../../../lib/core/errors.ts';
import { ParsedSecret } from '../../../lib/secrets/parsed-secret.ts';
import { SecretCache, type SecretVersions } from '../../../lib/secrets/secret-cache.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

let fetches: number;
let stored: string;
beforeEach(() => {
  fetches = 0;
  stored = '{"id":1}';
});

function parsedWith<Value>(parse: (versions: SecretVersions) => Value): ParsedSecret<Value> {
  const cache = new SecretCache({
    secretId: 'id',
    fetch: async () => {
      fetches += 1;
      return { current: stored };
    },
  });
  return new ParsedSecret(cache, parse, { logger: new MemoryLogger() });
}

it('returns the same object until the secret changes', async () => {
  const secret = parsedWith(({ current }) => JSON.parse(current));
  const first = await secret.get();
  expect(first).toEqual({ id: 1 });
  expect(await secret.get()).toBe(first);
  expect(await secret.refresh()).toBe(first);
});

it('fetches the secret early', async () => {
  const secret = parsedWith(({ current }) => current);
  await secret.preload();
  expect(fetches).toBe(1);
  expect(await secret.get()).toBe(stored);
  expect(fetches).toBe(1);
});

it('fetches again if the secret has no usable value, because it may have been set since', async () => {
  const secret = parsedWith(({ current }) => {
    if (current === '') throw new SecretNotSetError('empty');
    return current;
  });
  stored = '';
  await secret.preload();
  stored = 'set';
  expect(await secret.get()).toBe('set');
});

it('does not fetch again for any other error of the parser', async () => {
  const secret = parsedWith(() => {
    throw new TypeError('a mistake in the parser');
  });
  await expect(secret.get()).rejects.toThrow('a mistake in the parser');
  expect(fetches).toBe(1);
});
