import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LocalServer, listen } from '../../../sandbox/http/listen.ts';
import { refuseWebsites } from '../../../sandbox/http/refuse-websites.ts';
import { sendAs } from '../../support/send-as.ts';

let server: LocalServer;
let calls: number;
beforeEach(async () => {
  calls = 0;
  const listener = refuseWebsites(
    (_, response) => {
      calls += 1;
      response.end();
    },
    ['host.docker.internal'],
  );
  server = await listen(listener);
});
afterEach(() => server.close());

/** `{port}` stands for the server's port. */
const withPort = (text: string) => text.replace('{port}', String(server.port));

describe('a server that refuses websites', () => {
  it.each([
    { name: 'its address', headers: { host: '127.0.0.1:{port}' } },
    { name: 'its name in any case', headers: { host: 'LocalHost:{port}' } },
    { name: 'its address in IPv6', headers: { host: '[::1]:{port}' } },
    { name: 'an address without a port', headers: { host: '127.0.0.1' } },
    { name: 'an allowed name', headers: { host: 'host.docker.internal:{port}' } },
    { name: 'its own origin', headers: { host: 'localhost:{port}', origin: 'http://localhost:{port}' } },
  ])('accepts $name', async ({ headers }) => {
    const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, withPort(value)]));
    expect(await sendAs(server.url, sent)).toBe(200);
  });

  it.each([
    { name: 'another origin', headers: { origin: 'https://example.com' } },
    { name: 'an origin without a name', headers: { origin: 'null' } },
    { name: 'an empty origin', headers: { origin: '' } },
    { name: 'the origin of another port', headers: { origin: 'http://127.0.0.1:1' } },
    { name: 'its origin in HTTPS', headers: { host: 'localhost:{port}', origin: 'https://localhost:{port}' } },
    { name: 'a name that resolves to this machine', headers: { host: 'rebound.example.com:{port}' } },
    { name: 'that name as origin, too', headers: { host: 'a.example:{port}', origin: 'http://a.example:{port}' } },
    { name: 'a name that starts like its own', headers: { host: 'localhost.example.com' } },
    { name: 'a name that ends like its own', headers: { host: 'example.com#127.0.0.1' } },
  ])('responds 403 to $name', async ({ headers }) => {
    const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, withPort(value)]));
    expect(await sendAs(server.url, sent)).toBe(403);
    expect(calls).toBe(0);
  });
});
