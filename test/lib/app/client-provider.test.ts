import { afterEach, describe, expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import { FrameioClient } from '../../../lib/client/client.ts';
import { ApiConnectionError } from '../../../lib/client/errors/no-response-errors.ts';
import { SecretNotSetError } from '../../../lib/core/errors.ts';
import { SecretCache } from '../../../lib/secrets/secret-cache.ts';
import { webhookEvent } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { testClock } from '../../support/test-clock.ts';

const BUDGET_MS = 1_000;

describe('the client of an app', () => {
  it('is the client that handlers receive', async () => {
    const app = new App({ token: 'token', logger: new MemoryLogger() });
    const clients: unknown[] = [];
    app.onWebhook('file.ready', ({ client }) => void clients.push(client));
    await app.dispatch(webhookEvent(), BUDGET_MS);
    expect(clients).toEqual([app.client]);
    expect(app.client).toBeInstanceOf(FrameioClient);
  });

  it('is the given client', async () => {
    const client = {
      users: { show: async () => ({ data: { id: 'user' } }) },
      files: { show: async (_: string, fileId: string) => ({ data: { id: fileId, colour: 'red' } }) },
      comments: { create: async () => ({ data: { id: 'comment' } }) },
    };
    const app = new App({ client, logger: new MemoryLogger() });
    const colours: string[] = [];
    app.onWebhook('file.ready', async (context) => {
      colours.push((await context.client.files.show('a', 'f')).data.colour);
    });
    await app.dispatch(webhookEvent(), BUDGET_MS);
    expect(app.client).toBe(client);
    expect(colours).toEqual(['red']);
  });

  it('counts its calls and those over the rate limit, and passes each response to the option', async () => {
    const server = await scriptedServer((response, number) => json(response, number === 1 ? 429 : 200, { data: {} }));
    const recorded: unknown[][] = [];
    const metrics = { record: (...values: unknown[]) => void recorded.push(values), publish: () => undefined };
    const statuses: unknown[] = [];
    const onResponse = ({ status }: { readonly status: number | undefined }) => void statuses.push(status);
    const options = { token: 'token', baseUrl: server.url, clock: testClock(), logger: new MemoryLogger() };
    await new App({ ...options, metrics, onResponse }).client.users.show();
    await server.close();
    expect(recorded).toEqual([
      ['ApiCalls', 1],
      ['ApiRateLimited', 1],
      ['ApiCalls', 1],
    ]);
    expect(statuses).toEqual([429, 200]);
  });

  it('uses a new token while a placeholder is still cached', async () => {
    let current = '<token>';
    const token = new SecretCache({ secretId: 'token', refreshIntervalMs: 0, fetch: async () => ({ current }) });
    const { client } = new App({ token, baseUrl: 'http://127.0.0.1:9', maxRetries: 0, logger: new MemoryLogger() });
    await expect(client.users.show()).rejects.toThrow(SecretNotSetError);
    current = 'fio-u-real';
    await expect(client.users.show()).rejects.toThrow(ApiConnectionError);
  });
});

describe('the URL of Adobe IMS', () => {
  const credentials = { clientId: 'id', clientSecret: 'canary' };
  const fetch = async () => ({ current: JSON.stringify({ client_id: 'id', client_secret: 'canary' }) });
  const secret = new SecretCache({ secretId: 'credentials', fetch });
  const tokens: Parameters<typeof scriptedServer>[0] = (response) =>
    json(response, 200, { access_token: 'token', expires_in: 3_600 });
  const servers: ScriptedServer[] = [];
  afterEach(async () => {
    delete process.env.ADOBE_IMS_URL;
    await Promise.all(servers.map((server) => server.close()));
  });

  /** Starts Adobe IMS and the API, and returns the options of an app that uses both. */
  async function startServers() {
    const ims = await scriptedServer(tokens);
    const api = await scriptedServer((response) => json(response, 200, { data: {} }));
    servers.push(ims, api);
    const clock = testClock();
    return { ims, clock, options: { baseUrl: api.url, maxRetries: 0, clock, logger: new MemoryLogger() } };
  }

  it.each([
    { name: 'credentials', token: credentials },
    { name: 'credentials in a secret', token: secret },
  ])('comes from the app for $name, which expire by the clock of the app', async ({ token }) => {
    const { ims, clock, options } = await startServers();
    process.env.ADOBE_IMS_URL = 'http://127.0.0.1:9';
    const app = new App({ ...options, token, imsUrl: ims.url });
    await app.client.users.show();
    clock.advance(3_600_000);
    await app.client.users.show();
    expect(ims.seen).toHaveLength(2);
  });

  it.each([
    { name: 'credentials', token: credentials },
    { name: 'credentials in a secret', token: secret },
  ])('comes from the environment variable for $name', async ({ token }) => {
    const { ims, options } = await startServers();
    process.env.ADOBE_IMS_URL = ims.url;
    await new App({ ...options, token }).client.users.show();
    expect(ims.seen).toHaveLength(1);
  });

  it('comes from the credentials before all others', async () => {
    const { ims, options } = await startServers();
    const token = { ...credentials, imsUrl: ims.url };
    await new App({ ...options, token, imsUrl: 'http://127.0.0.1:9' }).client.users.show();
    expect(ims.seen).toHaveLength(1);
  });
});
