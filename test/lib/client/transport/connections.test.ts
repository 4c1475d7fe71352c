import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FrameioClient } from '../../../../lib/client/client.ts';
import { runProgram } from '../../../support/run-command.ts';
import { json, type ScriptedServer, scriptedServer } from '../../../support/scripted-server.ts';
import { testClock } from '../../../support/test-clock.ts';

const tls = (name: string) => fileURLToPath(new URL(`../../../fixtures/tls/${name}.pem`, import.meta.url));

async function portOf(server: TcpServer): Promise<number | undefined> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' ? address?.port : undefined;
}

it('uses one TLS connection for sequential calls, and does not load fetch', async () => {
  const options = { key: readFileSync(tls('key')), cert: readFileSync(tls('certificate')) };
  const server = createServer(options, (request, response) => {
    request.resume().on('end', () => json(response, 200, { data: {} }));
  });
  let handshakes = 0;
  server.on('secureConnection', () => {
    handshakes += 1;
  });
  const url = `https://localhost:${await portOf(server)}`;
  const { exitCode, output } = await runProgram(
    process.execPath,
    ['-C', '@frameio-lambda/source', '--import', 'tsx', 'test/support/sequential-calls.ts', url],
    { NODE_EXTRA_CA_CERTS: tls('certificate') },
  );
  await new Promise((resolve) => server.close(resolve));
  expect({ exitCode, output, handshakes }).toEqual({ exitCode: 0, output: '{"usesFetch":false}\n', handshakes: 1 });
});

it('closes a connection whose response arrives before the request is sent completely', async () => {
  const text = 'x'.repeat(20_000_000);
  let receivedBytes = 0;
  const tcp = createTcpServer();
  const accepted = new Promise<Socket>((resolve) => {
    tcp.once('connection', (socket) => {
      resolve(socket);
      socket
        .on('error', () => undefined)
        .on('data', ({ length }) => {
          if (receivedBytes === 0) socket.pause().write('HTTP/1.1 413 Content Too Large\r\ncontent-length: 0\r\n\r\n');
          receivedBytes += length;
          if (receivedBytes > text.length) socket.destroy();
        });
    });
  });
  const client = new FrameioClient({ token: 't', baseUrl: `http://127.0.0.1:${await portOf(tcp)}` });
  await expect(client.comments.create('a', 'f', { data: { text } })).rejects.toMatchObject({ status: 413 });
  const socket = await accepted;
  const isClosed = once(socket, 'close');
  socket.resume();
  await isClosed;
  await new Promise((resolve) => tcp.close(resolve));
  expect(receivedBytes).toBeLessThan(text.length);
});

describe('an idle connection, which the server may have closed unnoticed', () => {
  let server: ScriptedServer;
  afterEach(() => server.close());

  it.each([
    { name: 'is not reused for a POST after more than 5 s', method: 'POST', idleMs: 5_001, connections: [1, 2] },
    { name: 'is reused for a POST after less than 5 s', method: 'POST', idleMs: 4_999, connections: [1, 1] },
    {
      name: 'is reused for a GET after a day, because a GET can be sent again',
      method: 'GET',
      idleMs: 86_400_000,
      connections: [1, 1],
    },
  ])('$name', async ({ method, idleMs, connections }) => {
    server = await scriptedServer((response) => json(response, 200, { data: {} }));
    const clock = testClock();
    const client = new FrameioClient({ token: 't', baseUrl: server.url, clock });
    await client.users.show();
    clock.advance(idleMs);
    if (method === 'GET') await client.users.show();
    else await client.comments.create('a', 'f', { data: { text: 'x' } });
    expect(server.seen.map(({ connection }) => connection)).toEqual(connections);
  });
});
