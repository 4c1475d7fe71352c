import { Readable } from 'node:stream';
import { describe, expect, it, jest } from '@jest/globals';
import type { FileUpload } from '../../../../lib/client/upload/upload.ts';
import { BYTES, startUploads } from './upload-stage.ts';

type StreamBody = Exclude<FileUpload['body'], Uint8Array | string | URL>;

/** Kinds of streams that return some bytes and then no more, and whether they have been closed. */
const STREAMS: readonly { kind: string; open: (first: Uint8Array) => { body: StreamBody; isClosed: () => boolean } }[] =
  [
    {
      kind: 'a Node stream',
      open: (first) => {
        const body = new Readable({ read: () => undefined });
        body.push(first);
        return { body, isClosed: () => body.destroyed };
      },
    },
    {
      kind: 'a web stream',
      open: (first) => {
        let isClosed = false;
        const body = new ReadableStream<Uint8Array>({
          start: (controller) => controller.enqueue(first),
          cancel: () => {
            isClosed = true;
          },
        });
        return { body, isClosed: () => isClosed };
      },
    },
    {
      kind: 'a generator',
      open: (first) => {
        let isClosed = false;
        async function* generate() {
          try {
            yield first;
            await new Promise(() => undefined);
          } finally {
            isClosed = true;
          }
        }
        return { body: generate(), isClosed: () => isClosed };
      },
    },
  ];

describe('a stream', () => {
  it('that fails before the first read rejects the upload only', async () => {
    const { upload } = await startUploads();
    const body = new Readable({ read: () => undefined });
    const cause = new Error('The disk is gone.');
    process.nextTick(() => body.destroy(cause));
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    await expect(upload({ body, size: 10 })).rejects.toMatchObject({ code: 'upload_failed', isRemoved: true, cause });
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('that returns text rejects the upload', async () => {
    const { upload } = await startUploads();
    const body = Readable.from([String(BYTES)]);
    const message = expect.stringContaining('a chunk that is not a Uint8Array');
    await expect(upload({ body, size: 10 })).rejects.toMatchObject({ code: 'upload_failed', isRemoved: true, message });
  });

  it('that ends with an empty chunk has no more bytes', async () => {
    const { upload } = await startUploads();
    const body = new Blob([BYTES])
      .stream()
      .pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({ flush: (controller) => controller.enqueue(new Uint8Array()) }),
      );
    await expect(upload({ body, size: 10 })).resolves.toMatchObject({ data: { status: 'uploaded' } });
  });

  it('has closed when the upload ends', async () => {
    const { upload } = await startUploads();
    let isClosed = false;
    async function* generate() {
      try {
        while (true) yield BYTES;
      } finally {
        await new Promise(setImmediate);
        isClosed = true;
      }
    }
    await expect(upload({ body: generate(), size: 10 })).rejects.toMatchObject({ code: 'upload_failed' });
    expect(isClosed).toBe(true);
  });

  it.each(STREAMS)('is closed if Frame.io refuses to create the file: $kind', async ({ open }) => {
    const { upload } = await startUploads({ fault: ({ method }) => (method === 'POST' ? 403 : undefined) });
    const { body, isClosed } = open(BYTES);
    await expect(upload({ body, size: 10 })).rejects.toMatchObject({ code: 'forbidden' });
    expect(isClosed()).toBe(true);
  });

  it.each(
    STREAMS.flatMap((stream) => [
      { ...stream, concurrency: 4, when: 'during a read' },
      { ...stream, concurrency: 1, when: 'before a read' },
    ]),
  )('that returns no more bytes can be aborted $when: $kind', async ({ kind, open, concurrency }) => {
    const { upload } = await startUploads();
    const { body, isClosed } = open(BYTES.subarray(0, 5));
    const controller = new AbortController();
    const file = { body, size: 10, concurrency, onProgress: () => controller.abort('enough') };
    await expect(upload(file, { abortSignal: controller.signal })).rejects.toMatchObject({
      code: 'upload_failed',
      isRemoved: true,
      cause: { code: 'api_aborted', operation: 'files.upload', path: 'part 2', cause: 'enough' },
    });
    expect(isClosed()).toBe(kind !== 'a generator'); // a generator that waits cannot be closed
  });

  it.each(STREAMS)('that returns no more bytes is closed if the storage refuses a part: $kind', async ({ open }) => {
    const { upload } = await startUploads({ fault: ({ method }) => (method === 'PUT' ? 403 : undefined) });
    await expect(upload({ body: open(BYTES.subarray(0, 5)).body, size: 10 })).rejects.toMatchObject({
      code: 'upload_failed',
      isRemoved: true,
      cause: { code: 'storage_refused', part: 1 },
    });
  });

  it('that returns no more bytes is closed if the storage refuses a part and the caller does not abort', async () => {
    const { upload } = await startUploads({ fault: ({ method }) => (method === 'PUT' ? 403 : undefined) });
    const body = new Readable({ read: () => undefined });
    body.push(BYTES.subarray(0, 5));
    const options = { abortSignal: new AbortController().signal };
    await expect(upload({ body, size: 10 }, options)).rejects.toMatchObject({ cause: { code: 'storage_refused' } });
    expect(body.destroyed).toBe(true);
  });

  it.each(STREAMS)('that returns no more bytes rejects the upload after timeoutMs: $kind', async ({ open }) => {
    const { upload } = await startUploads();
    const { body } = open(BYTES.subarray(0, 5));
    await expect(upload({ body, size: 10 }, { timeoutMs: 200 })).rejects.toMatchObject({
      code: 'upload_failed',
      isRemoved: true,
      message: expect.stringContaining('The stream returned no bytes for 200 ms'),
    });
  });

  it.each<{ name: string; file: Partial<FileUpload> }>([
    { name: 'no size', file: {} },
    { name: 'a concurrency of 0', file: { size: 10, concurrency: 0 } },
  ])('is closed if the upload is refused: $name', async ({ file }) => {
    const { upload } = await startUploads();
    const body = Readable.from([BYTES]);
    await expect(upload({ body, ...file })).rejects.toMatchObject({ code: 'config_error' });
    expect(body.destroyed).toBe(true);
  });

  it('that fails to close does not reject a finished upload', async () => {
    const { upload } = await startUploads();
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
