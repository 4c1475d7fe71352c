import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type FetchedVersions,
  type RequestedVersions,
  SecretCache,
  type SecretCacheOptions,
} from '../../../lib/secrets/secret-cache.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const TTL_MS = 300_000;
const REFRESH_INTERVAL_MS = 30_000;
const OVERLAP_MS = 86_400_000;
const BOTH = { current: 'new', previous: 'old' };

let fetched: RequestedVersions[];
let stored: FetchedVersions;
let measured: (string | undefined)[];
const metrics = {
  record: (...[name, , reason]: unknown[]) => measured.push(`${name} ${reason}`),
  publish: () => undefined,
};

let now: number;
let logger: MemoryLogger;

beforeEach(() => {
  now = 1_000_000;
  logger = new MemoryLogger();
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

describe('the previous version', () => {
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
    const cache = cacheWith({
      fetch: async () => (isDown ? await Promise.reject(new Error('Secrets Manager is down')) : stored),
    });
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

  it('is left out if its first fetch fails', async () => {
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
