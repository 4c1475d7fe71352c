import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { FrameioClient } from '../../../../lib/client/client.ts';
import { downloadFile } from '../../../../lib/client/download/download-file.ts';
import type { MediaFault } from '../../../../sandbox/frameio/storage/media-fault.ts';
import { json, scriptedServer } from '../../../support/scripted-server.ts';
import { testClock } from '../../../support/test-clock.ts';
import { FILE_BYTES, startDownloads } from './download-stage.ts';

const DAY_MS = 86_400_000;

/** The header `Range` of a resumed request. Node.js may drop the last chunk before a break, so its start varies. */
const RESUMED = expect.stringMatching(/^bytes=[1-9]\d*-$/);

/** Faults that a download survives, and the header `Range` of each request. */
const SURVIVED: readonly { name: string; faults: readonly (MediaFault | undefined)[]; ranges: readonly unknown[] }[] = [
  {
    name: 'the connection breaks in the middle',
    faults: [{ cutAfterBytes: 100_001 }, { cutAfterBytes: 7 }, undefined],
    ranges: [undefined, RESUMED, RESUMED],
  },
  {
    name: 'the connection breaks before the first byte',
    faults: [{ cutAfterBytes: 0 }, undefined],
    ranges: [undefined, undefined],
  },
  {
    name: 'a response ends too early without stating a size',
    faults: [{ endAfterBytes: 100_000 }, undefined],
    ranges: [undefined, 'bytes=100000-'],
  },
  { name: 'the storage fails twice', faults: [500, 503, undefined], ranges: [undefined, undefined, undefined] },
  {
    name: 'the storage ignores the requested range',
    faults: [{ cutAfterBytes: 100_001 }, 'ignore_range'],
    ranges: [undefined, RESUMED],
  },
];

describe.each(SURVIVED)('if $name, a download', ({ faults, ranges: expected }) => {
  it('to a path is complete', async () => {
    const { download, original, written, names, ranges } = await startDownloads(faults);
    expect(await download()).toMatchObject({ bytes: FILE_BYTES });
    expect(written().equals(original)).toBe(true);
    expect(names()).toEqual(['take-2.mov']);
    expect(ranges).toEqual(expected);
  });

  it('to a stream has each byte once', async () => {
    const { download, original, ranges } = await startDownloads(faults);
    const stream = new PassThrough();
    const [bytes] = await Promise.all([buffer(stream), download({ to: stream })]);
    expect(bytes.equals(original)).toBe(true);
    expect(ranges).toEqual(expected);
  });
});

describe('a stalled storage', () => {
  it.each<{ name: string; faults: readonly (MediaFault | undefined)[]; ranges: readonly (string | undefined)[] }>([
    {
      name: 'that sends no more bytes',
      faults: [{ stallAfterBytes: 70_000 }, undefined],
      ranges: [undefined, 'bytes=70000-'],
    },
    { name: 'that does not respond', faults: ['hang', undefined], ranges: [undefined, undefined] },
  ])('$name is left after timeoutMs, and the download resumes', async ({ faults, ranges: expected }) => {
    const { download, original, written, ranges } = await startDownloads(faults);
    await download({}, { timeoutMs: 2_000 });
    expect(written().equals(original)).toBe(true);
    expect(ranges).toEqual(expected);
  });
});

describe('an expired link', () => {
  it('is renewed at the start', async () => {
    const { api, download, original, written } = await startDownloads([403, undefined]);
    await download();
    expect(written().equals(original)).toBe(true);
    expect(api.calls.map(({ method, status }) => `${method} ${status}`)).toEqual([
      'GET 200',
      'GET 403',
      'GET 200',
      'GET 200',
    ]);
  });

  it('is renewed in the middle, and the download continues', async () => {
    const { api, download, original, written, ranges } = await startDownloads([{ cutAfterBytes: 150_000 }, undefined]);
    let hasExpired = false;
    const onProgress = () => {
      if (!hasExpired) api.clock.ms += DAY_MS;
      hasExpired = true;
    };
    await download({ onProgress });
    expect(written().equals(original)).toBe(true);
    expect(ranges).toEqual([undefined, RESUMED, RESUMED]);
    expect(api.calls.filter(({ path }) => path.startsWith('/v4/'))).toHaveLength(2);
  });

  it('rejects the download if every new link is refused, without a signature in any message', async () => {
    const { api, download, fileId, names } = await startDownloads([403]);
    const error = await download().catch((failure: unknown) => failure);
    expect(error).toMatchObject({
      code: 'download_failed',
      fileId,
      bytes: 0,
      message: expect.stringContaining('answered the download with 403 (AccessDenied)'),
      cause: { code: 'storage_refused', status: 403, reason: 'AccessDenied' },
    });
    expect(`${error} ${JSON.stringify(error)}`).not.toContain('Signature');
    expect(api.calls.filter(({ path }) => path.startsWith('/storage/'))).toHaveLength(4);
    expect(names()).toEqual([]);
  });

  it('rejects the download with the error of Frame.io if there is no new link', async () => {
    let shown = 0;
    const { download, names } = await startDownloads([403], {
      fault: () => {
        shown += 1;
        return shown > 1 ? 404 : undefined;
      },
    });
    await expect(download()).rejects.toMatchObject({ code: 'not_found', operation: 'files.show' });
    expect(names()).toEqual([]);
  });
});

describe('a download is rejected and leaves no file', () => {
  it.each<{ name: string; faults: readonly (MediaFault | undefined)[]; requests: number; error: object }>([
    {
      name: 'if the storage has more bytes than the file',
      faults: [{ extraBytes: 1 }],
      requests: 1,
      error: { bytes: 0, message: expect.stringContaining('has 300001 bytes, but the file has 300000') },
    },
    {
      name: 'if the storage has fewer bytes than the file',
      faults: [{ extraBytes: -1 }],
      requests: 1,
      error: { bytes: 0, message: expect.stringContaining('has 299999 bytes, but the file has 300000') },
    },
    {
      name: 'after three failed retries',
      faults: [503],
      requests: 4,
      error: { bytes: 0, cause: { code: 'storage_refused', status: 503, reason: 'SlowDown' } },
    },
    {
      name: 'after three broken connections in a row',
      faults: [{ cutAfterBytes: 10 }],
      requests: 4,
      error: { cause: { code: 'ECONNRESET' } },
    },
    {
      name: 'at once if the storage refuses the request',
      faults: [404],
      requests: 1,
      error: { cause: { code: 'storage_refused', status: 404 } },
    },
    {
      name: 'at once if the storage redirects',
      faults: [302],
      requests: 1,
      error: { cause: { code: 'storage_refused', status: 302 } },
    },
  ])('$name', async ({ faults, requests, error }) => {
    const { download, ranges, names, fileId } = await startDownloads(faults);
    await expect(download()).rejects.toMatchObject({
      name: 'DownloadError',
      code: 'download_failed',
      fileId,
      ...error,
    });
    expect(ranges).toHaveLength(requests);
    expect(names()).toEqual([]);
  });
});

describe('if the content changes after a break, a download', () => {
  it.each<{ name: string; faults: readonly (MediaFault | undefined)[]; ranges: readonly unknown[] }>([
    {
      name: 'requests all of it',
      faults: [{ cutAfterBytes: 150_000 }, 'new_content'],
      ranges: [undefined, RESUMED, undefined],
    },
  ])('to a path $name', async ({ faults, ranges: expected }) => {
    const { download, original, written, ranges } = await startDownloads(faults);
    expect(await download()).toMatchObject({ bytes: FILE_BYTES });
    expect(written().equals(Buffer.from(original.map((byte) => byte ^ 0xff)))).toBe(true);
    expect(ranges).toEqual(expected);
  });

  it('to a stream is rejected, because the stream has bytes of the old content', async () => {
    const { download } = await startDownloads([{ cutAfterBytes: 150_000 }, 'new_content']);
    const stream = new PassThrough();
    stream.resume();
    await expect(download({ to: stream })).rejects.toMatchObject({
      code: 'download_failed',
      message: expect.stringContaining('the stream has received bytes of the old one'),
    });
    expect(stream.destroyed).toBe(true);
  });
});

it('waits longer after each failure in a row', async () => {
  const { clock, download } = await startDownloads([503, 503, 503, undefined]);
  await download();
  expect(clock.waits).toHaveLength(3);
  for (const [failure, ms] of clock.waits.entries()) expect(ms).toBeLessThan(500 * 2 ** failure);
});

it('counts failures from the start again after a mebibyte', async () => {
  const { api, client, path, ranges, written } = await startDownloads([{ cutAfterBytes: 2_000_000 }]);
  const { id } = api.state.addFile({ name: 'Long take.mov', fileSize: 12_000_000 });
  await downloadFile(client, api.state.account.id, id, { to: path });
  expect(written()).toHaveLength(12_000_000);
  expect(ranges.length).toBeGreaterThan(5);
});

describe('a range that does not continue the file rejects the download', () => {
  it.each([
    { name: 'a later one', range: 'bytes 3-3/4' },
    { name: 'one without a position', range: undefined },
    { name: 'one in another unit', range: 'lines 2-3/4' },
  ])('$name', async ({ range }) => {
    const server = await scriptedServer((response, _, { headers, url }) => {
      if (url.startsWith('/v4/')) {
        const original = { download_url: `http://${headers.host}/media` };
        return json(response, 200, { data: { id: 'f', file_size: 4, media_links: { original } } });
      }
      if (headers.range === undefined) {
        response.writeHead(200, { 'content-length': 4 }).write('01');
        return response.socket?.destroySoon();
      }
      return response.writeHead(206, { ...(range && { 'content-range': range }) }).end('3');
    });
    const client = new FrameioClient({ token: 'the-token', baseUrl: server.url, clock: testClock() });
    const stream = new PassThrough();
    stream.resume();
    const download = downloadFile(client, 'a', 'f', { to: stream });
    await expect(download).rejects.toMatchObject({
      code: 'download_failed',
      bytes: 2,
      message: expect.stringContaining('sent another range than the requested one'),
    });
    await server.close();
    expect(server.seen.map(({ headers }) => headers.range)).toEqual([undefined, undefined, 'bytes=2-']);
  });
});
