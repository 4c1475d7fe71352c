import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { PUT_HEADERS, put, putAll, uploadsUnderTest } from '../uploads-under-test.ts';

const DAY_MS = 86_400_000;

const uploads = uploadsUnderTest();
const { restart, startUpload, statusOf } = uploads;

describe('the storage', () => {
  const [MISMATCH, DENIED] = ['SignatureDoesNotMatch', 'AccessDenied'];
  const bytes = Buffer.from('0123');

  it.each<{ name: string; headers: Record<string, string | undefined>; code: string | undefined }>([
    { name: 'no x-amz-acl', headers: { 'x-amz-acl': undefined }, code: MISMATCH },
    { name: 'another x-amz-acl', headers: { 'x-amz-acl': 'public-read' }, code: MISMATCH },
    { name: 'no content type', headers: { 'content-type': undefined }, code: MISMATCH },
    { name: 'another content type', headers: { 'content-type': 'video/mp4' }, code: MISMATCH },
    { name: 'a parameter in its content type', headers: { 'content-type': 'video/quicktime; x=1' }, code: MISMATCH },
    { name: 'another host', headers: { host: 'localhost' }, code: MISMATCH },
    { name: 'the access token', headers: { authorization: 'Bearer x' }, code: DENIED },
  ])('refuses a PUT with $name', async ({ headers, code }) => {
    const { id, first } = await startUpload();
    expect(await put(first.url, bytes, headers)).toMatchObject({ status: 403, type: 'application/xml', code });
    expect(await statusOf(id)).toMatchObject({ uploaded_at: null });
  });

  it.each<{ name: string; change: (url: string, other: string) => string; code: string | undefined }>([
    { name: 'no signature', change: (url) => url.replace(/&X-Amz-Signature.*/, ''), code: DENIED },
    { name: 'no query', change: (url) => url.replace(/\?.*/, ''), code: DENIED },
    { name: 'another signature', change: (url) => url.replace(/.{4}$/, 'xxxx'), code: MISMATCH },
    { name: 'a later expiry', change: (url) => url.replace('=86400', '=864000'), code: MISMATCH },
    { name: 'the number of another part', change: (url) => url.replace('/1?', '/2?'), code: MISMATCH },
    {
      name: 'the id of another file',
      change: (url, other) => url.replace(/uploads\/[^/]+/, `uploads/${other}`),
      code: MISMATCH,
    },
  ])('refuses a URL with $name', async ({ change, code }) => {
    const { first } = await startUpload();
    const other = await startUpload();
    expect(await put(change(first.url, other.id), bytes)).toMatchObject({ status: 403, code });
  });

  it('accepts a part for a day', async () => {
    const { first } = await startUpload();
    uploads.api.clock.ms += DAY_MS - 1_000;
    expect(await put(first.url, bytes)).toMatchObject({ status: 200 });
    uploads.api.clock.ms += 1_000;
    expect(await put(first.url, bytes)).toMatchObject({ status: 403, code: DENIED });
  });

  it('refuses a part of a deleted file', async () => {
    const { id, parts, first } = await startUpload();
    expect(await uploads.api.send(uploads.api.pathOf(id), { method: 'DELETE' })).toMatchObject({ status: 204 });
    expect(await put(first.url, bytes)).toMatchObject({ status: 403, code: DENIED });
    expect(parts).toHaveLength(3);
    expect(uploads.api.state.files()).toEqual([]);
  });

  it('refuses to GET from an upload URL', async () => {
    const { first } = await startUpload();
    expect(await put(first.url, Buffer.alloc(0), {}, 'GET')).toMatchObject({ status: 403, code: MISMATCH });
  });

  it.each<{ name: string; bytes: string; headers?: Record<string, string | undefined>; status: number; code: string }>([
    { name: 'a byte too few', bytes: '012', status: 400, code: 'EntityTooSmall' },
    { name: 'no bytes', bytes: '', status: 400, code: 'EntityTooSmall' },
    { name: 'a byte too many', bytes: '01234', status: 400, code: 'EntityTooLarge' },
    {
      name: 'a chunked body',
      bytes: '0123',
      headers: { 'content-length': undefined, 'transfer-encoding': 'chunked' },
      status: 501,
      code: 'NotImplemented',
    },
  ])('responds $status to $name', async ({ bytes: text, headers, status, code }) => {
    const { id, first } = await startUpload();
    expect(await put(first.url, Buffer.from(text), headers)).toMatchObject({ status, type: 'application/xml', code });
    expect(await statusOf(id)).toMatchObject({ uploaded_at: null });
  });

  it('responds 411 to a PUT without a length', async () => {
    const { first } = await startUpload();
    const { pathname, search, host } = new URL(first.url);
    const headers = { ...PUT_HEADERS, host, connection: 'close' };
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = connect(uploads.api.port, '127.0.0.1');
    socket.end(`PUT ${pathname}${search} HTTP/1.1\r\n${head.join('')}\r\n`);
    const response = String(await buffer(socket));
    expect(response).toMatch(/^HTTP\/1\.1 411 [\s\S]*<Code>MissingContentLength<\/Code>/);
  });

  it('reads a part that is too long to its end before it responds', async () => {
    const { first } = await startUpload();
    const large = Buffer.alloc(5_000_000);
    expect(await put(first.url, large)).toMatchObject({ status: 400, code: 'EntityTooLarge' });
  });

  it('reports its calls together with the API’s', async () => {
    const { id, first } = await startUpload();
    await put(first.url, bytes);
    await put(first.url, bytes, { 'x-amz-acl': undefined });
    const path = `/storage/uploads/${id}/1`;
    expect(uploads.api.calls.slice(1)).toEqual([
      { method: 'PUT', path, status: 200 },
      { method: 'PUT', path, status: 403 },
    ]);
  });

  it.each([
    { status: 403, code: 'AccessDenied' },
    { status: 500, code: 'InternalError' },
    { status: 503, code: 'SlowDown' },
  ])('simulates a fault with $status', async ({ status, code }) => {
    await restart({ fault: ({ method, path }) => (method === 'PUT' && path.endsWith('/2') ? status : undefined) });
    const { id, parts } = await startUpload();
    expect((await putAll(parts)).map((response) => [response.status, response.code])).toEqual([
      [200, undefined],
      [status, code],
      [200, undefined],
    ]);
    expect(await statusOf(id)).toMatchObject({ upload_complete: false });
  });
});
