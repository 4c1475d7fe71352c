import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { BYTES, cut, PUT_HEADERS, put, putAll, sha256, uploadsUnderTest } from '../uploads-under-test.ts';

const UNKNOWN_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const NOW = '2026-11-23T10:00:00.123000Z';

const uploads = uploadsUnderTest();
const { events, restart, startUpload, statusOf } = uploads;

describe('an upload', () => {
  it('is complete when every part has arrived, in any order', async () => {
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
    expect(uploads.api.state.file(id)).toMatchObject({ status: 'created' });
    uploads.api.clock.ms += 1_000;
    await put(parts[1]?.url ?? '', pieces[1] ?? Buffer.alloc(0));
    const later = NOW.replace(':00.', ':01.');
    expect(await statusOf(id)).toEqual({
      ...{ id, filetype: 'video/quicktime', uploaded_at: NOW, upload_completed_at: later },
      ...{ upload_complete: true, upload_failed: false },
    });
    expect(uploads.api.state.file(id)).toMatchObject({ status: 'uploaded', updated_at: later });
    expect(uploads.api.state.project.storage).toBe(BYTES.length);
    expect(uploads.api.state.uploadOf(id)?.parts).toEqual(
      pieces.map((piece) => ({ size: piece.length, sha256: sha256(piece) })),
    );
  });

  it('accepts a part again and keeps the newest', async () => {
    const { id, parts, first } = await startUpload();
    await putAll(parts);
    expect(await put(first.url, Buffer.from('wxyz'))).toMatchObject({ status: 200 });
    expect(uploads.api.state.uploadOf(id)?.parts[0]?.sha256).toBe(sha256(Buffer.from('wxyz')));
    expect(events).toHaveLength(2);
  });

  it('ignores a part whose sender disconnects midway', async () => {
    const { id, first } = await startUpload();
    const { pathname, search, host } = new URL(first.url);
    const headers = { ...PUT_HEADERS, host, 'content-length': '4' };
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const half = connect(uploads.api.port, '127.0.0.1');
    half.write(`PUT ${pathname}${search} HTTP/1.1\r\n${head.join('')}\r\n01`, () => half.resetAndDestroy());
    await once(half, 'close');
    expect(await statusOf(id)).toMatchObject({ uploaded_at: null });
    expect(await put(first.url, Buffer.from('0123'))).toMatchObject({ status: 200 });
  });

  it('digests a part that exceeds the body limit of the API', async () => {
    await restart({ maxPartBytes: 8_000_000 });
    const bytes = Buffer.alloc(16_000_000, 'frame');
    const { id, parts } = await startUpload('a.bin', bytes.length);
    const types = parts.map(({ url }, index) =>
      put(url, cut(parts, bytes)[index] ?? Buffer.alloc(0), { 'content-type': 'application/octet-stream' }),
    );
    expect((await Promise.all(types)).map(({ status }) => status)).toEqual([200, 200]);
    expect(uploads.api.state.uploadOf(id)?.parts.map((part) => part.sha256)).toEqual(cut(parts, bytes).map(sha256));
  });

  it('reports the file’s events, with the user who caused them', async () => {
    const { id, parts } = await startUpload();
    uploads.api.state.transcode(id); // not uploaded yet
    await putAll(parts);
    uploads.api.state.transcode(id);
    uploads.api.state.transcode(id);
    expect(events.map(({ type, resource, user }) => [type, resource.id, user])).toEqual([
      ['file.created', id, uploads.api.state.user],
      ['file.upload.completed', id, uploads.api.state.user],
      ['file.ready', id, uploads.api.state.user],
    ]);
    const { data } = await uploads.api.client.files.show(uploads.api.state.account.id, id, { include: 'creator' });
    expect(data.creator).toEqual(uploads.api.state.user);
  });

  it('has media links to the renditions that exist so far', async () => {
    const { id, parts } = await startUpload();
    const links = async () => {
      const include = 'media_links.original,media_links.thumbnail';
      const { data } = await uploads.api.client.files.show(uploads.api.state.account.id, id, { include });
      return Object.entries(data.media_links ?? {}).flatMap(([name, link]) => (link ? [name] : []));
    };
    expect(await links()).toEqual([]);
    await putAll(parts);
    expect(await links()).toEqual(['original']);
    uploads.api.state.transcode(id);
    expect(await links()).toEqual(['original', 'thumbnail']);
  });

  it('is complete for a file that was added without one', async () => {
    const { id } = uploads.api.state.addFile({ name: 'a.mp4', fileSize: 1 });
    expect(await statusOf(id)).toMatchObject({ upload_complete: true, uploaded_at: NOW, upload_completed_at: NOW });
  });

  it('is not found for an unknown file', async () => {
    expect(await uploads.api.send(`${uploads.api.pathOf(UNKNOWN_ID)}/status`)).toMatchObject({ status: 404 });
  });
});
