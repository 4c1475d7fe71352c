import { describe, expect, it } from '@jest/globals';
import { json, scriptedServer } from '../../../support/scripted-server.ts';
import { until } from '../../../support/until.ts';
import { contentUnderTest, UNKNOWN_ID } from './content-under-test.ts';

const stage = contentUnderTest();
const { addFile, eventsOf, eventsSoFar } = stage;

describe('files', () => {
  it('report their new name, move, copy and deletion', async () => {
    const id = addFile();
    const { data: folder } = await stage.client.folders.create(stage.accountId, stage.rootId, { data: { name: 'F' } });
    await stage.client.files.update(stage.accountId, id, { data: { name: 'b.mp4' } });
    await stage.client.files.move(stage.accountId, id, { data: { parent_id: folder.id } });
    const { data: copy } = await stage.client.files.copy(stage.accountId, id);
    await stage.client.files.delete(stage.accountId, id);
    expect(eventsSoFar()).toEqual([
      ['folder.created', folder.id],
      ['file.updated', id],
      ['file.updated', id],
      ['file.copied', copy.id],
      ['file.deleted', id],
    ]);
    expect(copy).toMatchObject({ name: 'b (1).mp4', parent_id: folder.id });
  });

  it('name their version stack while they are its newest version', async () => {
    const [first, second] = [addFile('a.mp4'), addFile('b.mp4')];
    const { id } = stage.api.state.createVersionStack([first, second]);
    await stage.client.files.update(stage.accountId, first, { data: { name: 'old.mp4' } });
    await stage.client.files.update(stage.accountId, second, { data: { name: 'new.mp4' } });
    expect(stage.api.state.versionStack(id)).toMatchObject({ name: 'new.mp4' });
  });

  it('are copied with their comments and metadata on request', async () => {
    const id = addFile();
    stage.api.state.addComment(id, { text: 'Too dark' });
    stage.api.state.stores.metadataValues.put({ id: `${id} field`, fileId: id, fieldDefinitionId: 'field', value: 1 });
    const options = { copy_metadata: true, copy_comments: 'all' } as const;
    const { data: full } = await stage.client.files.copy(stage.accountId, id, options);
    const { data: plain } = await stage.client.files.copy(stage.accountId, id);
    const textsOf = (fileId: string) => stage.api.state.commentsOf(fileId).map(({ text }) => text);
    expect([full.id, plain.id].map(textsOf)).toEqual([['Too dark'], []]);
    expect(stage.api.state.stores.metadataValues.all().map(({ fileId }) => fileId)).toEqual([id, full.id]);
  });

  it('are copied and moved together, or not at all', async () => {
    const [one, other] = [addFile('1.mp4'), addFile('2.mp4')];
    const { data: folder } = await stage.client.folders.create(stage.accountId, stage.rootId, { data: { name: 'F' } });
    const data = { file_ids: [one, other], parent_id: folder.id };
    const copied = await stage.client.files.bulkCopy(stage.accountId, { data });
    expect(copied.data.map(({ source_file_id }) => source_file_id)).toEqual([one, other]);
    expect(await eventsOf(() => stage.client.files.bulkMove(stage.accountId, { data }))).toEqual([
      ['file.updated', one],
      ['file.updated', other],
    ]);
    const withUnknown = { file_ids: [one, UNKNOWN_ID], parent_id: stage.rootId };
    await expect(stage.client.files.bulkMove(stage.accountId, { data: withUnknown })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(stage.api.state.file(one)).toMatchObject({ parent_id: folder.id });
  });

  it('are listed in pages, sorted', async () => {
    for (const name of ['b.mp4', 'a.mp4', 'c.mp4']) addFile(name);
    const query = { sort: 'name_desc', page_size: 2 } as const;
    const names: string[] = [];
    for await (const { name } of stage.client.files.list(stage.accountId, stage.rootId, query)) names.push(name);
    expect(names).toEqual(['c.mp4', 'b.mp4', 'a.mp4']);
  });
});

describe('an upload from a URL', () => {
  it('fetches the file, which then has its size', async () => {
    const source = await scriptedServer((response) => response.end('0123456789'));
    const data = { name: 'a.mp4', source_url: source.url };
    const { data: file, links } = await stage.client.files.createRemoteUpload(stage.accountId, stage.rootId, { data });
    expect({ file, links }).toMatchObject({ file: { status: 'created' }, links: { status: expect.any(String) } });
    await until(() => stage.api.state.file(file.id)?.status === 'uploaded');
    expect(eventsSoFar()).toEqual([
      ['file.created', file.id],
      ['file.upload.completed', file.id],
    ]);
    expect(stage.api.state.file(file.id)).toMatchObject({ file_size: 10 });
    expect(String(stage.api.state.bytesOf(file.id))).toBe('0123456789');
    await source.close();
  });

  it('fails if the URL does', async () => {
    const source = await scriptedServer((response) => json(response, 404, {}));
    const data = { name: 'a.mp4', source_url: source.url };
    const { links } = await stage.client.files.createRemoteUpload(stage.accountId, stage.rootId, { data });
    const status = async () => Object((await stage.api.send(links.status ?? '')).body).data;
    await until(async () => (await status()).upload_failed === true);
    expect(await status()).toMatchObject({ upload_complete: false });
    await source.close();
  });
});

it('an imported file is uploaded at once', async () => {
  const data = { name: 'a.png', key: 'uploads/a.png', storage_location: UNKNOWN_ID };
  const { data: file } = await stage.client.files.importFile(stage.accountId, stage.rootId, { data });
  expect(file.status).toBe('uploaded');
  expect(eventsSoFar()).toEqual([
    ['file.created', file.id],
    ['file.upload.completed', file.id],
  ]);
});
