import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openSource, type Part } from '../../../../lib/client/upload/upload-source.ts';

const KB = 1024;

/** Reads the parts of a stream, each of `partBytes`. */
async function partsOf(chunks: readonly Uint8Array[], partBytes: number): Promise<Uint8Array[]> {
  async function* stream() {
    yield* chunks;
  }
  const size = chunks.reduce((sum, { length }) => sum + length, 0);
  const urls = Array.from({ length: Math.ceil(size / partBytes) }, (_, index) => ({
    size: Math.min(partBytes, size - index * partBytes),
    url: 'http://localhost/part',
  }));
  const source = await openSource(stream(), size);
  const options = { timeoutMs: 1_000, abortSignal: new AbortController().signal };
  const parts: Uint8Array[] = [];
  for await (const part of source.parts(urls, options)) parts.push(await part.read());
  return parts;
}

describe('a part of a stream', () => {
  it.each([
    { name: 'one chunk larger than all parts', chunkBytes: [1_000 * KB] },
    { name: 'chunks of the size of a part', chunkBytes: Array.from({ length: 10 }, () => 100 * KB) },
    { name: 'chunks that match no part', chunkBytes: [30 * KB, 0, 570 * KB, 1, 400 * KB - 1] },
    { name: 'chunks that are views of a larger buffer', chunkBytes: [3, 7] },
  ])('keeps only its own bytes in memory: $name', async ({ chunkBytes }) => {
    const all = Buffer.alloc(chunkBytes.reduce((sum, bytes) => sum + bytes)).map((_, index) => index % 251);
    let start = 0;
    const chunks = chunkBytes.map((bytes) => {
      start += bytes;
      return all.subarray(start - bytes, start);
    });
    const parts = await partsOf(chunks, 100 * KB);
    expect(Buffer.concat(parts).equals(all)).toBe(true);
    expect(parts.map(({ buffer }) => buffer.byteLength)).toEqual(parts.map(({ length }) => length));
  });
});

it('waits for a stream with a timeout longer than the longest timer of Node.js', async () => {
  async function* slowly() {
    await new Promise((resolve) => setTimeout(resolve, 20));
    yield Buffer.from('01');
  }
  const source = await openSource(slowly(), 2);
  const options = { timeoutMs: Number.POSITIVE_INFINITY, abortSignal: new AbortController().signal };
  const { value } = await source.parts([{ size: 2, url: 'http://localhost/part' }], options).next();
  expect(String(await value?.read())).toBe('01');
});

async function listOf(parts: AsyncIterable<Part>): Promise<readonly Part[]> {
  const list: Part[] = [];
  for await (const part of parts) list.push(part);
  return list;
}

describe('a part of a file or of bytes', () => {
  const onDisk = join(mkdtempSync(join(tmpdir(), 'upload-')), 'take.mov');
  writeFileSync(onDisk, '0123456789');
  const urls = [4, 4, 2].map((size) => ({ size, url: 'http://localhost/part' }));
  const options = { timeoutMs: 1_000, abortSignal: new AbortController().signal };

  it.each([
    { name: 'a file', body: onDisk },
    { name: 'bytes', body: Buffer.from('0123456789') },
  ])('has the same bytes at each read, in any order: $name', async ({ body }) => {
    const source = await openSource(body, undefined);
    const parts = await listOf(source.parts(urls, options));
    const read = [];
    for (const index of [1, 0, 2, 1, 0]) read.push(String(await parts[index]?.read()));
    await source.close();
    expect(read).toEqual(['4567', '0123', '89', '4567', '0123']);
  });

  it('cannot be read after the source of a file is closed', async () => {
    const source = await openSource(onDisk, undefined);
    const [part] = await listOf(source.parts(urls, options));
    await source.close();
    await expect(part?.read()).rejects.toThrow('file closed');
  });
});
