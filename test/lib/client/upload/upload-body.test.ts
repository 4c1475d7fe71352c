import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { FileUpload } from '../../../../lib/client/upload/upload.ts';
import { BYTES, STORED_PARTS, startUploads } from './upload-stage.ts';

describe('the body of an upload', () => {
  const onDisk = join(mkdtempSync(join(tmpdir(), 'upload-')), 'take.mov');
  writeFileSync(onDisk, BYTES);

  it.each<{ name: string; file: () => Partial<FileUpload> }>([
    { name: 'bytes', file: () => ({ body: BYTES }) },
    { name: 'the path of a file', file: () => ({ body: onDisk }) },
    { name: 'the URL of a file', file: () => ({ body: pathToFileURL(onDisk) }) },
    {
      name: 'a stream whose chunks match no part',
      file: () => ({ body: Readable.from([BYTES.subarray(0, 3), BYTES.subarray(3, 9), BYTES.subarray(9)]), size: 10 }),
    },
    { name: 'a web stream', file: () => ({ body: new Blob([BYTES]).stream(), size: 10 }) },
  ])('is accepted as $name and sent in parts of the sizes that Frame.io returned', async ({ file }) => {
    const { api, upload } = await startUploads();
    const { data } = await upload(file());
    expect(data).toMatchObject({
      name: 'Take 2.mov',
      file_size: 10,
      media_type: 'video/quicktime',
      status: 'uploaded',
    });
    expect(api.state.uploadOf(data.id)?.parts).toEqual(STORED_PARTS);
  });

  it.each<{ name: string; file: Partial<FileUpload>; message: RegExp }>([
    { name: 'a stream of unknown size', file: { body: Readable.from([BYTES]) }, message: /needs its size/ },
    {
      name: 'a stream of half a byte more',
      file: { body: Readable.from([BYTES]), size: 10.5 },
      message: /needs its size/,
    },
    { name: 'a body of another size than given', file: { size: 11 }, message: /has 10 bytes, not 11/ },
    { name: 'an empty body', file: { body: Buffer.alloc(0) }, message: /empty/ },
    { name: 'a string that is not a path', file: { body: 'Hello, world' }, message: /Buffer\.from\(text\)/ },
    { name: 'a concurrency of 0', file: { concurrency: 0 }, message: /concurrency/ },
    { name: 'a concurrency that is not a number', file: { concurrency: Number.NaN }, message: /concurrency/ },
  ])('is refused before any call: $name', async ({ file, message }) => {
    const { api, upload } = await startUploads();
    await expect(upload(file)).rejects.toMatchObject({ code: 'config_error', message: expect.stringMatching(message) });
    expect(api.calls).toEqual([]);
  });

  it('is refused with the reason if the file cannot be opened', async () => {
    const { upload } = await startUploads();
    await expect(upload({ body: `${onDisk}.missing` })).rejects.toMatchObject({ cause: { code: 'ENOENT' } });
  });

  it.each([
    { name: 'shorter', size: 11, message: /shorter than 11 bytes/ },
    { name: 'longer', size: 9, message: /longer than 9 bytes/ },
  ])('rejects before the last part is sent if a stream is $name than its size', async ({ size, message }) => {
    const { api, upload } = await startUploads();
    await expect(upload({ body: Readable.from([BYTES]), size, concurrency: 1 })).rejects.toMatchObject({
      code: 'upload_failed',
      isRemoved: true,
      message: expect.stringMatching(message),
    });
    expect(api.calls.filter(({ method }) => method === 'PUT')).toHaveLength(2);
  });

  it('rejects before a part is sent if the file becomes shorter than the part', async () => {
    const { api, upload } = await startUploads();
    const shrinking = join(mkdtempSync(join(tmpdir(), 'upload-')), 'take.mov');
    writeFileSync(shrinking, BYTES);
    const onProgress = () => truncateSync(shrinking, 7);
    await expect(upload({ body: shrinking, concurrency: 1, onProgress })).rejects.toMatchObject({
      code: 'upload_failed',
      isRemoved: true,
      message: expect.stringContaining('became shorter'),
    });
    expect(api.calls.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });
});
