import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fieldError, type RunningApi, startApi } from '../running-api.ts';

const UUID = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const NOW = '2026-11-23T10:00:00.123000Z';
const ATTACHMENT = { name: 'a.png', media_type: 'image/png', file_size: 1 };
const BOUNDS = { x: 1, y: 2, width: 3, height: 4 };
const REVIEW = {
  bounds: [BOUNDS],
  selection_text: 'old',
  suggested_text: null,
  text_review_annotation_type: 'remove',
};

describe('comments.create', () => {
  let api: RunningApi;
  beforeEach(async () => {
    api = await startApi();
  });
  afterEach(() => api.close());

  const post = (body: unknown, { file = 'a.mp4', query = '' } = {}) => {
    const { id } = api.state.addFile({ name: file, fileSize: 1 });
    return api.send(`${api.pathOf(id)}/comments${query}`, { body });
  };

  it('responds with the complete comment, and stores it', async () => {
    const { id } = api.state.addFile({ name: 'a.mp4', fileSize: 1 });
    const { data } = await api.client.comments.create(api.state.account.id, id, { data: { text: 'Well done' } });
    expect(data).toEqual({
      id: UUID,
      file_id: id,
      text: 'Well done',
      annotation: null,
      timestamp: null,
      duration: null,
      page: null,
      anchor: null,
      completed_at: null,
      completer_id: null,
      text_edited_at: null,
      text_review_annotation: null,
      mentions: [],
      links: [],
      attachments: [],
      created_at: NOW,
      updated_at: NOW,
    });
    expect(api.state.commentsOf(id)).toEqual([{ ...data, owner: api.state.user }]);
  });

  it('adds Frame.io’s fields to links, attachments and completed comments', async () => {
    const links = [{ start_index: 4, end_index: 8, url: 'https://example.com' }];
    const response = await post({ data: { text: 'See this', links, completed: true, attachments: [ATTACHMENT] } });
    expect(response).toMatchObject({
      status: 201,
      body: {
        data: {
          links: [{ ...links[0], text: 'this' }],
          completed_at: NOW,
          completer_id: api.state.user.id,
          attachments: [
            { ...ATTACHMENT, id: UUID, created_at: NOW, upload_urls: [expect.stringContaining('/storage/uploads/')] },
          ],
        },
      },
    });
  });

  it.each<{ timestamp: string | number; query: string; expected: string | number }>([
    { timestamp: '00:00:02:12', query: '', expected: 60 },
    { timestamp: '00:00:02:12', query: '?timestamp_as_timecode=true', expected: '00:00:02:12' },
    { timestamp: 60, query: '?timestamp_as_timecode=false', expected: 60 },
    { timestamp: 90_061 * 24 + 23, query: '?timestamp_as_timecode=true', expected: '25:01:01:23' },
    { timestamp: 0, query: '?timestamp_as_timecode=true', expected: '00:00:00:00' },
  ])('returns timestamp $timestamp as $expected with query "$query"', async ({ timestamp, query, expected }) => {
    const response = await post({ data: { text: 'Here', timestamp, duration: 5 } }, { query });
    expect(response.body).toHaveProperty('data.timestamp', expected);
  });

  it.each<{ name: string; data: Record<string, unknown>; file?: string }>([
    { name: 'the longest text', data: { text: 'x'.repeat(40_000) } },
    { name: 'the longest text of characters beyond 16 bits', data: { text: '🎬'.repeat(40_000) } },
    { name: 'the longest annotation', data: { text: 'x', annotation: 'x'.repeat(200_000) } },
    { name: 'a page of a PDF', data: { text: 'x', page: 1 }, file: 'a.pdf' },
    { name: 'an anchor in a corner', data: { text: 'x', anchor: { x: 0, y: 1 } } },
    { name: 'six attachments', data: { text: 'x', attachments: Array(6).fill(ATTACHMENT) } },
    { name: 'a review of text', data: { text: 'x', text_review_annotation: REVIEW }, file: 'a.txt' },
    {
      name: 'null for what may be null',
      data: { text: 'x', timestamp: null, duration: null, annotation: null, page: null, completed: null, anchor: null },
    },
  ])('accepts $name', async ({ data, file }) => {
    expect(await post({ data }, { ...(file && { file }) })).toMatchObject({ status: 201 });
  });

  it('removes unknown fields from objects that may have them', async () => {
    const response = await post({ data: { text: 'x', anchor: { x: 0.5, y: 0.5, z: 1 } } });
    expect(response.body).toHaveProperty('data.anchor', { x: 0.5, y: 0.5 });
  });

  it.each<{ name: string; body: unknown; pointer: string; detail: unknown }>([
    { name: 'no data', body: {}, pointer: '/data', detail: 'Missing field: data' },
    { name: 'data that is text', body: { data: 'x' }, pointer: '/data', detail: 'Invalid object. Got: string' },
    {
      name: 'a field beside data',
      body: { data: { text: 'x' }, foo: 1 },
      pointer: '/foo',
      detail: 'Unexpected field: foo',
    },
  ])('refuses $name', async ({ body, pointer, detail }) => {
    expect(await post(body)).toMatchObject({ status: 422, body: fieldError(pointer, detail) });
  });

  it.each<{ name: string; data: Record<string, unknown>; pointer: string; detail?: string; file?: string }>([
    { name: 'an unknown field', data: { foo: 1 }, pointer: '/data/foo', detail: 'Unexpected field: foo' },
    { name: 'a field named as a prototype', data: JSON.parse('{"__proto__":1}'), pointer: '/data/__proto__' },
    { name: 'no text', data: { text: undefined }, pointer: '/data/text', detail: 'Missing field: text' },
    { name: 'null for text', data: { text: null }, pointer: '/data/text', detail: 'null value where string expected' },
    { name: 'empty text', data: { text: '' }, pointer: '/data/text' },
    { name: 'text that is too long', data: { text: 'x'.repeat(40_001) }, pointer: '/data/text' },
    { name: 'text that is a number', data: { text: 5 }, pointer: '/data/text', detail: 'Invalid string. Got: integer' },
    { name: 'a negative timestamp', data: { timestamp: -1 }, pointer: '/data/timestamp' },
    { name: 'a timestamp in seconds', data: { timestamp: 1.5 }, pointer: '/data/timestamp' },
    { name: 'a timecode without frames', data: { timestamp: '00:00:02' }, pointer: '/data/timestamp' },
    { name: 'a timecode with frame 24', data: { timestamp: '00:00:02:24' }, pointer: '/data/timestamp' },
    { name: 'a timestamp on a picture', data: { timestamp: 5 }, file: 'a.png', pointer: '/data/timestamp' },
    {
      name: 'a duration alone',
      data: { duration: 5 },
      pointer: '/data/duration',
      detail: 'duration requires timestamp',
    },
    { name: 'a duration of nothing', data: { timestamp: 5, duration: 0 }, pointer: '/data/duration' },
    { name: 'an annotation that is too long', data: { annotation: 'x'.repeat(200_001) }, pointer: '/data/annotation' },
    { name: 'an annotation on sound', data: { annotation: '[]' }, file: 'a.wav', pointer: '/data/annotation' },
    { name: 'page 0', data: { page: 0 }, file: 'a.pdf', pointer: '/data/page' },
    { name: 'a page of a film', data: { page: 1 }, pointer: '/data/page' },
    { name: 'a word for completed', data: { completed: 'yes' }, pointer: '/data/completed' },
    { name: 'an anchor outside', data: { anchor: { x: 1.01, y: 0 } }, pointer: '/data/anchor/x' },
    { name: 'half an anchor', data: { anchor: { x: 1 } }, pointer: '/data/anchor/y' },
    { name: 'a link to nowhere', data: { links: [{ start_index: 0, end_index: 1 }] }, pointer: '/data/links/0/url' },
    { name: 'seven attachments', data: { attachments: Array(7).fill(ATTACHMENT) }, pointer: '/data/attachments' },
    {
      name: 'an unknown field of an attachment',
      data: { attachments: [{ ...ATTACHMENT, id: 'x' }] },
      pointer: '/data/attachments/0/id',
    },
    {
      name: 'a review of an unknown type',
      data: { text_review_annotation: { ...REVIEW, text_review_annotation_type: 'praise' } },
      pointer: '/data/text_review_annotation/text_review_annotation_type',
      detail: 'Invalid value for enum',
    },
    {
      name: 'a number no JSON reader can hold',
      data: { text_review_annotation: { ...REVIEW, bounds: [{ ...BOUNDS, x: 'INFINITE' }] } },
      pointer: '/data/text_review_annotation/bounds/0/x',
    },
  ])('refuses $name', async ({ data, pointer, detail = expect.any(String), file }) => {
    const body = JSON.stringify({ data: { text: 'x', ...data } }).replace('"INFINITE"', '1e999');
    const response = await post(body, { ...(file && { file }) });
    expect(response).toMatchObject({ status: 422, body: fieldError(pointer, detail) });
  });

  it('reports every invalid field', async () => {
    const { body } = await post({ data: { foo: 1, text: '', page: 0 } }, { query: '?timestamp_as_timecode=perhaps' });
    expect(body).toMatchObject({
      errors: ['/timestamp_as_timecode', '/data/foo', '/data/text', '/data/page'].map((pointer) => ({
        source: { pointer },
      })),
    });
  });
});
