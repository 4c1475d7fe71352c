import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Pacer } from '../../../lib/client/pace.ts';
import { systemClock } from '../../../lib/core/clock.ts';
import { ConfigError, FrameioClient, type FrameioClientOptions } from '../../../lib/index.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { type TestClock, testClock } from '../../support/test-clock.ts';

let server: ScriptedServer | undefined;
let clock: TestClock;
let sentAt: number[];
afterEach(() => server?.close());

/** A client under a pace, and when its requests arrive, in ms from the start. */
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
])('%j is no pace', async (pace) => {
  expect(() => new FrameioClient({ token: 't', pace })).toThrow(ConfigError);
  const client = new FrameioClient({ token: 't', pace: () => pace });
  await expect(async () => await client.users.show()).rejects.toThrow(ConfigError);
});

describe('a pace', () => {
  it('lets no more calls through than it says, within any such time', async () => {
    const client = await clientOf({ pace: { requests: 3, perMs: 1_000 } });
    for (let number = 1; number <= 8; number += 1) await client.users.show();
    expect(sentAt).toEqual([0, 0, 0, 1_000, 1_000, 1_000, 2_000, 2_000]);
  });

  it('is shared by all operations and by the experimental ones', async () => {
    const client = await clientOf({ pace: { requests: 1, perMs: 1_000 } });
    await client.users.show();
    await client.files.show('a', 'f');
    await client.request('GET', '/v4/me');
    expect(sentAt).toEqual([0, 1_000, 2_000]);
  });

  it('can be one for each operation', async () => {
    const pace = (operation: string) => (operation === 'files.show' ? { requests: 1, perMs: 500 } : undefined);
    const client = await clientOf({ pace });
    await client.files.show('a', 'f');
    await client.users.show();
    await client.users.show();
    await client.files.show('a', 'f');
    expect(sentAt).toEqual([0, 0, 0, 500]);
  });

  it('holds for calls made side by side too', async () => {
    const pacer = new Pacer({ requests: 2, perMs: 1_000 });
    const turns = [1, 2, 3, 4, 5].map(() => pacer.takeTurn('users.show', 0, Number.POSITIVE_INFINITY));
    expect(turns).toEqual([0, 0, 1_000, 1_000, 2_000]);
  });

  it('gives a turn that was given back to the next call', () => {
    const pacer = new Pacer({ requests: 2, perMs: 1_000 });
    const take = (now: number) => pacer.takeTurn('users.show', now, Number.POSITIVE_INFINITY);
    expect([take(0), take(400), take(400), take(400), take(400)]).toEqual([0, 400, 1_000, 1_400, 2_000]);
    pacer.giveBack('users.show', 1_000);
    expect([take(500), take(500)]).toEqual([1_000, 2_400]);
  });

  it('holds whichever turns are given back', () => {
    const steps = fc.array(fc.record({ passesMs: fc.nat(400), givesBack: fc.option(fc.nat(9)) }), { maxLength: 100 });
    const isKept = (
      requests: number,
      script: readonly { readonly passesMs: number; readonly givesBack: number | null }[],
    ) => {
      const pacer = new Pacer({ requests, perMs: 1_000 });
      let now = 0;
      let turns: number[] = [];
      for (const { passesMs, givesBack } of script) {
        now += passesMs;
        turns.push(pacer.takeTurn('users.show', now, Number.POSITIVE_INFINITY));
        const unused = givesBack === null ? undefined : turns.filter((turn) => turn > now)[givesBack];
        if (unused === undefined) continue;
        pacer.giveBack('users.show', unused);
        turns = turns.toSpliced(turns.indexOf(unused), 1);
      }
      turns.sort((one, other) => one - other);
      return turns.every((turn, index) => turn - (turns[index - requests] ?? Number.NEGATIVE_INFINITY) >= 1_000);
    };
    fc.assert(fc.property(fc.integer({ min: 1, max: 4 }), steps, isKept));
  });

  it('does not wait for calls that were aborted while they waited', async () => {
    const client = await clientOf({ pace: { requests: 1, perMs: 200 }, clock: systemClock });
    await client.users.show();
    const abortSignal = AbortSignal.timeout(20);
    await Promise.allSettled([1, 2, 3].map(() => client.users.show({ abortSignal })));
    await client.users.show({ timeoutMs: 500 }); // its turn would have come after 800 ms
    expect(server?.seen).toHaveLength(2);
  });

  it('fails a call whose turn would come too late, at once, and says when it would come', async () => {
    const client = await clientOf({ pace: { requests: 1, perMs: 60_000 }, timeoutMs: 10_000 });
    await client.users.show();
    await expect(async () => await client.users.show()).rejects.toMatchObject({
      code: 'pace_exceeded',
      retryAfterMs: 60_000,
    });
    expect(clock.waits).toEqual([]);
  });
});
