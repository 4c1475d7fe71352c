import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { type LocalServer, listen } from '../../../sandbox/http/listen.ts';

let server: LocalServer;
let printed: string[];
beforeEach(async () => {
  printed = [];
  jest.spyOn(console, 'error').mockImplementation((line) => void printed.push(String(line)));
  server = await listen((_, response) => {
    if (printed.length > 0) response.write('begun');
    throw new Error('out of disk \u001b[31m');
  });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await server.close();
});

it('answers 500 with the error, and prints the stack, if a listener throws', async () => {
  const response = await fetch(server.url);
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({ error: expect.stringContaining('out of disk') });
  expect(printed).toEqual([expect.stringMatching(/^Error: out of disk \\u\{1b\}\[31m\n +at /)]);
});

it('disconnects a caller that already has a part of the response', async () => {
  await fetch(server.url);
  await expect(fetch(server.url).then((response) => response.text())).rejects.toThrow();
});

it('answers 400 to a malformed URL', async () => {
  const socket = connect(server.port, '127.0.0.1');
  socket.write('GET // HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1.1 400 [\s\S]*"The URL of the request is malformed."/);
  expect(printed).toEqual([]);
});
