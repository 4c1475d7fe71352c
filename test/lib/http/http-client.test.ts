import { getEventListeners } from 'node:events';
import { createServer, type Socket, type Server as TcpServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HttpClient, type HttpRequest, MAX_RESPONSE_BYTES } from '../../../lib/http/http-client.ts';
import { HttpRequestError } from '../../../lib/http/http-request-error.ts';
import { type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { type TestClock, testClock } from '../../support/test-clock.ts';

type Respond = Parameters<typeof scriptedServer>[0];

let clock: TestClock;
let server: ScriptedServer;
beforeEach(() => {
  clock = testClock();
});
afterEach(() => server.close());

async function clientOf(respond: Respond): Promise<HttpClient> {
  server = await scriptedServer(respond);
  return new HttpClient(new URL(server.url), clock);
}

function request(changes: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', path: '/path?query=1', headers: {}, timeoutMs: 60_000, isIdempotent: true, ...changes };
}

const POST = { method: 'POST', isIdempotent: false };

async function errorOf(sending: Promise<unknown>): Promise<HttpRequestError> {
  try {
    await sending;
  } catch (error) {
    if (error instanceof HttpRequestError) return error;
  }
  throw new Error('Expected an HttpRequestError.');
}

/** Number of timers that keep the process alive. */
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('a request', () => {
  it('has the given method, path, headers and body, and the length of the body in bytes', async () => {
    const client = await clientOf((response) => response.end());
    await client.send(request({ ...POST, headers: { 'x-name': 'value' }, body: 'für' }));
    await client.send(request({ ...POST, body: Buffer.from('für') }));
    await client.send(request({ method: 'DELETE', body: 'für' })); // Node.js adds no length to this one
    const sent = { method: 'POST', url: '/path?query=1', body: 'für', headers: { 'content-length': '4' } };
    const withHeader = { ...sent, headers: { ...sent.headers, 'x-name': 'value' } };
    expect(server.seen).toMatchObject([withHeader, sent, { ...sent, method: 'DELETE' }]);
  });

  it('has no length without a body', async () => {
    const client = await clientOf((response) => response.end());
    await client.send(request());
    expect(server.seen[0]?.headers).not.toHaveProperty('content-length');
  });

  it('returns status, headers and text of any response, also in several parts', async () => {
    const client = await clientOf((response) => {
      response.writeHead(404, { 'x-name': 'value' }).write(Buffer.from('fü').subarray(0, 2));
      setImmediate(() => response.end(Buffer.from('fü').subarray(2)));
    });
    expect(await client.send(request())).toMatchObject({ status: 404, headers: { 'x-name': 'value' }, text: 'fü' });
  });

  it('leaves no timer and no listener behind', async () => {
    const client = await clientOf((response, number) => (number === 2 ? response.destroy() : response.end()));
    const { signal } = new AbortController();
    const before = timers();
    await client.send(request({ ...POST, abortSignal: signal }));
    await errorOf(client.send(request({ ...POST, abortSignal: signal })));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it('uses the connection of the one before', async () => {
    const client = await clientOf((response) => response.end());
    await client.send(request());
    await client.send(request());
    expect(server.seen.map(({ connection }) => connection)).toEqual([1, 1]);
  });
});

describe('a request fails', () => {
  it('at its timeout, and may have been sent', async () => {
    const client = await clientOf(() => undefined);
    const error = await errorOf(client.send(request({ timeoutMs: 30 })));
    expect(error).toMatchObject({ name: 'HttpRequestError', failure: 'timeout', maybeSent: true, where: '' });
    expect(error.message).toBe('The HTTP request failed: timeout');
  });

  it('when its signal aborts, with the reason as the cause', async () => {
    const controller = new AbortController();
    const client = await clientOf(() => controller.abort('no longer needed'));
    const error = await errorOf(client.send(request({ abortSignal: controller.signal })));
    expect(error).toMatchObject({ failure: 'aborted', maybeSent: true, cause: 'no longer needed' });
  });

  it('before it is sent if its signal has aborted', async () => {
    const client = await clientOf((response) => response.end());
    const error = await errorOf(client.send(request({ abortSignal: AbortSignal.abort('too late') })));
    expect(error).toMatchObject({ failure: 'aborted', maybeSent: false, cause: 'too late' });
    expect(server.seen).toEqual([]);
  });

  it('without being sent if there is no server', async () => {
    const client = await clientOf(() => undefined);
    await server.close();
    const error = await errorOf(client.send(request()));
    expect(error).toMatchObject({
      failure: 'connection_failed',
      maybeSent: false,
      where: '(ECONNREFUSED)',
      cause: { code: 'ECONNREFUSED' },
    });
    expect(await errorOf(client.send(request({ wasMaybeSent: true })))).toMatchObject({ maybeSent: true });
  });

  it('when a new connection breaks before the response, and is not sent again', async () => {
    const client = await clientOf((response) => response.destroy());
    const error = await errorOf(client.send(request()));
    expect(error).toMatchObject({ failure: 'connection_failed', maybeSent: true, where: '(ECONNRESET)' });
    expect(server.seen).toHaveLength(1);
  });

  it('when the connection breaks in the response, and is not sent again', async () => {
    const client = await clientOf((response, number) => {
      if (number === 1) return response.end();
      response.writeHead(200, { 'content-length': '100' });
      return response.write('half', () => response.destroy());
    });
    await client.send(request());
    const error = await errorOf(client.send(request()));
    expect(error).toMatchObject({
      failure: 'connection_failed',
      maybeSent: true,
      where: 'in the middle of the response (ECONNRESET)',
    });
    expect(server.seen).toHaveLength(2);
  });

  it('with the code of an invalid response', async () => {
    const tcp = createServer((socket: Socket) => void socket.on('data', () => socket.end('no HTTP\r\n\r\n')));
    const client = new HttpClient(new URL(`http://127.0.0.1:${await portOf(tcp)}`), clock);
    server = await scriptedServer(() => undefined);
    expect(await errorOf(client.send(request()))).toMatchObject({ where: expect.stringMatching(/^\(HPE_\w+\)$/) });
    await new Promise((resolve) => tcp.close(resolve));
  });

  it('without being sent if the server closes the connection during the TLS handshake', async () => {
    const tcp = createServer((socket: Socket) => void socket.once('data', () => socket.resetAndDestroy()));
    const client = new HttpClient(new URL(`https://127.0.0.1:${await portOf(tcp)}`), clock);
    server = await scriptedServer(() => undefined);
    expect(await errorOf(client.send(request()))).toMatchObject({ failure: 'connection_failed', maybeSent: false });
    await new Promise((resolve) => tcp.close(resolve));
  });
});

describe('a kept-alive connection that the server has closed', () => {
  const closedAfterFirst: Respond = (response, number) => {
    if (number === 2) response.destroy();
    else setTimeout(() => response.end(), 20);
  };

  it('is replaced for an idempotent request', async () => {
    const client = await clientOf(closedAfterFirst);
    await client.send(request());
    expect((await client.send(request())).status).toBe(200);
    expect(server.seen.map(({ connection }) => connection)).toEqual([1, 1, 2]);
  });

  it('makes any other request fail, which may have been sent', async () => {
    const client = await clientOf(closedAfterFirst);
    await client.send(request());
    expect(await errorOf(client.send(request(POST)))).toMatchObject({ failure: 'connection_failed', maybeSent: true });
    expect(server.seen).toHaveLength(2);
  });

  it('leaves it unknown whether the request was sent, if it cannot be replaced', async () => {
    const client = await clientOf((response, number) => {
      if (number === 1) return response.end();
      response.once('close', () => void server.close());
      return response.destroy();
    });
    await client.send(request());
    expect(await errorOf(client.send(request()))).toMatchObject({ where: '(ECONNREFUSED)', maybeSent: true });
  });

  it('is replaced within the rest of the timeout, and the request may have been sent twice', async () => {
    const client = await clientOf((response, number) => {
      if (number === 1) return response.end();
      clock.advance(59_970);
      return number === 2 ? response.destroy() : undefined;
    });
    await client.send(request());
    expect(await errorOf(client.send(request()))).toMatchObject({ failure: 'timeout', maybeSent: true });
  });
});

describe('an idle connection', () => {
  it.each([
    { name: 'is not used after 5 s', method: POST, idleMs: 5_000, connections: [1, 2] },
    { name: 'is used before 5 s', method: POST, idleMs: 4_999, connections: [1, 1] },
    {
      name: 'is used after any time if the request is idempotent',
      method: {},
      idleMs: 86_400_000,
      connections: [1, 1],
    },
  ])('$name', async ({ method, idleMs, connections }) => {
    const client = await clientOf((response) => response.end());
    await client.send(request());
    clock.advance(idleMs);
    await client.send(request(method));
    expect(server.seen.map(({ connection }) => connection)).toEqual(connections);
  });
});

it('closes a connection whose response arrives before the request is sent', async () => {
  const tcp = createServer();
  const isClosed = new Promise((resolve) => {
    tcp.once('connection', (socket: Socket) => {
      socket.on('error', () => undefined).on('close', resolve);
      socket.once('data', () => {
        socket.pause().write('HTTP/1.1 413 Content Too Large\r\ncontent-length: 0\r\n\r\n', () => socket.resume());
      });
    });
  });
  const client = new HttpClient(new URL(`http://127.0.0.1:${await portOf(tcp)}`), clock);
  server = await scriptedServer(() => undefined);
  expect(await client.send(request({ ...POST, body: Buffer.alloc(20_000_000) }))).toMatchObject({ status: 413 });
  await isClosed;
  await new Promise((resolve) => tcp.close(resolve));
});

it('fails when the response exceeds the limit', async () => {
  const client = await clientOf((response, number) =>
    response.end(Buffer.alloc(number === 1 ? MAX_RESPONSE_BYTES : MAX_RESPONSE_BYTES + 1, 'x')),
  );
  expect((await client.send(request())).text).toHaveLength(MAX_RESPONSE_BYTES);
  expect(await errorOf(client.send(request()))).toMatchObject({ failure: 'too_large', maybeSent: true });
});

async function portOf(tcp: TcpServer): Promise<number | undefined> {
  await new Promise<void>((resolve) => tcp.unref().listen(0, '127.0.0.1', resolve)); // keeps no failed test run alive
  const address = tcp.address();
  return typeof address === 'object' ? address?.port : undefined;
}
