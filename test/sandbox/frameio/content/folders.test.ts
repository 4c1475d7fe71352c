import { describe, expect, it } from '@jest/globals';
import { addProject } from '../../../../sandbox/frameio/state/new-project.ts';
import { contentUnderTest } from './content-under-test.ts';

const stage = contentUnderTest();
const { addFile, eventsOf, eventsSoFar } = stage;

const createFolder = async (name: string, parentId = stage.rootId) =>
  (await stage.client.folders.create(stage.accountId, parentId, { data: { name } })).data.id;

const childrenOf = async (id: string) => {
  const names: string[] = [];
  for await (const { name } of stage.client.folders.index(stage.accountId, id)) names.push(name);
  return names;
};

describe('folders', () => {
  it('report their creation, new name, move and deletion', async () => {
    const [id, parentId] = [await createFolder('Day 1'), await createFolder('Footage')];
    await stage.client.folders.update(stage.accountId, id, { data: { name: 'Day 2' } });
    await stage.client.folders.move(stage.accountId, id, { data: { parent_id: parentId } });
    await stage.client.folders.delete(stage.accountId, id);
    expect(eventsSoFar()).toEqual([
      ['folder.created', id],
      ['folder.created', parentId],
      ['folder.updated', id],
      ['folder.updated', id],
      ['folder.deleted', id],
    ]);
  });

  it('list everything in them, or only some types', async () => {
    await createFolder('Footage');
    stage.api.state.createVersionStack([addFile('a.mp4'), addFile('b.mp4')]);
    addFile('c.mp4');
    const list = async (type?: readonly ('file' | 'version_stack')[]) =>
      (await stage.client.folders.index(stage.accountId, stage.rootId, { sort: 'name_desc', ...(type && { type }) }))
        .data;
    expect((await list()).map(({ type, name }) => [type, name])).toEqual([
      ['file', 'c.mp4'],
      ['version_stack', 'b.mp4'],
      ['folder', 'Footage'],
    ]);
    expect((await list(['file', 'version_stack'])).map(({ type }) => type)).toEqual(['file', 'version_stack']);
    const folders = await stage.client.folders.list(stage.accountId, stage.rootId);
    expect(folders.data.map(({ name }) => name)).toEqual(['Footage']);
  });

  it('are deleted with everything in them', async () => {
    const id = await createFolder('Footage');
    const innerId = await createFolder('Day 1', id);
    const fileId = addFile();
    await stage.client.files.move(stage.accountId, fileId, { data: { parent_id: innerId } });
    await stage.client.folders.delete(stage.accountId, id);
    await expect(stage.client.files.show(stage.accountId, fileId)).rejects.toMatchObject({ code: 'not_found' });
    await expect(stage.client.folders.show(stage.accountId, innerId)).rejects.toMatchObject({ code: 'not_found' });
    expect(stage.api.state.stores.deletedAssets.all().map(({ rootId }) => rootId)).toEqual([id, id, id]);
  });

  it('take their contents with them to another project', async () => {
    const { state } = stage.api;
    const details = { name: 'Other', workspaceId: state.workspace.id, owner: state.uploader };
    const { project } = addProject(state.stores, details, { newId: state.newId, time: state.timestamp() });
    const id = await createFolder('Footage');
    const fileId = addFile();
    await stage.client.files.move(stage.accountId, fileId, { data: { parent_id: id } });
    await stage.client.folders.move(stage.accountId, id, { data: { parent_id: project.root_folder_id } });
    const { data } = await stage.client.files.show(stage.accountId, fileId);
    expect(data).toMatchObject({ parent_id: id, project_id: project.id });
    expect(data.view_url).toContain(project.id);
  });

  it('cannot be moved into themselves, and root folders not at all', async () => {
    const id = await createFolder('Footage');
    const innerId = await createFolder('Day 1', id);
    const move = (from: string, to: string) =>
      stage.client.folders.move(stage.accountId, from, { data: { parent_id: to } });
    await expect(move(id, innerId)).rejects.toMatchObject({ code: 'unprocessable_entity' });
    await expect(move(stage.rootId, id)).rejects.toMatchObject({ code: 'unprocessable_entity' });
    await expect(stage.client.folders.delete(stage.accountId, stage.rootId)).rejects.toMatchObject({
      code: 'unprocessable_entity',
    });
  });

  it('are copied with everything in them, under a free name', async () => {
    const id = await createFolder('Footage');
    const [first, second, third] = [addFile('a.mp4'), addFile('b.mp4'), addFile('c.mp4')];
    const stack = stage.api.state.createVersionStack([first, second]);
    await stage.client.versionStacks.move(stage.accountId, stack.id, { data: { parent_id: id } });
    await stage.client.files.move(stage.accountId, third, { data: { parent_id: id } });
    const { data: copy } = await stage.client.folders.copy(stage.accountId, id);
    expect(copy).toMatchObject({ name: 'Footage (1)', parent_id: stage.rootId });
    expect(await childrenOf(copy?.id ?? '')).toEqual(['b.mp4', 'c.mp4']);
    expect(eventsSoFar().at(-1)).toEqual(['folder.copied', copy?.id]);
  });

  it('are copied and moved together', async () => {
    const [one, other, target] = [await createFolder('1'), await createFolder('2'), await createFolder('Target')];
    const data = { folder_ids: [one, other], parent_id: target };
    const copied = await stage.client.folders.bulkCopy(stage.accountId, { data });
    expect(copied.data.map(({ source_folder_id }) => source_folder_id)).toEqual([one, other]);
    expect(await eventsOf(() => stage.client.folders.bulkMove(stage.accountId, { data }))).toEqual([
      ['folder.updated', one],
      ['folder.updated', other],
    ]);
    expect(await childrenOf(target)).toEqual(['1', '2', '1', '2']);
  });
});
