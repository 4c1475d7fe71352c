import { afterEach, describe, expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import { FrameioClient, type FrameioClientSettings } from '../../../lib/client/client.ts';
import { NotFoundError, RateLimitError, TooManyRequestsError } from '../../../lib/client/index.ts';
import { MAX_RESPONSE_BYTES } from '../../../lib/http/http-client.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';

let server: ScriptedServer;
afterEach(() => server.close());

async function clientOf(respond: Parameters<typeof scriptedServer>[0], settings: FrameioClientSettings = {}) {
  server = await scriptedServer(respond);
  return new FrameioClient({ token: 'the-token', environment: server.url, maxRetries: 0, ...settings });
}

describe('the names of the official SDK', () => {
  it('are accepted in errors', async () => {
    const client = await clientOf((response) => {
      response.setHeader('x-request-id', 'r1');
      json(response, 404, { errors: [{ detail: 'Not found' }] });
    });
    const error: unknown = await client.files.show('a', 'f').catch((reason: unknown) => reason);
    if (!(error instanceof NotFoundError)) throw new Error('Expected a NotFoundError.');
    expect(error.statusCode).toBe(404);
    expect(error.body).toEqual({ errors: [{ detail: 'Not found' }] });
    expect(error.rawResponse.status).toBe(404);
    expect(error.rawResponse.headers.get('X-Request-Id')).toBe('r1');
    expect(Object.keys(error)).not.toContain('rawResponse'); // a log shows the fields of an error
    expect(TooManyRequestsError).toBe(RateLimitError);
  });

  it('are accepted for timeouts', async () => {
    const client = await clientOf(() => undefined, { timeoutInSeconds: 0.1 });
    await expect(client.users.show()).rejects.toThrow(/within (\d\d|100) ms/);
    await expect(client.users.show({ timeoutInSeconds: 0.3 })).rejects.toThrow(/within (2\d\d|300) ms/);
    await expect(client.users.show({ timeoutInSeconds: 9, timeoutMs: 500 })).rejects.toThrow(/within (4\d\d|500) ms/);
  });

  it('are accepted by an app, in place of the variable that the deployment sets', async () => {
    server = await scriptedServer((response) => json(response, 200, { data: {} }));
    process.env.FRAMEIO_BASE_URL = 'http://127.0.0.1:1';
    const app = new App({ token: 'the-token', environment: server.url, maxRetries: 0 });
    await app.client.users.show().finally(() => delete process.env.FRAMEIO_BASE_URL);
    expect(server.seen).toHaveLength(1);
  });

  it('are accepted for pages', async () => {
    const client = await clientOf((response, number) =>
      json(response, 200, { data: [{ id: number }], links: { next: number === 1 ? '/v4/x?after=c' : null } }),
    );
    const first = await client.accounts.index();
    const second = await first.getNextPage();
    expect(second?.data).toEqual([{ id: 2 }]);
    expect(await second?.getNextPage()).toBeUndefined();
  });
});

describe('the experimental API', () => {
  it('sends the include of shares.show, and still takes the options as third argument', async () => {
    const { experimental } = await clientOf((response) => json(response, 200, { data: {} }));
    await experimental.shares.show('a', 's', { include: ['visible_field_definitions', 'featured_field_definition'] });
    await experimental.shares.show('a', 's', { headers: { 'x-mine': '1' } });
    await experimental.shares.show('a', 's', { include: 'visible_field_definitions' }, { headers: { 'x-mine': '2' } });
    expect(server.seen).toMatchObject([
      { url: '/v4/accounts/a/shares/s?include=visible_field_definitions%2Cfeatured_field_definition' },
      { url: '/v4/accounts/a/shares/s', headers: { 'x-mine': '1', 'api-version': 'experimental' } },
      { url: '/v4/accounts/a/shares/s?include=visible_field_definitions', headers: { 'x-mine': '2' } },
    ]);
  });

  it('sends the scope of a search in the body', async () => {
    const { experimental } = await clientOf((response) => json(response, 200, { data: [] }));
    await experimental.search.search('a', { query: 'x', engine: 'nlp', scope: { project_id: 'p' }, page_size: 2 });
    expect(server.seen[0]).toMatchObject({
      url: '/v4/accounts/a/search?page_size=2',
      body: JSON.stringify({ query: 'x', engine: 'nlp', scope: { project_id: 'p' } }),
    });
  });
});

it('refuses a response over the limit, without reading the rest', async () => {
  const part = Buffer.alloc(1_048_576, 0x20);
  let sent = 0;
  const client = await clientOf((response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const write = () => {
      while (!response.destroyed) {
        sent += part.length;
        if (!response.write(part)) return void response.once('drain', write);
      }
    };
    write();
  });
  await expect(client.users.show()).rejects.toMatchObject({
    code: 'api_response_invalid',
    message: expect.stringContaining('more than 32 MiB'),
  });
  expect(sent).toBeLessThan(2 * MAX_RESPONSE_BYTES);
});
