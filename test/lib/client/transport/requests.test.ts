import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { FrameioClient, type FrameioClientOptions } from '../../../../lib/client/client.ts';
import type { IncomingResponse, OutgoingRequest } from '../../../../lib/client/transport/hooks.ts';
import { path } from '../../../../lib/client/transport/path.ts';
import { ConfigError } from '../../../../lib/core/errors.ts';
import { redact } from '../../../../lib/observability/redact.ts';
import { json, type ScriptedServer, scriptedServer } from '../../../support/scripted-server.ts';
import { testClock } from '../../../support/test-clock.ts';

const TOKEN = 'canary-token';
let server: ScriptedServer;
afterEach(() => server.close());

async function clientOf(respond: Parameters<typeof scriptedServer>[0], options: Partial<FrameioClientOptions> = {}) {
  server = await scriptedServer(respond);
  return new FrameioClient({ token: TOKEN, baseUrl: server.url, ...options });
}

describe('withRawResponse()', () => {
  it('returns status, headers and body of the same call', async () => {
    const client = await clientOf((response) => json(response, 201, { data: { id: 'c' } }, { 'X-Request-Id': 'r1' }));
    const call = client.comments.create('a', 'f', { data: { text: 'x' } });
    expect(await call.withRawResponse()).toMatchObject({
      data: { data: { id: 'c' } },
      status: 201,
      headers: { 'x-request-id': 'r1', 'content-type': 'application/json' },
    });
    expect(await call).toEqual({ data: { id: 'c' } });
    expect(server.seen).toHaveLength(1);
  });

  it('returns a page of a list', async () => {
    const client = await clientOf((response) => json(response, 200, { data: [{ id: 'c' }], links: { next: null } }));
    const { data: page, status } = await client.comments.index('a', 'f').withRawResponse();
    expect({ status, items: page.data, more: page.hasNextPage() }).toEqual({
      status: 200,
      items: [{ id: 'c' }],
      more: false,
    });
  });

  it('rejects once, without an unhandled rejection of the call itself', async () => {
    const client = await clientOf((response) => json(response, 404, { errors: [] }));
    await expect(client.users.show().withRawResponse()).rejects.toMatchObject({ status: 404 });
  });
});

describe('hooks', () => {
  it('receive every attempt, with tokens and cookies redacted', async () => {
    const requests: OutgoingRequest[] = [];
    const responses: IncomingResponse[] = [];
    const limits = { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '7', 'x-ratelimit-window': '60000' };
    const client = await clientOf(
      (response, number) => json(response, number === 1 ? 503 : 201, { data: {} }, limits),
      {
        clock: testClock(),
        headers: { 'X-Team': 'colour', Cookie: 'session=canary', 'X-Api-Key': 'canary' },
        onRequest: (request) => requests.push(request),
        onResponse: (response) => responses.push(response),
      },
    );
    await client.comments.create('a', 'f', { data: { text: 'x' }, timestamp_as_timecode: true });
    const about = { operation: 'comments.create', method: 'POST', path: '/v4/accounts/a/files/f/comments' };
    expect(requests).toMatchObject(
      [1, 2].map((attempt) => ({
        ...about,
        attempt,
        query: '?timestamp_as_timecode=true',
        headers: { authorization: '[redacted]', cookie: '[redacted]', 'x-api-key': '[redacted]', 'x-team': 'colour' },
        body: { data: { text: 'x' } },
      })),
    );
    expect(JSON.stringify(requests)).not.toContain('canary');
    expect(redact(`a ${TOKEN} b`)).toBe('a [redacted] b');
    expect(responses).toMatchObject([
      { ...about, attempt: 1, status: 503, rateLimit: { limit: 100, remaining: 7, windowMs: 60_000 } },
      { ...about, attempt: 2, status: 201, error: undefined },
    ]);
  });

  it('receive the error if there was no response', async () => {
    const responses: IncomingResponse[] = [];
    const client = await clientOf((response) => response.destroy(), {
      maxRetries: 0,
      onResponse: (response) => responses.push(response),
    });
    await expect(async () => await client.users.show()).rejects.toThrow();
    expect(responses).toMatchObject([
      { status: undefined, error: { code: 'api_connection_failed', cause: { code: 'ECONNRESET' } } },
    ]);
  });

  it.each([
    {
      name: 'that throw',
      fail: () => {
        throw new Error('no disk');
      },
    },
    { name: 'that reject', fail: async () => Promise.reject(new Error('no disk')) },
  ])('$name emit a warning and do not fail the call', async ({ fail }) => {
    const client = await clientOf((response) => json(response, 200, { data: {} }), {
      onRequest: fail,
      onResponse: fail,
    });
    const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
    expect(await client.users.show()).toEqual({ data: {} });
    expect(warn).toHaveBeenCalledTimes(2);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('no disk'), { type: 'FrameioHookWarning' });
    warn.mockRestore();
  });
});

describe('request()', () => {
  it('sends query and data to an operation without a method', async () => {
    const client = await clientOf((response) => json(response, 200, { data: { name: 'x' } }));
    const call = client.request<{ data: { name: string } }>('PATCH', path`/v4/accounts/${'a/b'}/things`, {
      query: { page_size: 2, filters: { kind: 'new' }, include: ['one', 'two'], after: null },
      data: { name: 'x' },
    });
    const { data } = await call;
    expect(data.name).toBe('x');
    expect(server.seen).toMatchObject([
      {
        method: 'PATCH',
        url: '/v4/accounts/a%2Fb/things?page_size=2&filters%5Bkind%5D=new&include=one%2Ctwo',
        body: '{"data":{"name":"x"}}',
        headers: { authorization: `Bearer ${TOKEN}` },
      },
    ]);
  });

  it('sends a body unchanged', async () => {
    const client = await clientOf((response) => json(response, 200, {}));
    await client.request('POST', '/v4/accounts/a/search', { body: { query: 'x' } });
    expect(server.seen).toMatchObject([{ body: '{"query":"x"}' }]);
  });

  it.each([
    'v4/me',
    '/v3/me',
    '//evil.example/v4/',
    '/v4/../me',
    '/v4/accounts//files',
    '/v4/me?x=1',
    '/v4/m e',
    '/v4/',
  ])('refuses the path %j', async (wrong) => {
    const client = await clientOf((response) => json(response, 200, {}));
    expect(() => client.request('GET', wrong)).toThrow(ConfigError);
  });
});

describe('headers', () => {
  it('name the type of the body only if there is a body', async () => {
    const client = await clientOf((response) => json(response, 200, {}));
    await client.users.show();
    await client.request('POST', '/v4/accounts/a/search', { body: {} });
    expect(server.seen.map(({ headers }) => headers['content-type'])).toEqual([undefined, 'application/json']);
  });

  it('mark a legacy developer token if legacyToken is set', async () => {
    const client = await clientOf((response) => json(response, 200, {}), { legacyToken: true });
    await client.users.show();
    expect(server.seen).toMatchObject([{ headers: { 'x-frameio-legacy-token-auth': 'true' } }]);
  });

  it('of a call override those of the client in any case of letters, except the token', async () => {
    const client = await clientOf((response) => json(response, 200, {}), {
      headers: { 'X-Team': 'colour', 'x-a': '1' },
    });
    await client.users.show({
      headers: { 'x-team': 'sound', Authorization: 'Bearer other' },
      queryParams: { beta: true },
    });
    expect(server.seen).toMatchObject([
      { url: '/v4/me?beta=true', headers: { 'x-team': 'sound', 'x-a': '1', authorization: `Bearer ${TOKEN}` } },
    ]);
  });
});

it('keeps the path of the base URL', async () => {
  server = await scriptedServer((response) => json(response, 200, {}));
  await new FrameioClient({ token: 't', baseUrl: `${server.url}/proxy/` }).users.show();
  expect(server.seen).toMatchObject([{ url: '/proxy/v4/me' }]);
});
