import { afterEach, describe, expect, it } from '@jest/globals';
import { Pacer } from '../../../lib/client/pace.ts';
import { FrameioClient, type FrameioClientOptions } from '../../../lib/index.ts';
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
    const waits = [1, 2, 3, 4, 5].map(() => pacer.takeTurn('users.show', 0, Number.POSITIVE_INFINITY));
    expect(waits).toEqual([0, 0, 1_000, 1_000, 2_000]);
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
