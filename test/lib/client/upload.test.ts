import { createHash } from 'node:crypto';
import { getMaxListeners } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type FileUpload, FrameioClient, type UploadProgress } from '../../../lib/index.ts';
import { type RunningApi, type RunningApiOptions, startApi } from '../../sandbox/frameio/running-api.ts';
import { json, scriptedServer } from '../../support/scripted-server.ts';

const BYTES = Buffer.from('0123456789');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let api: RunningApi;
let client: FrameioClient;
afterEach(() => api?.close());

/** Frame.io with parts of four bytes, and a client on its clock. */
async function start(options: RunningApiOptions = {}): Promise<void> {
  api = await startApi({ maxPartBytes: 4, ...options });
  const clock = {
    now: () => api.clock.ms,
    wait: async (ms: number, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      api.clock.ms += ms;
    },
  };
  client = new FrameioClient({ token: api.state.token, baseUrl: api.url, clock });
}

const upload = (file: Partial<FileUpload>, options = {}) =>
  client.files.upload(
    api.state.account.id,
    api.state.project.root_folder_id,
    { name: 'Take 2.mov', body: BYTES, ...file },
    options,
  );

type StreamBody = Exclude<FileUpload['body'], Uint8Array | string | URL>;

/** The parts as they lie in the storage. */
const stored = (fileId: string) => api.state.uploadOf(fileId)?.parts;
const TEN_BYTES_IN_PARTS = [
  { size: 4, sha256: sha256(BYTES.subarray(0, 4)) },
  { size: 4, sha256: sha256(BYTES.subarray(4, 8)) },
  { size: 2, sha256: sha256(BYTES.subarray(8)) },
];

describe('the body', () => {
  const onDisk = join(mkdtempSync(join(tmpdir(), 'upload-')), 'take.mov');
  writeFileSync(onDisk, BYTES);

  it.each<{ name: string; file: () => Partial<FileUpload> }>([
    { name: 'bytes', file: () => ({ body: BYTES }) },
    { name: 'the path of a file', file: () => ({ body: onDisk }) },
    { name: 'the URL of a file', file: () => ({ body: pathToFileURL(onDisk) }) },
    {
      name: 'a stream, in chunks that fit no part',
      file: () => ({ body: Readable.from([BYTES.subarray(0, 3), BYTES.subarray(3, 9), BYTES.subarray(9)]), size: 10 }),
    },
    { name: 'a web stream', file: () => ({ body: new Blob([BYTES]).stream(), size: 10 }) },
  ])('may be $name, and arrives in parts of the sizes Frame.io gave', async ({ file }) => {
    await start();
    const { data } = await upload(file());
    expect(data).toMatchObject({
      name: 'Take 2.mov',
      file_size: 10,
      media_type: 'video/quicktime',
      status: 'uploaded',
    });
    expect(stored(data.id)).toEqual(TEN_BYTES_IN_PARTS);
  });

  it.each<{ name: string; file: Partial<FileUpload>; message: RegExp }>([
    { name: 'a stream of unknown size', file: { body: Readable.from([BYTES]) }, message: /needs its size/ },
    { name: 'of another size than given', file: { size: 11 }, message: /has 10 bytes, not 11/ },
    { name: 'empty', file: { body: Buffer.alloc(0) }, message: /empty/ },
    { name: 'a text that is no path', file: { body: 'Hello, world' }, message: /Buffer\.from\(text\)/ },
    { name: 'sent by nobody', file: { concurrency: 0 }, message: /concurrency/ },
  ])('that is $name is a ConfigError before anything is created', async ({ file, message }) => {
    await start();
    await expect(upload(file)).rejects.toMatchObject({ code: 'config_error', message: expect.stringMatching(message) });
    expect(api.calls).toEqual([]);
  });

  it.each([
    { name: 'shorter', size: 11, message: /ended early/ },
    { name: 'longer', size: 9, message: /longer than 9 bytes/ },
  ])('that is a stream $name than said is found out before its last part is sent', async ({ size, message }) => {
    await start();
    await expect(upload({ body: Readable.from([BYTES]), size, concurrency: 1 })).rejects.toMatchObject({
      code: 'upload_failed',
      isRemoved: true,
      message: expect.stringMatching(message),
    });
    expect(api.calls.filter(({ method }) => method === 'PUT')).toHaveLength(2);
  });
});

/** A stream of a kind, that gives some bytes and then goes on or not, and whether it has been ended. */
const STREAMS: readonly { kind: string; open: (first: Uint8Array) => { body: StreamBody; isEnded: () => boolean } }[] =
  [
    {
      kind: 'a Node stream',
      open: (first) => {
        const body = new Readable({ read: () => undefined });
        body.push(first);
        return { body, isEnded: () => body.destroyed };
      },
    },
    {
      kind: 'a web stream',
      open: (first) => {
        let isEnded = false;
        const body = new ReadableStream<Uint8Array>({
          start: (controller) => controller.enqueue(first),
          cancel: () => {
            isEnded = true;
          },
        });
        return { body, isEnded: () => isEnded };
      },
    },
    {
      kind: 'a generator',
      open: (first) => {
        let isEnded = false;
        async function* generate() {
          try {
            yield first;
            await new Promise(() => undefined);
          } finally {
            isEnded = true;
          }
        }
        return { body: generate(), isEnded: () => isEnded };
      },
    },
  ];

describe('a stream', () => {
  it('that fails before anything is asked of it fails the upload, and nothing else', async () => {
    await start();
    const body = new Readable({ read: () => undefined });
    const cause = new Error('The disk is gone.');
    process.nextTick(() => body.destroy(cause));
    await expect(upload({ body, size: 10 })).rejects.toMatchObject({ code: 'upload_failed', isRemoved: true, cause });
  });

  it.each(STREAMS)('is ended when no file can be created for it: $kind', async ({ open }) => {
    await start({ fault: ({ method }) => (method === 'POST' ? 403 : undefined) });
    const { body, isEnded } = open(BYTES);
    await expect(upload({ body, size: 10 })).rejects.toMatchObject({ code: 'forbidden' });
    expect(isEnded()).toBe(true);
  });

  it.each(
    STREAMS.flatMap((stream) => [
      { ...stream, concurrency: 4, when: 'while it is waited for' },
      { ...stream, concurrency: 1, when: 'before' },
    ]),
  )(
    'that gives nothing more does not keep a caller from aborting $when: $kind',
    async ({ kind, open, concurrency }) => {
      await start();
      const { body, isEnded } = open(BYTES.subarray(0, 5));
      const controller = new AbortController();
      const file = { body, size: 10, concurrency, onProgress: () => controller.abort('enough') };
      await expect(upload(file, { abortSignal: controller.signal })).rejects.toMatchObject({
        code: 'upload_failed',
        isRemoved: true,
        cause: { code: 'api_aborted', operation: 'files.upload', path: 'part 2', cause: 'enough' },
      });
      expect(isEnded()).toBe(kind !== 'a generator'); // one that waits for something cannot be ended
    },
  );

  it.each(STREAMS)('that gives nothing more ends when the storage refuses a part: $kind', async ({ open }) => {
    await start({ fault: ({ method }) => (method === 'PUT' ? 403 : undefined) });
    await expect(upload({ body: open(BYTES.subarray(0, 5)).body, size: 10 })).rejects.toMatchObject({
      code: 'upload_failed',
      isRemoved: true,
      cause: { code: 'storage_refused', part: 1 },
    });
  });

  it.each(STREAMS)('that gives nothing more ends the upload after timeoutMs: $kind', async ({ open }) => {
    await start();
    const { body } = open(BYTES.subarray(0, 5));
    await expect(upload({ body, size: 10 }, { timeoutMs: 200 })).rejects.toMatchObject({
      code: 'upload_failed',
      isRemoved: true,
      message: expect.stringContaining('The stream gave nothing for 200 ms'),
    });
  });

  it.each<{ name: string; file: Partial<FileUpload> }>([
    { name: 'without a size', file: {} },
    { name: 'sent by nobody', file: { size: 10, concurrency: 0 } },
  ])('is ended when it is refused: $name', async ({ file }) => {
    await start();
    const body = Readable.from([BYTES]);
    await expect(upload({ body, ...file })).rejects.toMatchObject({ code: 'config_error' });
    expect(body.destroyed).toBe(true);
  });

  it('that cannot be ended properly does not fail an upload that is done', async () => {
    await start();
    const chunks = [BYTES].values();
    const body = {
      [Symbol.asyncIterator]: () => ({
        next: async () => chunks.next(),
        return: () => Promise.reject(new Error('It was never open.')),
      }),
    };
    await expect(upload({ body, size: 10 })).resolves.toMatchObject({ data: { status: 'uploaded' } });
  });
});

describe('progress', () => {
  it('is told after each part', async () => {
    await start();
    const told: UploadProgress[] = [];
    await upload({ concurrency: 1, onProgress: (progress) => told.push(progress) });
    expect(told).toEqual([
      { uploadedBytes: 4, totalBytes: 10, uploadedParts: 1, totalParts: 3 },
      { uploadedBytes: 8, totalBytes: 10, uploadedParts: 2, totalParts: 3 },
      { uploadedBytes: 10, totalBytes: 10, uploadedParts: 3, totalParts: 3 },
    ]);
  });
});

describe('a progress bar that fails', () => {
  it.each([
    { name: 'at once', onProgress: () => fail() },
    { name: 'later', onProgress: async () => fail() },
  ])('$name does not fail the upload', async ({ onProgress }) => {
    await start();
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
    { name: 'the media type that Frame.io gave', media_type: 'video/quicktime', sent: 'video/quicktime' },
    { name: 'that of any bytes when it gave none', media_type: null, sent: 'application/octet-stream' },
  ])('has $name', async ({ media_type, sent }) => {
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

  it('goes over a connection that an earlier upload has left', async () => {
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

  it('may be one of many at a time, without a warning of a leak', async () => {
    const refused = new Set<string>();
    await start({
      fault: ({ method, path }) => {
        if (method !== 'PUT' || refused.has(path)) return undefined;
        refused.add(path);
        return 503;
      },
    });
    const signals = new Set<AbortSignal>();
    const clock = {
      now: () => api.clock.ms,
      wait: async (_: number, signal?: AbortSignal) => void (signal && signals.add(signal)),
    };
    client = new FrameioClient({ token: api.state.token, baseUrl: api.url, clock });
    await upload({ body: Buffer.alloc(80), concurrency: 20 });
    expect(refused.size).toBe(20);
    expect([...signals].map((signal) => getMaxListeners(signal))).toEqual([Number.POSITIVE_INFINITY]);
  });

  it('is sent again when the storage has broken down', async () => {
    let left = 2;
    await start({
      fault: ({ method, path }) => {
        if (method !== 'PUT' || !path.endsWith('/2') || left === 0) return undefined;
        left -= 1;
        return 503;
      },
    });
    const { data } = await upload({});
    expect(stored(data.id)).toEqual(TEN_BYTES_IN_PARTS);
  });

  it('that is refused ends the upload and takes the file away again; the signature is in no message', async () => {
    await start({ fault: ({ method, path }) => (method === 'PUT' && path.endsWith('/2') ? 403 : undefined) });
    const error = await upload({}).catch((failure: unknown) => failure);
    expect(error).toMatchObject({
      code: 'upload_failed',
      isRemoved: true,
      cause: { code: 'storage_refused', status: 403, reason: 'AccessDenied', part: 2 },
    });
    expect(`${error} ${JSON.stringify(error)}`).not.toContain('X-Amz');
    expect(api.calls.at(-1)).toMatchObject({ method: 'DELETE', status: 204 });
  });

  it('that fails for ever ends the upload after three retries', async () => {
    await start({ fault: ({ method, path }) => (method === 'PUT' && path.endsWith('/3') ? 500 : undefined) });
    await expect(upload({})).rejects.toMatchObject({ code: 'upload_failed', cause: { status: 500, part: 3 } });
    expect(api.calls.filter(({ path }) => path.endsWith('/3'))).toHaveLength(4);
  });
});

describe('a caller who aborts', () => {
  it('ends the upload, and the file is taken away again', async () => {
    await start();
    const controller = new AbortController();
    const onProgress = () => controller.abort('enough');
    const options = { abortSignal: controller.signal };
    await expect(upload({ concurrency: 1, onProgress }, options)).rejects.toMatchObject({
      code: 'upload_failed',
      isRemoved: true,
      cause: { code: 'api_aborted' },
    });
    expect(api.calls.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  it('is told the same while a part waits to be sent again', async () => {
    const controller = new AbortController();
    await start({ fault: ({ method }) => (method === 'PUT' ? 503 : undefined) });
    const clock = {
      now: () => api.clock.ms,
      wait: async (_: number, signal?: AbortSignal) => {
        controller.abort('enough');
        signal?.throwIfAborted();
      },
    };
    client = new FrameioClient({ token: api.state.token, baseUrl: api.url, clock });
    await expect(upload({ concurrency: 1 }, { abortSignal: controller.signal })).rejects.toMatchObject({
      code: 'upload_failed',
      isRemoved: true,
      cause: { code: 'api_aborted', operation: 'files.upload', path: 'part 1', cause: 'enough' },
    });
    expect(api.calls.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });
});

describe('the end', () => {
  it('comes when the file is transcoded, if that is waited for', async () => {
    await start({ onFileEvent: () => undefined });
    let shown = 0;
    const counting = new FrameioClient({
      token: api.state.token,
      baseUrl: api.url,
      clock: {
        now: () => api.clock.ms,
        wait: async (ms) => {
          api.clock.ms += ms;
        },
      },
      onResponse: ({ operation, path }) => {
        if (operation !== 'files.show') return;
        shown += 1;
        if (shown === 3) api.state.transcode(path.split('/').at(-1) ?? '');
      },
    });
    const { data } = await counting.files.upload(api.state.account.id, api.state.project.root_folder_id, {
      name: 'a.mov',
      body: BYTES,
      waitForReady: true,
    });
    expect({ status: data.status, shown }).toEqual({ status: 'transcoded', shown: 4 });
  });

  it('is an UploadError when it does not come in time; the file stays', async () => {
    await start();
    await expect(upload({ waitForReady: true, waitTimeoutMs: 60_000 })).rejects.toMatchObject({
      code: 'upload_failed',
      isRemoved: false,
      message: expect.stringContaining('has not transcoded the file in 60000 ms'),
    });
    expect(api.calls.some(({ method }) => method === 'DELETE')).toBe(false);
  });

  it('is an UploadError too when a call fails after the last part; the file stays, and is named', async () => {
    await start({ fault: ({ path }) => (path.endsWith('/status') ? 403 : undefined) });
    const refused = await upload({}).catch((failure: unknown) => failure);
    expect(refused).toMatchObject({ code: 'upload_failed', isRemoved: false, cause: { code: 'forbidden' } });
    expect(api.state.files()).toMatchObject([{ id: Object(refused).fileId, status: 'uploaded' }]);
  });

  it('is an UploadError when the caller aborts while the renditions are waited for', async () => {
    await start();
    const controller = new AbortController();
    const enough = new Error('enough');
    client = new FrameioClient({
      token: api.state.token,
      baseUrl: api.url,
      onResponse: ({ operation }) => operation === 'files.show' && controller.abort(enough),
    });
    await expect(upload({ waitForReady: true }, { abortSignal: controller.signal })).rejects.toMatchObject({
      code: 'upload_failed',
      isRemoved: false,
      cause: { code: 'api_aborted', operation: 'files.show', cause: enough },
    });
    expect(api.calls.filter(({ method, path }) => method === 'GET' && !path.endsWith('/status'))).toHaveLength(1);
  });
});
