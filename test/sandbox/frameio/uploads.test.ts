import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FileEvent } from '../../../sandbox/frameio/world.ts';
import { fieldError, type RunningApi, type RunningApiOptions, startApi } from './running-api.ts';

const NOBODYS_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const NOW = '2026-11-23T10:00:00.123000Z';
const DAY_MS = 86_400_000;

/** A file of three parts, where parts have at most four bytes. */
const NAME = 'Take 2.mov';
const BYTES = Buffer.from('0123456789');
const PUT_HEADERS = { 'x-amz-acl': 'private', 'content-type': 'video/quicktime' };

interface Part {
  readonly size: number;
  readonly url: string;
}

/** Told of files, in the order it happens. */
const events: FileEvent[] = [];
let api: RunningApi;

async function restart(options: RunningApiOptions = {}) {
  await api?.close();
  events.length = 0;
  api = await startApi({ maxPartBytes: 4, onFileEvent: (event) => events.push(event), ...options });
}
beforeEach(() => restart());
afterEach(() => api.close());

const create = (data: Record<string, unknown>) => api.send(api.uploadPath, { body: { data } });

async function startUpload(name = NAME, size = BYTES.length) {
  const { data } = Object((await create({ name, file_size: size })).body);
  const parts: readonly Part[] = data.upload_urls;
  return { id: String(data.id), parts, first: parts[0] ?? { size: 0, url: '' } };
}

const statusOf = async (id: string) => Object((await api.send(`${api.pathOf(id)}/status`)).body).data;

/** PUTs bytes; headers of `undefined` are left out. */
async function put(url: string, bytes: Buffer, headers: Record<string, string | undefined> = {}, method = 'PUT') {
  const wanted: OutgoingHttpHeaders = { ...PUT_HEADERS, 'content-length': String(bytes.length), ...headers };
  const sent = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  const outgoing = request(url, { method, agent: false, headers: sent });
  outgoing.end(bytes);
  const [response] = await once(outgoing, 'response');
  const body = String(await buffer(response));
  return {
    status: response.statusCode,
    type: response.headers['content-type'],
    etag: response.headers.etag,
    code: /<Error><Code>(.*)<\/Code><Message>.+<\/Message><\/Error>$/.exec(body)?.[1],
    body,
  };
}

/** The bytes of each part. */
function cut(parts: readonly Part[], bytes: Buffer): readonly Buffer[] {
  let end = 0;
  return parts.map(({ size }) => {
    end += size;
    return bytes.subarray(end - size, end);
  });
}

async function putAll(parts: readonly Part[], bytes = BYTES) {
  const pieces = cut(parts, bytes);
  return await Promise.all(parts.map(({ url }, index) => put(url, pieces[index] ?? Buffer.alloc(0))));
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('files.create_local_upload', () => {
  it('answers the file, and where to put its parts', async () => {
    const answer = await create({ name: NAME, file_size: BYTES.length });
    const [file] = api.world.files();
    const address = (number: number) =>
      expect.stringMatching(
        new RegExp(
          `^${api.url}/storage/uploads/${file?.id}/${number}\\?.*X-Amz-Expires=86400.*X-Amz-Signature=[0-9a-f]{64}$`,
        ),
      );
    expect(answer).toMatchObject({
      status: 201,
      body: {
        data: {
          id: file?.id,
          name: NAME,
          parent_id: api.world.project.root_folder_id,
          file_size: 10,
          media_type: 'video/quicktime',
          status: 'created',
          upload_urls: [
            { size: 4, url: address(1) },
            { size: 4, url: address(2) },
            { size: 2, url: address(3) },
          ],
        },
      },
    });
    expect(file).toMatchObject({ status: 'created' });
    expect(api.world.project.storage).toBe(0);
  });

  it.each([
    { fileSize: 1, sizes: [1] },
    { fileSize: 10_000_000, sizes: [10_000_000] },
    { fileSize: 10_000_001, sizes: [5_000_001, 5_000_000] },
    { fileSize: 20_971_520, sizes: [10_485_760, 10_485_760] },
    { fileSize: 50_645_990, sizes: [16_881_997, 16_881_997, 16_881_996] },
    { fileSize: 125_829_120, sizes: [...Array(6).fill(17_975_589), 17_975_586] },
    { fileSize: 629_145_600, sizes: Array(32).fill(19_660_800) },
  ])('asks for $fileSize bytes in the parts Frame.io asks for', async ({ fileSize, sizes }) => {
    await api.close();
    api = await startApi();
    const { parts } = await startUpload(NAME, fileSize);
    expect(parts.map(({ size }) => size)).toEqual(sizes);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 4_097])('asks for each of %i bytes once, in small parts too', async (size) => {
    for (const maxPartBytes of [1, 2, 3, 7]) {
      await restart({ maxPartBytes });
      const sizes = (await startUpload(NAME, size)).parts.map((part) => part.size);
      expect(sizes.reduce((sum, one) => sum + one)).toBe(size);
      expect(Math.min(...sizes)).toBeGreaterThan(0);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(maxPartBytes);
    }
  });

  it('asks for the largest file in as many parts as S3 takes', async () => {
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
    expect(api.world.files()).toEqual([]);
  });

  it('does not find a folder that is not there', async () => {
    const path = `/v4/accounts/${api.world.account.id}/folders/${NOBODYS_ID}/files/local_upload`;
    expect(await api.send(path, { body: { data: { name: NAME, file_size: 1 } } })).toMatchObject({ status: 404 });
  });
});

describe('an upload', () => {
  it('is complete when every part has arrived, in whatever order', async () => {
    const { id, parts } = await startUpload();
    const pieces = cut(parts, BYTES);
    const nothing = { uploaded_at: null, upload_completed_at: null, upload_complete: false, upload_failed: false };
    expect(await statusOf(id)).toEqual({ id, filetype: 'video/quicktime', ...nothing });
    for (const index of [2, 0]) {
      const bytes = pieces[index] ?? Buffer.alloc(0);
      const etag = `"${sha256(bytes)}"`;
      expect(await put(parts[index]?.url ?? '', bytes)).toMatchObject({ status: 200, etag, body: '' });
    }
    expect(await statusOf(id)).toMatchObject({ ...nothing, uploaded_at: NOW });
    expect(api.world.file(id)).toMatchObject({ status: 'created' });
    api.clock.ms += 1_000;
    await put(parts[1]?.url ?? '', pieces[1] ?? Buffer.alloc(0));
    const later = NOW.replace(':00.', ':01.');
    expect(await statusOf(id)).toEqual({
      ...{ id, filetype: 'video/quicktime', uploaded_at: NOW, upload_completed_at: later },
      ...{ upload_complete: true, upload_failed: false },
    });
    expect(api.world.file(id)).toMatchObject({ status: 'uploaded', updated_at: later });
    expect(api.world.project.storage).toBe(BYTES.length);
    expect(api.world.uploadOf(id)?.parts).toEqual(
      pieces.map((piece) => ({ size: piece.length, sha256: sha256(piece) })),
    );
  });

  it('takes a part again, and keeps what came last', async () => {
    const { id, parts, first } = await startUpload();
    await putAll(parts);
    expect(await put(first.url, Buffer.from('wxyz'))).toMatchObject({ status: 200 });
    expect(api.world.uploadOf(id)?.parts[0]?.sha256).toBe(sha256(Buffer.from('wxyz')));
    expect(events).toHaveLength(2);
  });

  it('keeps nothing of a part whose sender hangs up half-way', async () => {
    const { id, first } = await startUpload();
    const { pathname, search, host } = new URL(first.url);
    const headers = { ...PUT_HEADERS, host, 'content-length': '4' };
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const half = connect(api.port, '127.0.0.1');
    half.write(`PUT ${pathname}${search} HTTP/1.1\r\n${head.join('')}\r\n01`, () => half.resetAndDestroy());
    await once(half, 'close');
    expect(await statusOf(id)).toMatchObject({ uploaded_at: null });
    expect(await put(first.url, Buffer.from('0123'))).toMatchObject({ status: 200 });
  });

  it('keeps the digest of a part that is larger than what a request may otherwise hold', async () => {
    await restart({ maxPartBytes: 8_000_000 });
    const bytes = Buffer.alloc(16_000_000, 'frame');
    const { id, parts } = await startUpload('a.bin', bytes.length);
    const types = parts.map(({ url }, index) =>
      put(url, cut(parts, bytes)[index] ?? Buffer.alloc(0), { 'content-type': 'application/octet-stream' }),
    );
    expect((await Promise.all(types)).map(({ status }) => status)).toEqual([200, 200]);
    expect(api.world.uploadOf(id)?.parts.map((part) => part.sha256)).toEqual(cut(parts, bytes).map(sha256));
  });

  it('tells of the file when it is there, uploaded and ready, and whose it is', async () => {
    const { id, parts } = await startUpload();
    api.world.transcode(id); // nothing to transcode yet
    await putAll(parts);
    api.world.transcode(id);
    api.world.transcode(id);
    expect(events.map(({ type, file, user }) => [type, file.id, file.status, user])).toEqual([
      ['file.created', id, 'created', api.world.user],
      ['file.upload.completed', id, 'uploaded', api.world.user],
      ['file.ready', id, 'transcoded', api.world.user],
    ]);
    const { data } = await api.client.files.show(api.world.account.id, id, { include: 'creator' });
    expect(data.creator).toEqual(api.world.user);
  });

  it('has media links to what has been made of it so far', async () => {
    const { id, parts } = await startUpload();
    const links = async () => {
      const include = 'media_links.original,media_links.thumbnail';
      const { data } = await api.client.files.show(api.world.account.id, id, { include });
      return Object.entries(data.media_links ?? {}).flatMap(([name, link]) => (link ? [name] : []));
    };
    expect(await links()).toEqual([]);
    await putAll(parts);
    expect(await links()).toEqual(['original']);
    api.world.transcode(id);
    expect(await links()).toEqual(['original', 'thumbnail']);
  });

  it('has been complete all along of a file that was there', async () => {
    const { id } = api.world.addFile({ name: 'a.mp4', fileSize: 1 });
    expect(await statusOf(id)).toMatchObject({ upload_complete: true, uploaded_at: NOW, upload_completed_at: NOW });
  });

  it('is not found without its file', async () => {
    expect(await api.send(`${api.pathOf(NOBODYS_ID)}/status`)).toMatchObject({ status: 404 });
  });
});

describe('storage', () => {
  const [MISMATCH, DENIED] = ['SignatureDoesNotMatch', 'AccessDenied'];
  const bytes = Buffer.from('0123');

  it.each<{ name: string; headers: Record<string, string | undefined>; code: string | undefined }>([
    { name: 'no x-amz-acl', headers: { 'x-amz-acl': undefined }, code: MISMATCH },
    { name: 'another x-amz-acl', headers: { 'x-amz-acl': 'public-read' }, code: MISMATCH },
    { name: 'no content type', headers: { 'content-type': undefined }, code: MISMATCH },
    { name: 'another content type', headers: { 'content-type': 'video/mp4' }, code: MISMATCH },
    { name: 'more in its content type', headers: { 'content-type': 'video/quicktime; x=1' }, code: MISMATCH },
    { name: 'another host', headers: { host: 'localhost' }, code: MISMATCH },
    { name: 'the token', headers: { authorization: 'Bearer x' }, code: DENIED },
  ])('refuses a PUT with $name', async ({ headers, code }) => {
    const { id, first } = await startUpload();
    const answer = await put(first.url, bytes, headers);
    expect(answer).toMatchObject({ status: 403, type: 'application/xml', code });
    expect(await statusOf(id)).toMatchObject({ uploaded_at: null });
  });

  it.each<{ name: string; change: (url: string, other: string) => string; code: string | undefined }>([
    { name: 'no signature', change: (url) => url.replace(/&X-Amz-Signature.*/, ''), code: DENIED },
    { name: 'no query', change: (url) => url.replace(/\?.*/, ''), code: DENIED },
    { name: 'another signature', change: (url) => url.replace(/.{4}$/, 'xxxx'), code: MISMATCH },
    { name: 'a longer life', change: (url) => url.replace('=86400', '=864000'), code: MISMATCH },
    { name: 'the number of another part', change: (url) => url.replace('/1?', '/2?'), code: MISMATCH },
    {
      name: 'the id of another file',
      change: (url, other) => url.replace(/uploads\/[^/]+/, `uploads/${other}`),
      code: MISMATCH,
    },
  ])('refuses an address with $name', async ({ change, code }) => {
    const { first } = await startUpload();
    const other = await startUpload();
    expect(await put(change(first.url, other.id), bytes)).toMatchObject({ status: 403, code });
  });

  it('takes a part for a day', async () => {
    const { first } = await startUpload();
    api.clock.ms += DAY_MS - 1_000;
    expect(await put(first.url, bytes)).toMatchObject({ status: 200 });
    api.clock.ms += 1_000;
    expect(await put(first.url, bytes)).toMatchObject({ status: 403, code: DENIED });
  });

  it('takes nothing for a file that is deleted', async () => {
    const { id, parts, first } = await startUpload();
    expect(await api.send(api.pathOf(id), { method: 'DELETE' })).toMatchObject({ status: 204 });
    expect(await put(first.url, bytes)).toMatchObject({ status: 403, code: DENIED });
    expect(parts).toHaveLength(3);
    expect(api.world.files()).toEqual([]);
  });

  it('gives nothing away at an address to PUT to', async () => {
    const { first } = await startUpload();
    expect(await put(first.url, Buffer.alloc(0), {}, 'GET')).toMatchObject({ status: 403, code: MISMATCH });
  });

  it.each<{ name: string; bytes: string; headers?: Record<string, string | undefined>; status: number; code: string }>([
    { name: 'a byte less', bytes: '012', status: 400, code: 'EntityTooSmall' },
    { name: 'no bytes', bytes: '', status: 400, code: 'EntityTooSmall' },
    { name: 'a byte more', bytes: '01234', status: 400, code: 'EntityTooLarge' },
    {
      name: 'bytes in chunks',
      bytes: '0123',
      headers: { 'content-length': undefined, 'transfer-encoding': 'chunked' },
      status: 501,
      code: 'NotImplemented',
    },
  ])('answers $name with $status', async ({ bytes: text, headers, status, code }) => {
    const { id, first } = await startUpload();
    expect(await put(first.url, Buffer.from(text), headers)).toMatchObject({ status, type: 'application/xml', code });
    expect(await statusOf(id)).toMatchObject({ uploaded_at: null });
  });

  it('answers a PUT that does not say how long it is with 411', async () => {
    const { first } = await startUpload();
    const { pathname, search, host } = new URL(first.url);
    const headers = { ...PUT_HEADERS, host, connection: 'close' };
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = connect(api.port, '127.0.0.1');
    socket.end(`PUT ${pathname}${search} HTTP/1.1\r\n${head.join('')}\r\n`);
    const answer = String(await buffer(socket));
    expect(answer).toMatch(/^HTTP\/1\.1 411 [\s\S]*<Code>MissingContentLength<\/Code>/);
  });

  it('answers when it has read a part to its end, however much too long it is', async () => {
    const { first } = await startUpload();
    const large = Buffer.alloc(5_000_000);
    expect(await put(first.url, large)).toMatchObject({ status: 400, code: 'EntityTooLarge' });
  });

  it('tells of its answers beside the API’s', async () => {
    const { id, first } = await startUpload();
    await put(first.url, bytes);
    await put(first.url, bytes, { 'x-amz-acl': undefined });
    const path = `/storage/uploads/${id}/1`;
    expect(api.calls.slice(1)).toEqual([
      { method: 'PUT', path, status: 200 },
      { method: 'PUT', path, status: 403 },
    ]);
  });

  it.each([
    { status: 403, code: 'AccessDenied' },
    { status: 500, code: 'InternalError' },
    { status: 503, code: 'SlowDown' },
  ])('can be made to answer $status', async ({ status, code }) => {
    await restart({ fault: ({ method, path }) => (method === 'PUT' && path.endsWith('/2') ? status : undefined) });
    const { id, parts } = await startUpload();
    expect((await putAll(parts)).map((answer) => [answer.status, answer.code])).toEqual([
      [200, undefined],
      [status, code],
      [200, undefined],
    ]);
    expect(await statusOf(id)).toMatchObject({ upload_complete: false });
  });
});
