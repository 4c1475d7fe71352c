import { beforeEach, describe, expect, it } from '@jest/globals';
import { SecretNotSetError, SecretUnavailableError } from '../../../lib/core/errors.ts';
import { type FetchedVersions, type RequestedVersions, SecretCache } from '../../../lib/secrets/secret-cache.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const TTL_MS = 300_000;
const REFRESH_INTERVAL_MS = 30_000;

let now: number;
let fetches: number;
let fetchVersions: () => Promise<FetchedVersions>;
let logger: MemoryLogger;
let store: SecretCache;

beforeEach(() => {
  now = 1_000_000;
  fetches = 0;
  fetchVersions = async () => ({ current: `value ${fetches}` });
  logger = new MemoryLogger();
  store = new SecretCache({
    secretId: 'the-secret',
    now: () => now,
    fetch: () => {
      fetches += 1;
      return fetchVersions();
    },
  });
});

const fails = () => Promise.reject(new Error('Secrets Manager is down'));

describe('get', () => {
  it('fetches once and serves from memory until the time to live ends', async () => {
    expect(await store.get(logger)).toEqual({ current: 'value 1' });
    now += TTL_MS - 1;
    expect(await store.get(logger)).toEqual({ current: 'value 1' });
    now += 1;
    expect(await store.get(logger)).toEqual({ current: 'value 2' });
  });

  it('fetches once for concurrent callers', async () => {
    const values = await Promise.all([store.get(logger), store.get(logger), store.preload()]);
    expect(values.slice(0, 2)).toEqual([{ current: 'value 1' }, { current: 'value 1' }]);
    expect(fetches).toBe(1);
  });

  it('serves the old value with a warning when a fetch fails', async () => {
    await store.get(logger);
    fetchVersions = fails;
    now += TTL_MS;
    expect(await store.get(logger)).toEqual({ current: 'value 1' });
    expect(logger.lines).toMatchObject([
      {
        level: 'warn',
        message: 'secret not refreshed, serving the value from memory',
        attributes: { secret_id: 'the-secret', error: { cause: new Error('Secrets Manager is down') } },
      },
    ]);
  });

  it('counts that it serves the old value', async () => {
    const measured: string[] = [];
    const metrics = { record: (name: string) => void measured.push(name), publish: () => undefined };
    await store.get(logger, metrics);
    fetchVersions = fails;
    now += TTL_MS;
    await store.get(logger, metrics);
    expect(measured).toEqual(['StaleSecretsServed']);
  });

  it('waits between fetches while it serves an old value', async () => {
    await store.get(logger);
    fetchVersions = fails;
    now += TTL_MS;
    await store.get(logger);
    now += REFRESH_INTERVAL_MS - 1;
    await store.get(logger);
    expect(fetches).toBe(2);
    now += 1;
    await store.get(logger);
    expect(fetches).toBe(3);
  });

  it('caches a failed fetch briefly without a value', async () => {
    fetchVersions = fails;
    await expect(store.get(logger)).rejects.toThrow(SecretUnavailableError);
    await expect(store.get(logger)).rejects.toThrow(/the-secret/);
    expect(fetches).toBe(1);
    fetchVersions = async () => ({ current: 'available' });
    now += 1_000;
    expect(await store.get(logger)).toEqual({ current: 'available' });
  });
});

it('gives the first fetch three seconds, and one while a value is in memory one second', async () => {
  const timeouts: number[] = [];
  const cache = new SecretCache({
    secretId: 'the-secret',
    ttlMs: 0,
    fetch: async ({ timeoutMs }) => {
      timeouts.push(timeoutMs);
      return { current: 'value' };
    },
  });
  await cache.get(logger);
  await cache.get(logger);
  expect(timeouts).toEqual([3_000, 1_000]);
});

it('passes on that the secret has no value', async () => {
  fetchVersions = () => Promise.reject(new SecretNotSetError('no value'));
  await expect(store.get(logger)).rejects.toThrow(SecretNotSetError);
});

describe('preload', () => {
  it('fetches the value once', async () => {
    await store.preload();
    expect(fetches).toBe(1);
    await store.preload();
    expect(await store.get(logger)).toEqual({ current: 'value 1' });
    expect(fetches).toBe(1);
  });

  it('starts the fetch and leaves its failure to get', async () => {
    fetchVersions = fails;
    await store.preload();
    await expect(store.get(logger)).rejects.toThrow(SecretUnavailableError);
    expect(fetches).toBe(1);
  });
});

describe('refresh', () => {
  it('fetches before the time to live ends, at most once in 30 s', async () => {
    await store.get(logger);
    expect(await store.refresh(logger)).toEqual({ current: 'value 2' });
    now += REFRESH_INTERVAL_MS - 1;
    expect(await store.refresh(logger)).toEqual({ current: 'value 2' });
    now += 1;
    expect(await store.refresh(logger)).toEqual({ current: 'value 3' });
  });

  it('fetches once for concurrent callers', async () => {
    await store.get(logger);
    expect(await Promise.all([1, 2, 3].map(() => store.refresh(logger)))).toEqual(
      [1, 2, 3].map(() => ({ current: 'value 2' })),
    );
    expect(fetches).toBe(2);
  });

  it('fetches the previous version while get fetches the current one', async () => {
    const fetched: RequestedVersions[] = [];
    const loading = new SecretCache({
      secretId: 'loading',
      fetch: async ({ requested }) => {
        fetched.push(requested);
        return { current: 'new' };
      },
    });
    await Promise.all([loading.get(logger), loading.refresh(logger)]);
    expect(fetched).toEqual(['current', 'current_and_previous']);
  });
});
