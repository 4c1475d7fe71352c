import type { ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { FrameioClient } from '../../../../lib/client/client.ts';
import type { Rendition } from '../../../../lib/client/download/download.ts';
import { downloadFile } from '../../../../lib/client/download/download-file.ts';
import { json, scriptedServer } from '../../../support/scripted-server.ts';
import { testClock } from '../../../support/test-clock.ts';

/**
 * Downloads a file of four bytes to a stream. The storage sends `first` without the size of the media, and closes the
 * connection when the bytes have arrived. Then it responds as the test defines.
 */
async function downloadFrom(rendition: Rendition, first: string, respond: (response: ServerResponse) => unknown) {
  const ranges: (string | undefined)[] = [];
  let breakConnection: () => void = () => undefined;
  const server = await scriptedServer((response, _, { headers, url }) => {
    if (url.startsWith('/v4/')) {
      const link = { download_url: `http://${headers.host}/media` };
      return json(response, 200, { data: { id: 'f', file_size: 4, media_links: { [rendition]: link } } });
    }
    ranges.push(headers.range);
    if (ranges.length > 1) return respond(response);
    breakConnection = () => void response.socket?.destroy();
    return response.writeHead(200, { etag: '"1"' }).write(first);
  });
  const client = new FrameioClient({ token: 'the-token', baseUrl: server.url, clock: testClock() });
  const stream = new PassThrough();
  const [bytes, result] = await Promise.allSettled([
    buffer(stream),
    downloadFile(client, 'a', 'f', { to: stream, rendition, onProgress: () => breakConnection() }),
  ]);
  await server.close();
  return { bytes: bytes.status === 'fulfilled' ? String(bytes.value) : undefined, result, ranges };
}

describe('a rendition that breaks before the storage states its size', () => {
  it('resumes with a range that states the size', async () => {
    const { bytes, result, ranges } = await downloadFrom('efficient', '01', (response) =>
      response.writeHead(206, { etag: '"1"', 'content-range': 'bytes 2-3/4' }).end('23'),
    );
    expect({ bytes, result: result.status, ranges }).toEqual({
      bytes: '0123',
      result: 'fulfilled',
      ranges: [undefined, 'bytes=2-'],
    });
  });

  it('is complete if the storage states that it ends there', async () => {
    const { bytes, result, ranges } = await downloadFrom('efficient', '0123', (response) =>
      response.writeHead(416, { 'content-range': 'bytes */4' }).end(),
    );
    expect({ bytes, result, ranges }).toEqual({
      bytes: '0123',
      result: { status: 'fulfilled', value: expect.objectContaining({ bytes: 4 }) },
      ranges: [undefined, 'bytes=4-'],
    });
  });

  it('is rejected if the storage states that it ends elsewhere', async () => {
    const { result } = await downloadFrom('efficient', '0123', (response) =>
      response.writeHead(416, { 'content-range': 'bytes */3' }).end(),
    );
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'download_failed', cause: { status: 416 } } });
  });
});

it('rejects an original that has more bytes than the file', async () => {
  const { result, ranges } = await downloadFrom('original', '01234', (response) => response.writeHead(404).end());
  expect({ result, ranges }).toMatchObject({
    result: { status: 'rejected', reason: { code: 'download_failed', bytes: 0 } },
    ranges: [undefined],
  });
  expect(result).toHaveProperty('reason.message', expect.stringContaining('sent more than 4 bytes'));
});

describe('an original that breaks', () => {
  it('after its last byte is complete without another request', async () => {
    const { bytes, result, ranges } = await downloadFrom('original', '0123', (response) =>
      response.writeHead(416).end(),
    );
    expect({ bytes, result: result.status, ranges }).toEqual({
      bytes: '0123',
      result: 'fulfilled',
      ranges: [undefined],
    });
  });

  it('before its last byte is rejected if the storage has no more', async () => {
    const { result } = await downloadFrom('original', '01', (response) =>
      response.writeHead(416, { 'content-range': 'bytes */2' }).end(),
    );
    expect(result).toMatchObject({
      status: 'rejected',
      reason: { code: 'download_failed', message: expect.stringContaining('has 2 bytes, but the file has 4') },
    });
  });
});
