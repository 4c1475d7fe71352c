import { getMaxListeners } from 'node:events';
import { describe, expect, it, jest } from '@jest/globals';
import { FrameioClient } from '../../../../lib/client/client.ts';
import type { UploadProgress } from '../../../../lib/client/upload/send-parts.ts';
import { json, scriptedServer } from '../../../support/scripted-server.ts';
import { BYTES, STORED_PARTS, startUploads } from './upload-stage.ts';

describe('onProgress', () => {
  it('is called after each part', async () => {
    const { upload } = await startUploads();
    const calls: UploadProgress[] = [];
    await upload({ concurrency: 1, onProgress: (progress) => calls.push(progress) });
    expect(calls).toEqual([
      { uploadedBytes: 4, totalBytes: 10, uploadedParts: 1, totalParts: 3 },
      { uploadedBytes: 8, totalBytes: 10, uploadedParts: 2, totalParts: 3 },
      { uploadedBytes: 10, totalBytes: 10, uploadedParts: 3, totalParts: 3 },
    ]);
  });
});

describe('an onProgress that fails', () => {
  it.each([
    { name: 'by throwing', onProgress: () => fail() },
    { name: 'by rejecting', onProgress: async () => fail() },
  ])('$name does not reject the upload', async ({ onProgress }) => {
    const { upload } = await startUploads();
    const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    await expect(upload({ concurrency: 1, onProgress })).resolves.toMatchObject({ data: { status: 'uploaded' } });
    expect(warning.mock.calls).toEqual(Array(3).fill([expect.stringContaining('no terminal'), expect.anything()]));
    warning.mockRestore();
  });

  function fail(): never {
    throw new Error('no terminal');
  }
});

describe('a part', () => {
  it.each([
    { name: 'the media type of the file', media_type: 'video/quicktime', sent: 'video/quicktime' },
    {
      name: 'application/octet-stream if the file has no media type',
      media_type: null,
      sent: 'application/octet-stream',
    },
  ])('is sent with $name', async ({ media_type, sent }) => {
    const server = await scriptedServer((response, _, { method, headers }) => {
      const upload_urls = [{ size: BYTES.length, url: `http://${headers.host}/part` }];
      const data = { id: 'f', media_type, upload_urls, upload_complete: true, upload_failed: false };
      return method === 'PUT' ? response.writeHead(200).end() : json(response, 200, { data });
    });
    const { files } = new FrameioClient({ token: 'the-token', baseUrl: server.url });
    await files.upload('a', 'r', { name: 'Take 2.mov', body: BYTES });
    await server.close();
    const parts = server.seen.filter(({ method }) => method === 'PUT');
    expect(parts.map(({ body, headers }) => [body, headers['content-type']])).toEqual([[String(BYTES), sent]]);
  });

  it('reuses the connection of an earlier upload', async () => {
    const server = await scriptedServer((response, _, { method, headers }) => {
      const upload_urls = [{ size: BYTES.length, url: `http://${headers.host}/part` }];
      const data = { id: 'f', upload_urls, upload_complete: true, upload_failed: false };
      return method === 'PUT' ? response.writeHead(200).end() : json(response, 200, { data });
    });
    const client = new FrameioClient({ token: 'the-token', baseUrl: server.url });
    for (const name of ['Take 1.mov', 'Take 2.mov', 'Take 3.mov']) {
      await client.files.upload('a', 'r', { name, body: BYTES });
    }
    await server.close();
    const connections = server.seen.filter(({ method }) => method === 'PUT').map(({ connection }) => connection);
    expect({ parts: connections.length, connections: new Set(connections).size }).toEqual({ parts: 3, connections: 1 });
  });

  it('can be one of many in parallel without a warning about listeners', async () => {
    const refused = new Set<string>();
    const signals = new Set<AbortSignal>();
    const { upload } = await startUploads(
      {
        fault: ({ method, path }) => {
          if (method !== 'PUT' || refused.has(path)) return undefined;
          refused.add(path);
          return 503;
        },
      },
      ({ clock }) => ({
        clock: { ...clock, wait: async (_, signal) => void (signal && signals.add(signal)) },
      }),
    );
    await upload({ body: Buffer.alloc(80), concurrency: 20 });
    expect(refused.size).toBe(20);
    expect([...signals].map((signal) => getMaxListeners(signal))).toEqual([Number.POSITIVE_INFINITY]);
  });

  it('is retried if the storage fails', async () => {
    let failuresLeft = 2;
    const { api, upload } = await startUploads({
      fault: ({ method, path }) => {
        if (method !== 'PUT' || !path.endsWith('/2') || failuresLeft === 0) return undefined;
        failuresLeft -= 1;
        return 503;
      },
    });
    const { data } = await upload({});
    expect(api.state.uploadOf(data.id)?.parts).toEqual(STORED_PARTS);
  });

  it('rejects the upload and deletes the file if it is refused, without the signature in any message', async () => {
    const { api, upload } = await startUploads({
      fault: ({ method, path }) => (method === 'PUT' && path.endsWith('/2') ? 403 : undefined),
    });
    const error = await upload({}).catch((failure: unknown) => failure);
    expect(error).toMatchObject({
      code: 'upload_failed',
      isRemoved: true,
      cause: { code: 'storage_refused', status: 403, reason: 'AccessDenied', part: 2 },
    });
    expect(`${error} ${JSON.stringify(error)}`).not.toContain('X-Amz');
    expect(api.calls.at(-1)).toMatchObject({ method: 'DELETE', status: 204 });
  });

  it('reports that the file still exists if it cannot be deleted', async () => {
    const { api, upload } = await startUploads({
      fault: ({ method }) => ({ PUT: 403, DELETE: 403 })[method],
    });
    const error = await upload({}).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: 'upload_failed', isRemoved: false, cause: { status: 403, part: 1 } });
    expect(api.state.files()).toMatchObject([{ id: Object(error).fileId }]);
  });

  it('is sent beside at most concurrency - 1 others', async () => {
    const held: (() => void)[] = [];
    const inFlight: number[] = [];
    const server = await scriptedServer((response, _, { method, headers }) => {
      const upload_urls = Array.from({ length: 5 }, () => ({ size: 2, url: `http://${headers.host}/part` }));
      const data = { id: 'f', upload_urls, upload_complete: true, upload_failed: false };
      if (method !== 'PUT') return json(response, 200, { data });
      inFlight.push(held.push(() => response.writeHead(200).end()));
      if (held.length === 2 || inFlight.length === 5) for (const end of held.splice(0)) end();
    });
    const { files } = new FrameioClient({ token: 'the-token', baseUrl: server.url });
    await files.upload('a', 'r', { name: 'Take 2.mov', body: BYTES, concurrency: 2 });
    await server.close();
    expect(inFlight).toEqual([1, 2, 1, 2, 1]);
  });

  it('is sent beside all others if the concurrency is infinite', async () => {
    const { api, upload } = await startUploads();
    const { data } = await upload({ concurrency: Number.POSITIVE_INFINITY });
    expect(api.state.uploadOf(data.id)?.parts).toEqual(STORED_PARTS);
  });

  it('rejects the upload after three failed retries', async () => {
    const { api, upload } = await startUploads({
      fault: ({ method, path }) => (method === 'PUT' && path.endsWith('/3') ? 500 : undefined),
    });
    await expect(upload({})).rejects.toMatchObject({ code: 'upload_failed', cause: { status: 500, part: 3 } });
    expect(api.calls.filter(({ path }) => path.endsWith('/3'))).toHaveLength(4);
  });

  it('has ended before the upload deletes the file because another part is refused', async () => {
    let startWait = () => {};
    const waiting = new Promise<void>((resolve) => {
      startWait = resolve;
    });
    const server = await scriptedServer((response, _, { method, url, headers }) => {
      const upload_urls = [4, 6].map((size) => ({ size, url: `http://${headers.host}/${size}-bytes` }));
      if (url === '/4-bytes') response.writeHead(503).end();
      else if (url === '/6-bytes') void waiting.then(() => response.writeHead(403).end());
      else json(response, 200, { data: method === 'POST' ? { id: 'f', upload_urls } : {} });
    });
    const wait = async (_: number, signal?: AbortSignal) => {
      startWait();
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      for (const _ of [1, 2]) await client.request('GET', '/v4/while-the-part-has-not-ended');
    };
    const client = new FrameioClient({ token: 'the-token', baseUrl: server.url, clock: { now: Date.now, wait } });
    const refused = client.files.upload('a', 'r', { name: 'Take 2.mov', body: BYTES });
    await expect(refused).rejects.toMatchObject({ isRemoved: true, cause: { status: 403 } });
    await server.close();
    expect(server.seen.slice(-3).map(({ method }) => method)).toEqual(['GET', 'GET', 'DELETE']);
  });
});

it.each([0, 9, 11])('deletes the file and sends no part if its upload URLs are for %i of 10 bytes', async (size) => {
  const server = await scriptedServer((response, _, { method, headers }) => {
    const upload_urls = size === 0 ? undefined : [{ size, url: `http://${headers.host}/part` }];
    json(response, 200, { data: method === 'POST' ? { id: 'f', upload_urls } : {} });
  });
  const { files } = new FrameioClient({ token: 'the-token', baseUrl: server.url });
  await expect(files.upload('a', 'r', { name: 'Take 2.mov', body: BYTES })).rejects.toMatchObject({
    code: 'upload_failed',
    isRemoved: true,
    message: expect.stringContaining(`upload URLs for ${size} bytes, but the file has 10`),
  });
  await server.close();
  expect(server.seen.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
});
