import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FrameioClient, type FrameioClientOptions } from '../../../../lib/client/client.ts';
import { RateLimiter } from '../../../../lib/client/transport/rate-limiter.ts';
import { systemClock } from '../../../../lib/core/clock.ts';
import { ConfigError } from '../../../../lib/core/errors.ts';
import { json, type ScriptedServer, scriptedServer } from '../../../support/scripted-server.ts';
import { type TestClock, testClock } from '../../../support/test-clock.ts';

let server: ScriptedServer | undefined;
let clock: TestClock;
let sentAt: number[];
afterEach(() => server?.close());

/** A client that records in `sentAt` when its requests arrive, in milliseconds from the start. */
async function clientOf(options: Partial<FrameioClientOptions>) {
  clock = testClock();
  const start = clock.now();
  sentAt = [];
  server = await scriptedServer((response) => {
    sentAt.push(clock.now() - start);
    json(response, 200, { data: {} });
  });
  return new FrameioClient({ token: 't', baseUrl: server.url, clock, ...options });
}

it.each([
  { requests: 0, perMs: 1_000 },
  { requests: 0.5, perMs: 1_000 },
  { requests: Number.NaN, perMs: 1_000 },
  { requests: 1, perMs: Number.NaN },
  { requests: 1, perMs: 0 },
  { requests: 1, perMs: Number.POSITIVE_INFINITY },
])('refuses the invalid rate limit %j', async (limit) => {
  expect(() => new FrameioClient({ token: 't', rateLimit: limit })).toThrow(ConfigError);
  const client = new FrameioClient({ token: 't', rateLimit: () => limit });
  await expect(async () => await client.users.show()).rejects.toThrow(ConfigError);
});

describe('the rate limit', () => {
  it('allows no more calls than configured within any period', async () => {
    const client = await clientOf({ rateLimit: { requests: 3, perMs: 1_000 } });
    for (let number = 1; number <= 8; number += 1) await client.users.show();
    expect(sentAt).toEqual([0, 0, 0, 1_000, 1_000, 1_000, 2_000, 2_000]);
  });

  it('applies to all operations together, experimental ones included', async () => {
    const client = await clientOf({ rateLimit: { requests: 1, perMs: 1_000 } });
    await client.users.show();
    await client.files.show('a', 'f');
    await client.request('GET', '/v4/me');
    expect(sentAt).toEqual([0, 1_000, 2_000]);
  });

  it('applies to each operation separately if it is a function', async () => {
    const rateLimit = (operation: string) => (operation === 'files.show' ? { requests: 1, perMs: 500 } : undefined);
    const client = await clientOf({ rateLimit });
    await client.files.show('a', 'f');
    await client.users.show();
    await client.users.show();
    await client.files.show('a', 'f');
    expect(sentAt).toEqual([0, 0, 0, 500]);
  });

  it('spaces calls that are made in parallel', async () => {
    const rateLimiter = new RateLimiter({ requests: 2, perMs: 1_000 });
    const times = [1, 2, 3, 4, 5].map(() => rateLimiter.reserve('users.show', 0, Number.POSITIVE_INFINITY));
    expect(times).toEqual([0, 0, 1_000, 1_000, 2_000]);
  });

  it('gives the first time to the next call if it is released', () => {
    const rateLimiter = new RateLimiter({ requests: 1, perMs: 1_000 });
    const reserve = () => rateLimiter.reserve('users.show', 0, Number.POSITIVE_INFINITY);
    expect(reserve()).toBe(0);
    rateLimiter.release('users.show', 0);
    expect(reserve()).toBe(0);
    expect(reserve()).toBe(1_000);
  });

  it('gives a released time to the next call', () => {
    const rateLimiter = new RateLimiter({ requests: 2, perMs: 1_000 });
    const take = (now: number) => rateLimiter.reserve('users.show', now, Number.POSITIVE_INFINITY);
    expect([take(0), take(400), take(400), take(400), take(400)]).toEqual([0, 400, 1_000, 1_400, 2_000]);
    rateLimiter.release('users.show', 1_000);
    expect([take(500), take(500)]).toEqual([1_000, 2_400]);
  });

  it('stays within the limit whichever times are released', () => {
    const steps = fc.array(fc.record({ passesMs: fc.nat(400), releases: fc.option(fc.nat(9)) }), { maxLength: 100 });
    const isKept = (
      requests: number,
      script: readonly { readonly passesMs: number; readonly releases: number | null }[],
    ) => {
      const rateLimiter = new RateLimiter({ requests, perMs: 1_000 });
      let now = 0;
      let times: number[] = [];
      for (const { passesMs, releases } of script) {
        now += passesMs;
        times.push(rateLimiter.reserve('users.show', now, Number.POSITIVE_INFINITY));
        const unused = releases === null ? undefined : times.filter((time) => time > now)[releases];
        if (unused === undefined) continue;
        rateLimiter.release('users.show', unused);
        times = times.toSpliced(times.indexOf(unused), 1);
      }
      times.sort((one, other) => one - other);
      return times.every((time, index) => time - (times[index - requests] ?? Number.NEGATIVE_INFINITY) >= 1_000);
    };
    fc.assert(fc.property(fc.integer({ min: 1, max: 4 }), steps, isKept));
  });

  it('releases the times of calls that are aborted while they wait', async () => {
    const client = await clientOf({ rateLimit: { requests: 1, perMs: 200 }, clock: systemClock });
    await client.users.show();
    const abortSignal = AbortSignal.timeout(20);
    await Promise.allSettled([1, 2, 3].map(() => client.users.show({ abortSignal })));
    await client.users.show({ timeoutMs: 500 }); // its time would be 800 ms from now if the aborted calls kept theirs
    expect(server?.seen).toHaveLength(2);
  });

  it('rejects a call at once if its time is after its timeout, and states when to try again', async () => {
    const client = await clientOf({ rateLimit: { requests: 1, perMs: 60_000 }, timeoutMs: 10_000 });
    await client.users.show();
    await expect(async () => await client.users.show()).rejects.toMatchObject({
      code: 'client_rate_limited',
      retryAfterMs: 60_000,
    });
    expect(clock.waits).toEqual([]);
  });
});
