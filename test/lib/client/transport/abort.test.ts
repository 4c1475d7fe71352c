import { defaultMaxListeners, getEventListeners } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FrameioClient } from '../../../../lib/client/client.ts';
import { type ScriptedServer, scriptedServer } from '../../../support/scripted-server.ts';
import { testClock } from '../../../support/test-clock.ts';
import { ok, status } from './faults.ts';

let server: ScriptedServer;
afterEach(() => server.close());

describe('abortSignal', () => {
  it('sends nothing if it has aborted before the call', async () => {
    server = await scriptedServer(ok);
    const client = new FrameioClient({ token: 't', baseUrl: server.url });
    const abortSignal = AbortSignal.abort('enough');
    await expect(async () => await client.users.show({ abortSignal })).rejects.toMatchObject({
      code: 'api_aborted',
      isOutcomeUnknown: false,
      cause: 'enough',
    });
    expect(server.seen).toEqual([]);
  });

  it('rejects a call that waits for its response, with an unknown outcome', async () => {
    const controller = new AbortController();
    server = await scriptedServer(() => controller.abort('enough'));
    const client = new FrameioClient({ token: 't', baseUrl: server.url });
    await expect(async () => await client.users.show({ abortSignal: controller.signal })).rejects.toMatchObject({
      code: 'api_aborted',
      isOutcomeUnknown: true,
      cause: 'enough',
    });
  });

  it.each([
    { code: 503, isOutcomeUnknown: false, outcome: 'a known outcome: the first attempt was refused' },
    { code: 500, isOutcomeUnknown: true, outcome: 'an unknown outcome: the first attempt may have taken effect' },
  ])('rejects a call that waits for a retry after $code, with $outcome', async ({ code, isOutcomeUnknown }) => {
    const controller = new AbortController();
    server = await scriptedServer(status(code));
    const wait = async (_: number, signal?: AbortSignal) => {
      controller.abort('enough');
      signal?.throwIfAborted();
    };
    const client = new FrameioClient({ token: 't', baseUrl: server.url, clock: { ...testClock(), wait } });
    await expect(async () => await client.users.show({ abortSignal: controller.signal })).rejects.toMatchObject({
      code: 'api_aborted',
      isOutcomeUnknown,
      cause: 'enough',
    });
    expect(server.seen).toHaveLength(1);
  });

  it('aborts all calls that share it, with fewer listeners than Node.js warns about', async () => {
    const controller = new AbortController();
    const listeners: number[] = [];
    server = await scriptedServer(() => {
      listeners.push(getEventListeners(controller.signal, 'abort').length);
      if (listeners.length === 12) controller.abort('enough');
    });
    const client = new FrameioClient({ token: 't', baseUrl: server.url });
    const calls = Array.from({ length: 12 }, () => client.users.show({ abortSignal: controller.signal }));
    const settled = await Promise.allSettled(calls);
    expect(Math.max(...listeners)).toBeLessThanOrEqual(defaultMaxListeners);
    const aborted = { status: 'rejected', reason: expect.objectContaining({ code: 'api_aborted', cause: 'enough' }) };
    expect(settled).toEqual(calls.map(() => aborted));
  });
});

it.each(['signal of the call', 'signal of the client'])(
  'the %s aborts a call of a client withSignal()',
  async (which) => {
    const [ofCall, ofClient] = [new AbortController(), new AbortController()];
    server = await scriptedServer(() => (which === 'signal of the call' ? ofCall : ofClient).abort('enough'));
    const client = new FrameioClient({ token: 't', baseUrl: server.url, timeoutMs: 5_000 }).withSignal(ofClient.signal);
    const error = { code: 'api_aborted', cause: 'enough' };
    await expect(async () => await client.users.show({ abortSignal: ofCall.signal })).rejects.toMatchObject(error);
  },
);
