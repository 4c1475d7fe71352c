import { beforeEach, describe, expect, it } from '@jest/globals';
import { addFolder, deleteFolder } from '../../../../sandbox/frameio/state/folders.ts';
import { FrameioState } from '../../../../sandbox/frameio/state/frameio-state.ts';
import { moveFile } from '../../../../sandbox/frameio/state/move-file.ts';
import { restoreFromTrash } from '../../../../sandbox/frameio/state/trash.ts';

let state: FrameioState;
beforeEach(() => {
  state = new FrameioState();
});

const addFile = (name: string) => state.addFile({ name, fileSize: 1 }).id;

describe('an asset restored from the trash', () => {
  it('has everything that was in it when it was deleted', () => {
    const root = state.stores.folders.require(state.project.root_folder_id);
    const folder = addFolder(state, root, 'Footage', state.user);
    const [kept, deletedBefore] = [addFile('a.mp4'), addFile('b.mp4')];
    for (const id of [kept, deletedBefore]) moveFile(state, state.stores.files.require(id), folder.id, state.user);
    state.addComment(kept, { text: 'Too dark' });
    state.deleteFile(deletedBefore);
    deleteFolder(state, folder, state.user);
    expect(state.files()).toEqual([]);

    expect(restoreFromTrash(state, folder.id).map(({ id }) => id)).toEqual([folder.id, kept]);
    expect(state.file(kept)).toMatchObject({ parent_id: folder.id });
    expect(state.commentsOf(kept)).toMatchObject([{ text: 'Too dark' }]);
    expect(state.stores.deletedAssets.all().map(({ id }) => id)).toEqual([deletedBefore]);
  });

  it('is the newest version of its stack', () => {
    const [first, second] = [addFile('a.mp4'), addFile('b.mp4')];
    const { id } = state.createVersionStack([first, second]);
    state.deleteFile(first);
    restoreFromTrash(state, first);
    expect(state.versionStack(id)?.versions.map((version) => version.id)).toEqual([second, first]);
  });
});
