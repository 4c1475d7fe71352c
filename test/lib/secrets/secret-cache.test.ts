import { beforeEach, describe, expect, it } from '@jest/globals';
import { SecretNotSetError, SecretUnavailableError } from '../../../lib/core/errors.ts';
import {
  type FetchedVersions,
  type RequestedVersions,
  SecretCache,
  type SecretCacheOptions,
} from '../../../lib/secrets/secret-cache.ts';
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

describe('the previous version', () => {
  const OVERLAP_MS = 86_400_000;
  const BOTH = { current: 'new', previous: 'old' };
  let fetched: RequestedVersions[];
  let stored: FetchedVersions;
  let measured: (string | undefined)[];
  const metrics = {
    record: (...[name, , reason]: unknown[]) => measured.push(`${name} ${reason}`),
    publish: () => undefined,
  };

  beforeEach(() => {
    fetched = [];
    measured = [];
    stored = { ...BOTH, currentSince: now };
  });

  const cacheWith = (options: Partial<SecretCacheOptions> = {}) =>
    new SecretCache({
      secretId: 'rotated',
      now: () => now,
      fetch: async ({ requested }) => {
        fetched.push(requested);
        return requested === 'current' ? { ...stored, previous: undefined, previousError: undefined } : stored;
      },
      ...options,
    });

  it('is fetched again whenever the current one is, after the first refresh', async () => {
    const cache = cacheWith();
    expect(await cache.get(logger)).toEqual({ current: 'new' });
    expect(await cache.refresh(logger)).toEqual(BOTH);
    now += TTL_MS;
    expect(await cache.get(logger)).toEqual(BOTH);
    stored = { current: 'newer', currentSince: now, previous: 'new' };
    now += TTL_MS;
    expect(await cache.get(logger)).toEqual({ current: 'newer', previous: 'new' });
    expect(fetched).toEqual(['current', 'current_and_previous', 'current_and_previous', 'current_and_previous']);
  });

  it('ends when the new secret is stored twice, although the current text stays the same', async () => {
    const cache = cacheWith();
    await cache.refresh(logger);
    stored = { current: 'new', currentSince: now + 1, previous: 'new' };
    now += TTL_MS;
    expect(await cache.get(logger)).toEqual({ current: 'new', previous: 'new' });
  });

  it.each([
    { name: '24 hours by default', options: {}, overlapMs: OVERLAP_MS },
    { name: 'the time of the option', options: { previousVersionOverlapMs: 60_000 }, overlapMs: 60_000 },
  ])('ends $name after the current one was created, also without another fetch', async ({ options, overlapMs }) => {
    const cache = cacheWith({ ttlMs: Number.POSITIVE_INFINITY, ...options });
    await cache.refresh(logger);
    now += overlapMs - 1;
    expect(await cache.get(logger)).toEqual(BOTH);
    now += 1;
    expect(await cache.get(logger)).toEqual({ current: 'new' });
    expect(await cache.refresh(logger)).toEqual({ current: 'new' });
    expect(await cacheWith(options).refresh(logger)).toEqual({ current: 'new' }); // as in a new process
  });

  it('ends during an outage too', async () => {
    let isDown = false;
    const cache = cacheWith({ fetch: async () => (isDown ? await fails() : stored) });
    await cache.refresh(logger);
    isDown = true;
    now += OVERLAP_MS;
    expect(await cache.get(logger)).toEqual({ current: 'new' });
  });

  it.each([
    { name: 'with an overlap of 0', options: { previousVersionOverlapMs: 0 }, isDated: true },
    { name: 'if the store does not say when the current one was created', options: {}, isDated: false },
  ])('is never served $name', async ({ options, isDated }) => {
    stored = { ...BOTH, currentSince: isDated ? now : undefined };
    expect(await cacheWith(options).refresh(logger)).toEqual({ current: 'new' });
  });

  it('is logged and counted when it could not be fetched, and fetched again soon', async () => {
    const cache = cacheWith();
    await cache.refresh(logger, metrics);
    stored = { ...stored, previous: undefined, previousError: new Error('throttled') };
    now += TTL_MS;
    expect(await cache.get(logger, metrics)).toEqual(BOTH);
    expect(logger.lines).toMatchObject([
      { level: 'error', message: 'previous version of the secret not fetched', attributes: { secret_id: 'rotated' } },
    ]);
    expect(measured).toEqual(['SecretsUnusable not_fetched']);
    stored = { current: 'new', currentSince: now, previous: 'new' };
    now += REFRESH_INTERVAL_MS;
    expect(await cache.get(logger, metrics)).toEqual({ current: 'new', previous: 'new' });
  });

  it('is the last known current one while it cannot be fetched', async () => {
    const cache = cacheWith();
    await cache.refresh(logger);
    stored = { current: 'newer', currentSince: now, previousError: new Error('throttled') };
    now += TTL_MS;
    expect(await cache.get(logger)).toEqual({ current: 'newer', previous: 'new' });
  });

  it('is the last known current one when that was stored a second time', async () => {
    const cache = cacheWith();
    await cache.refresh(logger);
    stored = { current: 'new', currentSince: now + 1, previousError: new Error('throttled') };
    now += TTL_MS;
    expect(await cache.get(logger)).toEqual({ current: 'new', previous: 'new' });
  });

  it('is kept by a refresh of the current one alone, if that is the same', async () => {
    const cache = cacheWith();
    await cache.refresh(logger);
    now += REFRESH_INTERVAL_MS;
    expect(await cache.refresh(logger, undefined, 'current')).toEqual(BOTH);
    stored = { current: 'newer', currentSince: now };
    now += REFRESH_INTERVAL_MS;
    expect(await cache.refresh(logger, undefined, 'current')).toEqual({ current: 'newer' });
  });

  it('is none if the first fetch of it fails', async () => {
    stored = { current: 'new', currentSince: now, previousError: new Error('throttled') };
    expect(await cacheWith().refresh(logger)).toEqual({ current: 'new' });
  });

  it('is never fetched if only the current one is requested', async () => {
    const cache = cacheWith();
    await cache.refresh(logger, undefined, 'current');
    now += TTL_MS;
    await cache.get(logger);
    expect(fetched).toEqual(['current', 'current']);
  });

  it('leaves the object the same while nothing changes', async () => {
    const cache = cacheWith();
    const first = await cache.refresh(logger);
    now += TTL_MS;
    expect(await cache.refresh(logger)).toBe(first);
  });
});
