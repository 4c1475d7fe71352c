import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { SandboxClient } from '../../../cli/sandbox/sandbox-client.ts';
import { controlApiListener } from '../../../sandbox/control/control-api.ts';
import { StartingApi } from '../../../sandbox/control/starting-api.ts';
import { type LocalServer, listen } from '../../../sandbox/http/listen.ts';

let api: StartingApi;
let server: LocalServer;
let client: SandboxClient;
beforeEach(async () => {
  api = new StartingApi();
  server = await listen(api.listener);
  client = new SandboxClient(server.url);
});
afterEach(() => server.close());

it('answers that the sandbox is starting, until its API is ready', async () => {
  const starting = { status: 503, message: expect.stringContaining('The sandbox is starting.') };
  await expect(client.get('/sandbox/app')).rejects.toMatchObject(starting);
  api.open(controlApiListener([{ method: 'GET', path: '/sandbox/app', handle: () => ({ status: 200, body: 1 }) }]));
  expect(await client.get('/sandbox/app')).toBe(1);
});

it('lets a client that follows the events connect again', async () => {
  const events = client.events('run-0');
  const first = events.next();
  await expect(client.get('/sandbox/app')).rejects.toMatchObject({ status: 503 });
  const stream = { handle: () => ({ stream: (response: { end(text: string): void }) => response.end(RESET) }) };
  api.open(controlApiListener([{ method: 'GET', path: '/sandbox/events', ...stream }]));
  expect((await first).value).toBe('reset');
  await events.return(undefined);
});

const RESET = 'id: run-1\nevent: reset\ndata: {}\n\n';
