import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FrameioClient } from '../../../lib/index.ts';
import { runProgram } from '../../support/run-command.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { testClock } from '../../support/test-clock.ts';

const tls = (name: string) => fileURLToPath(new URL(`../../fixtures/tls/${name}.pem`, import.meta.url));

it('one TLS connection serves sequential calls, and fetch is not loaded for them', async () => {
  const options = { key: readFileSync(tls('key')), cert: readFileSync(tls('certificate')) };
  const server = createServer(options, (request, response) => {
    request.resume().on('end', () => json(response, 200, { data: {} }));
  });
  let handshakes = 0;
  server.on('secureConnection', () => {
    handshakes += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `https://localhost:${typeof address === 'object' ? address?.port : ''}`;
  const { exitCode, output } = await runProgram(
    process.execPath,
    ['--import', 'tsx', 'test/support/sequential-calls.ts', url],
    { NODE_EXTRA_CA_CERTS: tls('certificate') },
  );
  await new Promise((resolve) => server.close(resolve));
  expect({ exitCode, output, handshakes }).toEqual({ exitCode: 0, output: '{"usesFetch":false}\n', handshakes: 1 });
});

describe('a connection that has rested, and may have been closed without our knowing', () => {
  let server: ScriptedServer;
  afterEach(() => server.close());

  it.each([
    { name: 'a POST after more than 5 s', method: 'POST', restMs: 5_001, connections: [1, 2] },
    { name: 'a POST after less', method: 'POST', restMs: 4_999, connections: [1, 1] },
    { name: 'a GET after a day, which can be sent again', method: 'GET', restMs: 86_400_000, connections: [1, 1] },
  ])('is used as it should be for $name', async ({ method, restMs, connections }) => {
    server = await scriptedServer((response) => json(response, 200, { data: {} }));
    const clock = testClock();
    const client = new FrameioClient({ token: 't', baseUrl: server.url, clock });
    await client.users.show();
    clock.pass(restMs);
    if (method === 'GET') await client.users.show();
    else await client.comments.create('a', 'f', { data: { text: 'x' } });
    expect(server.seen.map(({ connection }) => connection)).toEqual(connections);
  });
});
