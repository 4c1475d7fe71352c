import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fieldError, type RunningApi, startApi } from '../running-api.ts';

describe('comments.index', () => {
  let api: RunningApi;
  let fileId: string;
  beforeEach(async () => {
    api = await startApi();
    fileId = api.state.addFile({ name: 'a.mp4', fileSize: 1 }).id;
  });
  afterEach(() => api.close());

  const index = (query: string) => api.send(`${api.pathOf(fileId)}/comments${query}`);
  const comment = (text: string, completed = false) => {
    api.clock.ms += 1;
    return api.state.addComment(fileId, { text, completed });
  };

  it('returns an empty list for a file without comments', async () => {
    expect(await index('')).toMatchObject({ status: 200, body: { data: [], links: { next: null } } });
  });

  it('returns 50 comments per page, and a link that has only the cursor', async () => {
    for (let number = 1; number <= 51; number += 1) comment(`${number}`);
    const { data, links } = await api.client.comments.index(api.state.account.id, fileId, { include: 'owner' });
    expect(data.map(({ text }) => text)).toEqual(Array.from({ length: 50 }, (_, index) => `${index + 1}`));
    expect(links?.next).toMatch(/^\/v4\/accounts\/[-0-9a-f]+\/files\/[-0-9a-f]+\/comments\?after=[^&]+$/);
    const last = await api.send(links?.next ?? '');
    expect(last).toMatchObject({ status: 200, body: { data: [{ text: '51' }], links: { next: null } } });
    expect(last.body).not.toHaveProperty('data.0.owner');
  });

  it('lets the client iterate over every page', async () => {
    for (const text of ['1', '2', '3', '4', '5']) comment(text);
    const query = { page_size: 2, sort: 'created_at_desc', include: 'owner' } as const;
    const seen: (string | null | undefined)[] = [];
    for await (const { text, owner } of api.client.comments.index(api.state.account.id, fileId, query)) {
      seen.push(`${text} ${owner?.name}`);
    }
    expect(seen).toEqual(['5', '4', '3', '2', '1'].map((text) => `${text} ${api.state.user.name}`));
    expect(api.calls).toHaveLength(3);
  });

  it('neither skips nor repeats a comment when one arrives between two pages', async () => {
    comment('1');
    comment('2');
    const first = await api.client.comments.index(api.state.account.id, fileId, {
      page_size: 1,
      sort: 'created_at_desc',
    });
    comment('3');
    const second = await first.nextPage();
    expect([...first.data, ...(second?.data ?? [])].map(({ text }) => text)).toEqual(['2', '1']);
  });

  it('returns the total count on request', async () => {
    comment('1');
    comment('2');
    expect((await index('?page_size=1&include_total_count=true')).body).toHaveProperty('total_count', 2);
    expect((await index('?page_size=1')).body).not.toHaveProperty('total_count');
  });

  it('uses the last value of a repeated parameter', async () => {
    comment('1');
    comment('2');
    expect((await index('?page_size=2&page_size=1')).body).toHaveProperty('data.length', 1);
  });

  it.each([
    { sort: 'created_at_asc', expected: ['first', 'second', 'third'] },
    { sort: 'created_at_desc', expected: ['third', 'second', 'first'] },
    { sort: 'completed_at_asc', expected: ['first', 'third', 'second'] },
    { sort: 'completed_at_desc', expected: ['second', 'third', 'first'] },
    { sort: 'owner_asc&include=owner', expected: ['first', 'third', 'second'] },
    { sort: 'owner_desc&include=owner', expected: ['second', 'first', 'third'] },
  ])('sorts by $sort', async ({ sort, expected }) => {
    comment('first', true);
    api.clock.ms += 1;
    api.state.addComment(fileId, { text: 'second' }, api.state.uploader);
    comment('third', true);
    const { body } = await index(`?sort=${sort}`);
    expect(body).toMatchObject({ data: expected.map((text) => ({ text })) });
  });

  it('includes owners, replies and timecode on request', async () => {
    api.state.addComment(fileId, { text: 'x', timestamp: 60 });
    const { body } = await index('?include=owner,replies&timestamp_as_timecode=true');
    expect(body).toMatchObject({ data: [{ timestamp: '00:00:02:12', owner: api.state.user, replies: [] }] });
    const bare = await index('');
    expect(bare.body).toHaveProperty('data.0.timestamp', 60);
    expect(bare.body).not.toHaveProperty('data.0.owner');
    expect(bare.body).not.toHaveProperty('data.0.replies');
  });

  it.each([
    { query: '?page_size=0', pointer: '/page_size', detail: '0 is smaller than inclusive minimum 1' },
    { query: '?page_size=101', pointer: '/page_size', detail: '101 is larger than inclusive maximum 100' },
    { query: '?page_size=ten', pointer: '/page_size', detail: 'Invalid integer. Got: string' },
    { query: '?include=likes', pointer: '/include/0', detail: 'Invalid value for enum' },
    { query: '?sort=text_asc', pointer: '/sort', detail: 'Invalid value for enum' },
    { query: '?sort=owner_asc', pointer: '/sort', detail: 'Sorting by owner requires include=owner' },
    { query: '?include_total_count=1', pointer: '/include_total_count', detail: 'Invalid boolean. Got: string' },
    { query: '?after=not-a-cursor', pointer: '/after', detail: 'Invalid cursor' },
    { query: '?after=', pointer: '/after', detail: 'Invalid cursor' },
  ])('refuses $query', async ({ query, pointer, detail }) => {
    expect(await index(query)).toMatchObject({ status: 422, body: fieldError(pointer, detail) });
  });

  it('responds 404 for a deleted file', async () => {
    comment('1');
    api.state.deleteFile(fileId);
    expect(await index('')).toMatchObject({ status: 404, body: { errors: [{ detail: 'Not found' }] } });
  });
});
