import { mkdirSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
import { FrameioClient } from '../../../../lib/client/client.ts';
import type { DownloadProgress } from '../../../../lib/client/download/download.ts';
import { downloadFile } from '../../../../lib/client/download/download-file.ts';
import { json, scriptedServer } from '../../../support/scripted-server.ts';
import { collectingStream, FILE_BYTES, startDownloads } from './download-stage.ts';

describe('a download writes the original to', () => {
  it.each([
    { name: 'a path', target: (path: string) => path },
    { name: 'the URL of a file', target: (path: string) => pathToFileURL(path) },
  ])('$name', async ({ target }) => {
    const { download, fileId, path, original, written, names } = await startDownloads();
    const result = await download({ to: target(path) });
    expect(result).toMatchObject({ rendition: 'original', bytes: FILE_BYTES, path, data: { id: fileId } });
    expect(written().equals(original)).toBe(true);
    expect(names()).toEqual(['take-2.mov']);
  });

  it('a Node stream, which it ends', async () => {
    const { download, original } = await startDownloads();
    const stream = new PassThrough();
    const [bytes, result] = await Promise.all([buffer(stream), download({ to: stream })]);
    expect(bytes.equals(original)).toBe(true);
    expect(result).toMatchObject({ bytes: FILE_BYTES, path: undefined });
    expect(stream.writableFinished).toBe(true);
  });

  it('a web stream, which it closes', async () => {
    const { download, original } = await startDownloads();
    const { stream, bytes } = collectingStream();
    await download({ to: stream });
    expect((await bytes).equals(original)).toBe(true);
  });
});

it('has the bytes of an upload', async () => {
  const { api, client } = await startDownloads();
  const { account, project } = api.state;
  const body = Buffer.from('Take 2 is the one.');
  const { data: file } = await client.files.upload(account.id, project.root_folder_id, { name: 'notes.txt', body });
  const { stream, bytes } = collectingStream();
  await downloadFile(client, account.id, file.id, { to: stream });
  expect(String(await bytes)).toBe('Take 2 is the one.');
});

it('has a rendition with the size that the storage states', async () => {
  const { download, written } = await startDownloads();
  const progress: DownloadProgress[] = [];
  const result = await download({ rendition: 'efficient', onProgress: (at) => progress.push(at) });
  expect(result).toMatchObject({ rendition: 'efficient', bytes: 75_000 });
  expect(written()).toHaveLength(75_000);
  expect(progress.at(-1)).toEqual({ bytes: 75_000, totalBytes: 75_000 });
});

it('sends neither the token nor any other header of the client to the storage', async () => {
  const server = await scriptedServer((response, _, { headers, url }) => {
    if (!url.startsWith('/v4/')) return response.writeHead(200, { 'content-length': 4 }).end('0123');
    const download_url = `http://${headers.host}/media`;
    return json(response, 200, { data: { id: 'f', file_size: 4, media_links: { original: { download_url } } } });
  });
  const client = new FrameioClient({ token: 'the-token', baseUrl: server.url, headers: { 'x-sent-by': 'tests' } });
  const { stream, bytes } = collectingStream();
  await downloadFile(client, 'a', 'f', { to: stream });
  await server.close();
  expect(String(await bytes)).toBe('0123');
  expect(server.seen.map(({ headers }) => headers['x-sent-by'])).toEqual(['tests', undefined]);
  expect(server.seen.at(-1)?.headers).toEqual({ host: expect.any(String), connection: expect.any(String) });
});

describe('onProgress', () => {
  it('is called after each chunk', async () => {
    const { download } = await startDownloads();
    const progress: DownloadProgress[] = [];
    await download({ onProgress: (at) => progress.push(at) });
    expect(progress.length).toBeGreaterThan(1);
    expect(progress.at(-1)).toEqual({ bytes: FILE_BYTES, totalBytes: FILE_BYTES });
    const positions = progress.map(({ bytes }) => bytes);
    expect(positions).toEqual(positions.toSorted((one, other) => one - other));
  });

  it('that throws does not reject the download', async () => {
    const { download } = await startDownloads();
    const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const onProgress = () => {
      throw new Error('no terminal');
    };
    await expect(download({ onProgress })).resolves.toMatchObject({ bytes: FILE_BYTES });
    expect(warning).toHaveBeenCalledWith(expect.stringContaining('no terminal'), expect.anything());
    warning.mockRestore();
  });
});

describe('a path', () => {
  it('keeps its old file until the new one is complete', async () => {
    const { download, path, original, written, names } = await startDownloads();
    writeFileSync(path, 'old');
    const during: string[] = [];
    await download({ onProgress: () => during.push(written().toString('latin1', 0, 3)) });
    expect(new Set(during)).toEqual(new Set(['old']));
    expect(written().equals(original)).toBe(true);
    expect(names()).toEqual(['take-2.mov']);
  });

  it('keeps its old file if the download fails', async () => {
    const { download, path, written, names } = await startDownloads([{ cutAfterBytes: 10 }]);
    writeFileSync(path, 'old');
    await expect(download()).rejects.toMatchObject({ code: 'download_failed' });
    expect({ content: String(written()), names: names() }).toEqual({ content: 'old', names: ['take-2.mov'] });
  });

  it.each([
    { name: 'in a folder that does not exist', path: (folder: string) => join(folder, 'missing', 'take-2.mov') },
    { name: 'of a folder', path: (folder: string) => join(folder, 'folder') },
    { name: 'of a missing folder', path: (folder: string) => join(folder, 'missing', sep) },
    { name: 'that is empty', path: () => '' },
    { name: 'that is the URL of a web page', path: () => new URL('https://example.com/take-2.mov') },
    { name: 'that is a URL without a path', path: () => new URL('file://server/take-2%2F.mov') },
  ])('$name is refused before any call', async ({ path }) => {
    const { api, download, folder } = await startDownloads();
    mkdirSync(join(folder, 'folder'));
    await expect(download({ to: path(folder) })).rejects.toMatchObject({ code: 'config_error' });
    expect(api.calls).toEqual([]);
  });
});

describe('a stream', () => {
  it('that fails rejects the download with its error', async () => {
    const { download } = await startDownloads();
    const cause = new Error('The disk is full.');
    const stream = new Writable({ write: (_, __, done) => done(cause) });
    await expect(download({ to: stream })).rejects.toMatchObject({ code: 'download_failed', bytes: 0, cause });
  });

  it('that fails between two writes rejects the download with its error', async () => {
    const { download } = await startDownloads();
    const cause = new Error('The socket is closed.');
    const stream = new Writable({ write: (_, __, done) => done() });
    const onProgress = () => void stream.destroy(cause);
    await expect(download({ to: stream, onProgress })).rejects.toMatchObject({ code: 'download_failed', cause });
  });

  it('that is destroyed during a write rejects the download', async () => {
    const { download } = await startDownloads();
    const stream = new Writable({ write: () => void stream.destroy() }); // never completes the write
    await expect(download({ to: stream })).rejects.toMatchObject({ code: 'download_failed', bytes: 0 });
  });

  it('that was destroyed before rejects the download', async () => {
    const { download } = await startDownloads();
    const stream = new PassThrough();
    stream.destroy();
    await expect(download({ to: stream })).rejects.toMatchObject({ code: 'download_failed', bytes: 0 });
  });

  it('that fails at its end rejects the download', async () => {
    const { download } = await startDownloads();
    const cause = new Error('The quota is reached.');
    const stream = new Writable({ write: (_, __, done) => done(), final: (done) => done(cause) });
    await expect(download({ to: stream })).rejects.toMatchObject({ code: 'download_failed', bytes: FILE_BYTES, cause });
  });

  it('is destroyed with the reason if there is no file', async () => {
    const { api, client } = await startDownloads();
    const stream = new PassThrough();
    const id = '0f8fad5b-d9cb-469f-a165-70867728950e';
    await expect(downloadFile(client, api.state.account.id, id, { to: stream })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect({ isDestroyed: stream.destroyed, reason: stream.errored }).toMatchObject({
      isDestroyed: true,
      reason: { code: 'not_found' },
    });
  });

  it('of the web that fails rejects the download with its error', async () => {
    const { download } = await startDownloads();
    const cause = new Error('The browser left.');
    const stream = new WritableStream<Uint8Array>({
      write: () => {
        throw cause;
      },
    });
    await expect(download({ to: stream })).rejects.toMatchObject({ code: 'download_failed', cause });
  });
});

describe('an abort', () => {
  const ABORTED = {
    code: 'download_failed',
    cause: {
      code: 'api_aborted',
      operation: 'files.download',
      method: 'GET',
      path: 'media_links.original',
      isOutcomeUnknown: false,
      cause: 'enough',
    },
  };

  it('rejects the download in the middle and leaves no file', async () => {
    const { download, names } = await startDownloads([{ stallAfterBytes: 70_000 }]);
    const controller = new AbortController();
    const onProgress = () => controller.abort('enough');
    await expect(download({ onProgress }, { abortSignal: controller.signal })).rejects.toMatchObject(ABORTED);
    expect(names()).toEqual([]);
  });

  it('rejects the download before the storage responds', async () => {
    const controller = new AbortController();
    const mediaFault = () => {
      controller.abort('enough');
      return 'hang' as const;
    };
    const { download, names } = await startDownloads([], { mediaFault });
    await expect(download({}, { abortSignal: controller.signal })).rejects.toMatchObject(ABORTED);
    expect(names()).toEqual([]);
  });

  it('of the signal of a client ends its downloads', async () => {
    const { api, client, fileId, folder, names } = await startDownloads([{ stallAfterBytes: 70_000 }]);
    const controller = new AbortController();
    const bound = client.withSignal(new AbortController().signal).withSignal(controller.signal);
    const onProgress = () => controller.abort('enough');
    const download = downloadFile(bound, api.state.account.id, fileId, { to: join(folder, 'x'), onProgress });
    await expect(download).rejects.toMatchObject(ABORTED);
    expect(names()).toEqual([]);
  });

  it.each([
    { name: 'a Node stream', open: (onWrite: () => void) => new Writable({ write: onWrite }) },
    {
      name: 'a web stream',
      open: (onWrite: () => void) =>
        new WritableStream<Uint8Array>({
          write: () => {
            onWrite();
            return new Promise(() => undefined);
          },
        }),
    },
  ])('rejects the download while $name accepts no more bytes', async ({ open }) => {
    const { download } = await startDownloads();
    const controller = new AbortController();
    const to = open(() => controller.abort('enough'));
    await expect(download({ to }, { abortSignal: controller.signal })).rejects.toMatchObject(ABORTED);
  });

  it('before the start sends nothing', async () => {
    const { api, download, names } = await startDownloads();
    await expect(download({}, { abortSignal: AbortSignal.abort('enough') })).rejects.toMatchObject({
      code: 'api_aborted',
    });
    expect(api.calls).toEqual([]);
    expect(names()).toEqual([]);
  });
});
