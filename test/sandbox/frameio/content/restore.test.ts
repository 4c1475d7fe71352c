import { describe, expect, it } from '@jest/globals';
import { moveToTrash } from '../../../../sandbox/frameio/state/trash.ts';
import { contentUnderTest, UNKNOWN_ID } from './content-under-test.ts';

const stage = contentUnderTest();
const { addFile, eventsOf } = stage;

const experimental = () => stage.client.experimental;
const newFolder = async () =>
  (await stage.client.folders.create(stage.accountId, stage.rootId, { data: { name: 'Footage' } })).data.id;

describe('restoring', () => {
  it('returns a deleted file, as an update', async () => {
    const id = addFile();
    await stage.client.files.delete(stage.accountId, id);
    expect(await eventsOf(() => experimental().files.restore(stage.accountId, id))).toEqual([['file.updated', id]]);
    await expect(stage.client.files.show(stage.accountId, id)).resolves.toMatchObject({ data: { id } });
  });

  it('returns a folder with everything in it', async () => {
    const [id, fileId] = [await newFolder(), addFile()];
    await stage.client.files.move(stage.accountId, fileId, { data: { parent_id: id } });
    await stage.client.folders.delete(stage.accountId, id);
    const { data } = await experimental().folders.restore(stage.accountId, id);
    expect(data).toMatchObject({ id, name: 'Footage' });
    await expect(stage.client.files.show(stage.accountId, fileId)).resolves.toMatchObject({ data: { parent_id: id } });
  });

  it('returns a version stack with its versions', async () => {
    const { state } = stage.api;
    const { id } = state.createVersionStack([addFile('v1.mp4'), addFile('v2.mp4')]);
    // No operation deletes a version stack: people do it in the web app.
    moveToTrash(state, { ...state.stores.versionStacks.require(id), type: 'version_stack' }, state.user);
    const { data } = await experimental().versionStacks.restore(stage.accountId, id);
    expect(data).toMatchObject({ id, head_version: { name: 'v2.mp4' } });
  });

  it('is refused for a file whose folder is in the trash, and for one that was not deleted', async () => {
    const [folderId, fileId, keptId] = [await newFolder(), addFile(), addFile()];
    await stage.client.files.move(stage.accountId, fileId, { data: { parent_id: folderId } });
    await stage.client.files.delete(stage.accountId, fileId);
    await stage.client.folders.delete(stage.accountId, folderId);
    const restore = (id: string) => experimental().files.restore(stage.accountId, id);
    await expect(restore(fileId)).rejects.toMatchObject({ status: 409 });
    await expect(restore(keptId)).rejects.toMatchObject({ status: 404 });
    await expect(restore(UNKNOWN_ID)).rejects.toMatchObject({ status: 404 });
  });

  it('needs the experimental API', async () => {
    const path = `${stage.api.pathOf(addFile())}/restore`;
    expect(await stage.api.send(path, { method: 'PATCH' })).toMatchObject({ status: 404 });
  });
});
