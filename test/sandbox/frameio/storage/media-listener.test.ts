import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Rendition } from '../../../../sandbox/frameio/api/media-links.ts';
import type { MediaFault } from '../../../../sandbox/frameio/storage/media-fault.ts';
import { mediaUrl } from '../../../../sandbox/frameio/storage/media-url.ts';
import { type RunningApi, startApi } from '../running-api.ts';

const DAY_MS = 86_400_000;
const SIZE = 200_000;

let api: RunningApi;
let fileId: string;
let fault: MediaFault | undefined;
beforeEach(async () => {
  fault = undefined;
  api = await startApi({ mediaFault: () => fault });
  fileId = api.state.addFile({ name: 'Take 2.mov', fileSize: SIZE }).id;
});
afterEach(() => api.close());

function urlOf(rendition: Rendition = 'original', id = fileId): string {
  const signer = { key: api.state.storageKey, now: api.state.now() };
  return mediaUrl({ host: new URL(api.url).host, fileId: id, rendition }, signer);
}

async function get(url: string, headers: Record<string, string> = {}, method = 'GET') {
  const response = await fetch(url, { method, headers });
  return {
    status: response.status,
    length: response.headers.get('content-length'),
    range: response.headers.get('content-range'),
    type: response.headers.get('content-type'),
    etag: response.headers.get('etag'),
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

describe('the storage', () => {
  it('serves an original in its size, always the same', async () => {
    const [one, other] = [await get(urlOf()), await get(urlOf())];
    expect(one).toMatchObject({ status: 200, length: String(SIZE), range: null });
    expect(one.bytes).toHaveLength(SIZE);
    expect(other).toEqual(one);
  });

  it.each([
    { header: 'bytes=199000-', first: 199_000, last: 199_999 },
    { header: 'bytes=65000-66999', first: 65_000, last: 66_999 },
    { header: 'bytes=0-999999', first: 0, last: 199_999 },
  ])('serves the range $header', async ({ header, first, last }) => {
    const whole = await get(urlOf());
    const part = await get(urlOf(), { range: header });
    expect(part).toMatchObject({ status: 206, range: `bytes ${first}-${last}/${SIZE}`, etag: whole.etag });
    expect(part.bytes.equals(whole.bytes.subarray(first, last + 1))).toBe(true);
  });

  it('serves an empty original, and renditions of one byte or more', async () => {
    const { id } = api.state.addFile({ name: 'Empty.mov', fileSize: 0 });
    expect(await get(urlOf('original', id))).toMatchObject({ status: 200, length: '0' });
    expect(await get(urlOf('efficient', id))).toMatchObject({ status: 200, length: '1' });
  });

  it.each(['bytes=0-1,3-4', 'bytes=5-3'])('ignores the range %s', async (range) => {
    expect(await get(urlOf(), { range })).toMatchObject({ status: 200, length: String(SIZE) });
  });

  it('serves an original whose media type no header can hold', async () => {
    const { id } = api.state.addFile({ name: 'a', fileSize: 1, mediaType: 'видео/mp4' });
    expect(await get(urlOf('original', id))).toMatchObject({ status: 200, type: '_____/mp4' });
  });

  it('answers 416 to a range after the end', async () => {
    const { status, range, bytes } = await get(urlOf(), { range: `bytes=${SIZE}-` });
    expect({ status, range, body: String(bytes) }).toEqual({
      status: 416,
      range: `bytes */${SIZE}`,
      body: expect.stringContaining('InvalidRange'),
    });
  });

  it('serves renditions that are smaller and have other content', async () => {
    const [original, efficient] = [await get(urlOf()), await get(urlOf('efficient'))];
    expect(efficient.bytes).toHaveLength(SIZE / 4);
    expect(efficient.bytes.equals(original.bytes.subarray(0, SIZE / 4))).toBe(false);
  });

  it('refuses a URL after a day', async () => {
    const url = urlOf();
    api.clock.ms += DAY_MS - 1_000;
    expect(await get(url)).toMatchObject({ status: 200 });
    api.clock.ms += 1_000;
    const { status, bytes } = await get(url);
    expect({ status, body: String(bytes) }).toEqual({
      status: 403,
      body: expect.stringContaining('<Code>AccessDenied</Code><Message>Request has expired'),
    });
  });

  it.each<{ name: string; url: () => string; headers?: Record<string, string>; method?: string }>([
    { name: 'the access token', url: () => urlOf(), headers: { authorization: 'Bearer x' } },
    { name: 'another method', url: () => urlOf(), method: 'POST' },
    { name: 'no signature', url: () => urlOf().replace(/&Signature=.*/, '') },
    { name: 'a later expiry', url: () => urlOf().replace(/Expires=1/, 'Expires=2') },
    { name: 'another rendition than the signed one', url: () => urlOf().replace('/original', '/efficient') },
    { name: 'a file that does not exist', url: () => urlOf('original', '0f8fad5b-d9cb-469f-a165-70867728950e') },
    {
      name: 'a rendition that the file does not have',
      url: () => urlOf('video_h264_180', api.state.addFile({ name: 'a.png', fileSize: 1 }).id),
    },
  ])('refuses a request with $name', async ({ url, headers, method }) => {
    expect(await get(url(), headers, method)).toMatchObject({ status: 403 });
  });

  it('reports its calls', async () => {
    await get(urlOf());
    expect(api.calls).toEqual([{ method: 'GET', path: `/storage/media/${fileId}/original`, status: 200 }]);
  });
});

describe('a simulated fault', () => {
  it.each<{ fault: MediaFault; expected: object }>([
    { fault: 503, expected: { status: 503 } },
    { fault: 'ignore_range', expected: { status: 200, length: String(SIZE) } },
    { fault: 'new_content', expected: { status: 206, etag: '"new"', length: String(SIZE - 9) } },
    { fault: { extraBytes: 5 }, expected: { status: 206, range: `bytes 9-${SIZE + 4}/${SIZE + 5}` } },
    {
      fault: { endAfterBytes: 7 },
      expected: { status: 206, length: null, bytes: expect.objectContaining({ length: 7 }) },
    },
  ])('$fault changes the response', async ({ fault: simulated, expected }) => {
    fault = simulated;
    expect(await get(urlOf(), { range: 'bytes=9-' })).toMatchObject(expected);
  });

  it('of a cut connection breaks the response', async () => {
    fault = { cutAfterBytes: 7 };
    await expect(get(urlOf())).rejects.toThrow('terminated');
  });
});
