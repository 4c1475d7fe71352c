import { afterEach, describe, expect, it } from '@jest/globals';
import { FrameioClient, type FrameioClientOptions } from '../../../lib/client/client.ts';
import { ApiResponseError } from '../../../lib/client/errors/no-response-errors.ts';
import { ConfigError } from '../../../lib/core/errors.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';

let server: ScriptedServer;

async function clientOf(respond: Parameters<typeof scriptedServer>[0], options: Partial<FrameioClientOptions> = {}) {
  server = await scriptedServer(respond);
  return new FrameioClient({ token: 'the-token', baseUrl: server.url, ...options });
}

afterEach(() => server.close());

describe('a call sends', () => {
  const comment = { text: 'Hello', timestamp: 12 };
  it.each<{ name: string; call: (client: FrameioClient) => PromiseLike<unknown>; sent: object }>([
    {
      name: 'a GET for users.show',
      call: ({ users }) => users.show(),
      sent: { method: 'GET', url: '/v4/me', body: '' },
    },
    {
      name: 'the query of files.show',
      call: ({ files }) => files.show('a', 'f', { include: 'media_links.original,creator' }),
      sent: { method: 'GET', url: '/v4/accounts/a/files/f?include=media_links.original%2Ccreator', body: '' },
    },
    {
      name: 'query and body of comments.create',
      call: ({ comments }) => comments.create('a', 'f', { data: comment, timestamp_as_timecode: true }),
      sent: {
        method: 'POST',
        url: '/v4/accounts/a/files/f/comments?timestamp_as_timecode=true',
        body: JSON.stringify({ data: comment }),
      },
    },
    {
      name: 'the query of comments.index',
      call: ({ comments }) => comments.index('a', 'f', { page_size: 2, include: 'owner', sort: 'created_at_desc' }),
      sent: {
        method: 'GET',
        url: '/v4/accounts/a/files/f/comments?page_size=2&include=owner&sort=created_at_desc',
        body: '',
      },
    },
    {
      name: 'ids with reserved characters percent-encoded',
      call: ({ files }) => files.show('../me', 'adobe:1|2?x#y'),
      sent: { url: '/v4/accounts/..%2Fme/files/adobe%3A1%7C2%3Fx%23y' },
    },
  ])('$name', async ({ call, sent }) => {
    const client = await clientOf((response) => json(response, 200, { data: [] }));
    await call(client);
    expect(server.seen).toMatchObject([{ ...sent, headers: { authorization: 'Bearer the-token' } }]);
  });

  it('sequential requests over one connection', async () => {
    const client = await clientOf((response) => json(response, 200, { data: {} }));
    await client.users.show();
    await client.files.show('a', 'f');
    await client.comments.create('a', 'f', { data: { text: 'x' } });
    expect(server.seen.map(({ connection }) => connection)).toEqual([1, 1, 1]);
  });

  it('the headers of the call, which cannot replace the token', async () => {
    const client = await clientOf((response) => json(response, 200, { data: {} }));
    await client.users.show({ headers: { 'x-note': '1', authorization: 'Bearer other' } });
    expect(server.seen).toMatchObject([{ headers: { 'x-note': '1', authorization: 'Bearer the-token' } }]);
  });
});

describe('a list', () => {
  const pages = (response: Parameters<typeof json>[0], number: number) => {
    const next = number < 3 ? `/v4/accounts/a/files/f/comments?after=cursor${number}%3D` : null;
    json(response, 200, { data: [{ id: `${number}a` }, { id: `${number}b` }], links: { next }, total_count: 6 });
  };

  it('returns one page when awaited', async () => {
    const client = await clientOf(pages);
    const page = await client.comments.index('a', 'f');
    expect(page).toMatchObject({ data: [{ id: '1a' }, { id: '1b' }], total_count: 6 });
    expect(await page.nextPage()).toMatchObject({ data: [{ id: '2a' }, { id: '2b' }] });
  });

  it('returns every item when iterated, and repeats the query with each cursor', async () => {
    const client = await clientOf(pages);
    const ids: string[] = [];
    for await (const comment of client.comments.index('a', 'f', { page_size: 2, include: 'owner' }))
      ids.push(comment.id);
    expect(ids).toEqual(['1a', '1b', '2a', '2b', '3a', '3b']);
    expect(server.seen.map(({ url }) => url.split('?')[1])).toEqual([
      'page_size=2&include=owner',
      'page_size=2&include=owner&after=cursor1%3D',
      'page_size=2&include=owner&after=cursor2%3D',
    ]);
  });

  it('continues from a cursor in queryParams', async () => {
    const client = await clientOf(pages);
    const ids: string[] = [];
    for await (const { id } of client.comments.index('a', 'f', { page_size: 2 }, { queryParams: { after: 'x', y: 1 } }))
      ids.push(id);
    expect(ids).toEqual(['1a', '1b', '2a', '2b', '3a', '3b']);
    expect(server.seen.map(({ url }) => url.split('?')[1])).toEqual([
      'page_size=2&after=x&y=1',
      'page_size=2&after=cursor1%3D&y=1',
      'page_size=2&after=cursor2%3D&y=1',
    ]);
  });

  it('rejects if a page links to itself, instead of iterating forever', async () => {
    const client = await clientOf((response) =>
      json(response, 200, { data: [{ id: '1' }], links: { next: '?after=x' } }),
    );
    const ids: string[] = [];
    const readAll = async () => {
      for await (const { id } of client.comments.index('a', 'f')) ids.push(id);
    };
    await expect(readAll).rejects.toThrow(ApiResponseError);
    expect(ids).toEqual(['1', '1']);
  });

  it('requests no page that the loop does not reach', async () => {
    const client = await clientOf(pages);
    for await (const comment of client.comments.index('a', 'f')) if (comment.id === '1b') break;
    expect(server.seen).toHaveLength(1);
  });
});

describe('the token', () => {
  it('comes from a function that is called for every request', async () => {
    let number = 0;
    const client = await clientOf((response) => json(response, 200, { data: {} }), {
      token: async () => {
        number += 1;
        return `token-${number}`;
      },
    });
    await client.users.show();
    await client.users.show();
    const tokens = server.seen.map(({ headers }) => headers.authorization);
    expect(tokens).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('is renewed once after a 401', async () => {
    const token = { get: async () => 'old', refresh: async () => 'new' };
    const client = await clientOf(
      (response, _, { headers }) => json(response, headers.authorization === 'Bearer new' ? 200 : 401, { data: {} }),
      { token },
    );
    expect(await client.users.show()).toEqual({ data: {} });
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
  });
});

it.each(['', '.', '..', '\uD800'])('refuses the id %j, which would reach another endpoint', async (id) => {
  const client = await clientOf((response) => json(response, 200, { data: {} }));
  await expect(async () => await client.files.show('a', id)).rejects.toThrow(ConfigError);
  expect(server.seen).toEqual([]);
});

it('refuses a base URL that is not a URL', async () => {
  server = await scriptedServer(() => undefined);
  expect(() => new FrameioClient({ token: 't', baseUrl: 'api.frame.io' })).toThrow(ConfigError);
});
