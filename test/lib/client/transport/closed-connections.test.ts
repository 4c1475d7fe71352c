import { afterEach, describe, expect, it } from '@jest/globals';
import { FrameioClient } from '../../../../lib/client/client.ts';
import { ApiConnectionError } from '../../../../lib/client/errors/no-response-errors.ts';
import type { Clock } from '../../../../lib/core/clock.ts';
import { json, type ScriptedServer, scriptedServer } from '../../../support/scripted-server.ts';
import { testClock } from '../../../support/test-clock.ts';
import type { Responder } from './faults.ts';

let server: ScriptedServer;
afterEach(() => server.close());

async function clientOf(respond: Responder, clock?: Clock) {
  server = await scriptedServer(respond);
  return new FrameioClient({ token: 't', baseUrl: server.url, maxRetries: 0, clock });
}

async function errorOf(call: PromiseLike<unknown>): Promise<Error> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('The call did not fail.');
}

describe('a kept-alive connection that the server has closed', () => {
  const closedAfterFirst: Responder = (response, number) => {
    if (number === 2) response.destroy();
    else json(response, 200, { data: { id: 'user' } });
  };

  it('is replaced for a GET', async () => {
    const client = await clientOf(closedAfterFirst);
    await client.users.show();
    expect(await client.users.show()).toEqual({ data: { id: 'user' } });
    expect(server.seen).toHaveLength(3);
  });

  it('is replaced by a new one, not by another closed one of the pool', async () => {
    const connections = new Set<number>();
    const client = await clientOf((response, number, { connection }) => {
      const isOld = number > 2 && connections.has(connection);
      connections.add(connection);
      if (isOld) response.destroy();
      else json(response, 200, { data: { id: 'user' } });
    });
    await Promise.all([client.users.show(), client.users.show()]);
    expect(await client.users.show()).toEqual({ data: { id: 'user' } });
    expect(server.seen.map(({ connection }) => connection)).toEqual([1, 2, expect.any(Number), 3]);
  });

  it('closes the idle connections beside it, so that the next POST succeeds', async () => {
    const old = new Set<number>();
    const client = await clientOf((response, number, { connection }) => {
      if (number > 3 && old.has(connection)) response.destroy();
      else json(response, 200, { data: { id: 'any' } });
      if (number <= 3) old.add(connection);
    });
    await Promise.all([client.users.show(), client.users.show(), client.users.show()]);
    await client.files.show('a', 'f');
    expect(await client.comments.create('a', 'f', { data: { text: 'x' } })).toEqual({ data: { id: 'any' } });
  });

  it('is replaced within the timeout of the call', async () => {
    const clock = testClock();
    const client = await clientOf((response, number) => {
      if (number === 1) return json(response, 200, { data: {} });
      if (number > 2) return; // no response on the new connection
      clock.advance(59_950);
      response.destroy();
    }, clock);
    await client.users.show();
    expect(await errorOf(client.users.show())).toMatchObject({ code: 'api_timeout', isOutcomeUnknown: true });
    expect(server.seen).toHaveLength(3);
  });

  it('leaves the outcome of a DELETE unknown if it cannot be replaced', async () => {
    const client = await clientOf((response, number) => {
      if (number === 1) return json(response, 200, { data: {} });
      response.once('close', () => void server.close());
      response.destroy();
    });
    await client.users.show();
    const error = await errorOf(client.comments.delete('a', 'c'));
    expect(error).toMatchObject({ message: expect.stringContaining('ECONNREFUSED'), isOutcomeUnknown: true });
  });

  it('rejects a POST, whose outcome is unknown', async () => {
    const client = await clientOf(closedAfterFirst);
    await client.users.show();
    const error = await errorOf(client.comments.create('a', 'f', { data: { text: 'x' } }));
    expect(error).toBeInstanceOf(ApiConnectionError);
    expect(error).toMatchObject({ isOutcomeUnknown: true });
    expect(server.seen).toHaveLength(2);
  });
});
