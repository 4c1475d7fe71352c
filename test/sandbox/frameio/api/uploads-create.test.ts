import { describe, expect, it } from '@jest/globals';
import { fieldError } from '../running-api.ts';
import { BYTES, NAME, uploadsUnderTest } from '../uploads-under-test.ts';

const UNKNOWN_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';

const uploads = uploadsUnderTest();
const { create, restart, startUpload } = uploads;

describe('files.create_local_upload', () => {
  it('responds with the file and the URLs of its parts', async () => {
    const response = await create({ name: NAME, file_size: BYTES.length });
    const [file] = uploads.api.state.files();
    const uploadUrl = (number: number) =>
      expect.stringMatching(
        new RegExp(
          `^${uploads.api.url}/storage/uploads/${file?.id}/${number}\\?.*X-Amz-Expires=86400.*X-Amz-Signature=[0-9a-f]{64}$`,
        ),
      );
    expect(response).toMatchObject({
      status: 201,
      body: {
        data: {
          id: file?.id,
          name: NAME,
          parent_id: uploads.api.state.project.root_folder_id,
          file_size: 10,
          media_type: 'video/quicktime',
          status: 'created',
          upload_urls: [
            { size: 4, url: uploadUrl(1) },
            { size: 4, url: uploadUrl(2) },
            { size: 2, url: uploadUrl(3) },
          ],
        },
      },
    });
    expect(file).toMatchObject({ status: 'created' });
    expect(uploads.api.state.project.storage).toBe(0);
  });

  it.each([
    { fileSize: 1, sizes: [1] },
    { fileSize: 10_000_000, sizes: [10_000_000] },
    { fileSize: 10_000_001, sizes: [5_000_001, 5_000_000] },
    { fileSize: 20_971_520, sizes: [10_485_760, 10_485_760] },
    { fileSize: 50_645_990, sizes: [16_881_997, 16_881_997, 16_881_996] },
    { fileSize: 125_829_120, sizes: [...Array(6).fill(17_975_589), 17_975_586] },
    { fileSize: 629_145_600, sizes: Array(32).fill(19_660_800) },
  ])('splits $fileSize bytes as Frame.io does', async ({ fileSize, sizes }) => {
    await restart({ maxPartBytes: 20_000_000 });
    const { parts } = await startUpload(NAME, fileSize);
    expect(parts.map(({ size }) => size)).toEqual(sizes);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 4_097])('splits %i bytes completely, also into small parts', async (size) => {
    for (const maxPartBytes of [1, 2, 3, 7]) {
      await restart({ maxPartBytes });
      const sizes = (await startUpload(NAME, size)).parts.map((part) => part.size);
      expect(sizes.reduce((sum, one) => sum + one)).toBe(size);
      expect(Math.min(...sizes)).toBeGreaterThan(0);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(maxPartBytes);
    }
  });

  it('splits the largest file into the maximum number of parts of S3', async () => {
    const { parts } = await startUpload(NAME, 5_000_000_000_000);
    expect(parts).toHaveLength(10_000);
  });

  it.each([
    {
      name: 'a media type',
      data: { name: 'a.mp4', file_size: 1, media_type: 'video/mp4' },
      pointer: '/data/media_type',
    },
    { name: 'no name', data: { file_size: 1 }, pointer: '/data/name' },
    { name: 'an empty name', data: { name: '', file_size: 1 }, pointer: '/data/name' },
    { name: 'a name of 256 characters', data: { name: 'a'.repeat(256), file_size: 1 }, pointer: '/data/name' },
    { name: 'no size', data: { name: 'a.mp4' }, pointer: '/data/file_size' },
    { name: 'an empty file', data: { name: 'a.mp4', file_size: 0 }, pointer: '/data/file_size' },
    { name: 'more than 5 TB', data: { name: 'a.mp4', file_size: 5_000_000_000_001 }, pointer: '/data/file_size' },
  ])('refuses $name', async ({ data, pointer }) => {
    expect(await create(data)).toMatchObject({ status: 422, body: fieldError(pointer, expect.any(String)) });
    expect(uploads.api.state.files()).toEqual([]);
  });

  it('responds 404 for an unknown folder', async () => {
    const path = `/v4/accounts/${uploads.api.state.account.id}/folders/${UNKNOWN_ID}/files/local_upload`;
    expect(await uploads.api.send(path, { body: { data: { name: NAME, file_size: 1 } } })).toMatchObject({
      status: 404,
    });
  });
});
