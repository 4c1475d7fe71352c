import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type RequestedVersions,
  SecretCache,
  SecretUnavailableError,
  type SecretVersions,
} from '../../../lib/index.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const TTL_MS = 300_000;
const REFRESH_INTERVAL_MS = 30_000;

let now: number;
let fetches: number;
let answer: () => Promise<SecretVersions>;
let logger: MemoryLogger;
let store: SecretCache;

beforeEach(() => {
  now = 1_000_000;
  fetches = 0;
  answer = async () => ({ current: `value ${fetches}` });
  logger = new MemoryLogger();
  store = new SecretCache({
    secretId: 'the-secret',
    now: () => now,
    fetch: () => {
      fetches += 1;
      return answer();
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

  it('fetches once for everyone who waits', async () => {
    const values = await Promise.all([store.get(logger), store.get(logger), store.preload()]);
    expect(values.slice(0, 2)).toEqual([{ current: 'value 1' }, { current: 'value 1' }]);
    expect(fetches).toBe(1);
  });

  it('serves the old value, and says so, when it cannot be fetched anew', async () => {
    await store.get(logger);
    answer = fails;
    now += TTL_MS;
    expect(await store.get(logger)).toEqual({ current: 'value 1' });
    expect(logger.lines).toMatchObject([{ level: 'warn', attributes: { secret_id: 'the-secret' } }]);
  });

  it('asks again for an old value only now and then', async () => {
    await store.get(logger);
    answer = fails;
    now += TTL_MS;
    await store.get(logger);
    now += REFRESH_INTERVAL_MS - 1;
    await store.get(logger);
    expect(fetches).toBe(2);
    now += 1;
    await store.get(logger);
    expect(fetches).toBe(3);
  });

  it('fails when there has never been a value, and does not ask again at once', async () => {
    answer = fails;
    await expect(store.get(logger)).rejects.toThrow(SecretUnavailableError);
    await expect(store.get(logger)).rejects.toThrow(/the-secret/);
    expect(fetches).toBe(1);
    answer = async () => ({ current: 'at last' });
    now += 1_000;
    expect(await store.get(logger)).toEqual({ current: 'at last' });
  });

  it('says how long it waited when the fetch took too long', async () => {
    const slow = new SecretCache({
      secretId: 'slow',
      fetchTimeoutMs: 1,
      fetch: ({ signal, timeoutMs }) => {
        expect(timeoutMs).toBe(1);
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    });
    await expect(slow.get(logger)).rejects.toThrow('The secret slow could not be fetched within 1 ms.');
  });
});

describe('preload', () => {
  it('starts the fetch and leaves its failure to whoever gets', async () => {
    answer = fails;
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

  it('gives the new value to everyone whose old one proved wrong meanwhile', async () => {
    await store.get(logger);
    expect(await Promise.all([1, 2, 3].map(() => store.refresh(logger)))).toEqual(
      [1, 2, 3].map(() => ({ current: 'value 2' })),
    );
    expect(fetches).toBe(2);
  });

  it('asks for the previous version, though the current one is just being fetched', async () => {
    const asked: RequestedVersions[] = [];
    const loading = new SecretCache({
      secretId: 'loading',
      fetch: async ({ requested }) => {
        asked.push(requested);
        return { current: 'new' };
      },
    });
    await Promise.all([loading.get(logger), loading.refresh(logger)]);
    expect(asked).toEqual(['current', 'current_and_previous']);
  });

  it('asks for the previous version as well, which is kept as long as the current one stays', async () => {
    const asked: RequestedVersions[] = [];
    let current = 'new';
    const rotated = new SecretCache({
      secretId: 'rotated',
      now: () => now,
      fetch: async ({ requested }) => {
        asked.push(requested);
        return requested === 'current' ? { current } : { current, previous: 'old' };
      },
    });
    expect(await rotated.get(logger)).toEqual({ current: 'new' });
    expect(await rotated.refresh(logger)).toEqual({ current: 'new', previous: 'old' });
    now += TTL_MS;
    expect(await rotated.get(logger)).toEqual({ current: 'new', previous: 'old' });
    current = 'newer';
    now += TTL_MS;
    expect(await rotated.get(logger)).toEqual({ current: 'newer' });
    expect(asked).toEqual(['current', 'current_and_previous', 'current', 'current']);
  });
});
