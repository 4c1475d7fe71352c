import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { folderContents } from '../../../lib/reconciliation/folder-contents.ts';
import { addFolder } from '../../../sandbox/frameio/state/folders.ts';
import { createVersionStack } from '../../../sandbox/frameio/state/version-stacks.ts';
import { type RunningApi, startApi } from '../../sandbox/frameio/running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** Adds a folder with a version stack of two files. Returns the folder, and what changes the stack and its newest version. */
function folderWithStack(name: string) {
  const { state } = api;
  const root = state.stores.folders.require(state.project.root_folder_id);
  const folder = addFolder(state, root, name, state.user);
  const files = ['1.mov', '2.mov'].map((fileName) => state.addFile({ name: fileName, fileSize: 1 }).id);
  const stored = createVersionStack(state, folder, files, state.user);
  return {
    folder,
    files,
    setTimes: (stackTime: string, versionTime: string) => {
      const { versionStacks, files: allFiles } = state.stores;
      const current = versionStacks.require(stored.id);
      versionStacks.put({ ...current, stack: { ...current.stack, updated_at: stackTime } });
      for (const id of files) {
        const file = allFiles.require(id);
        allFiles.put({ ...file, file: { ...file.file, updated_at: versionTime } });
      }
    },
  };
}

async function contentsOf(folderId: string, changedSince: string) {
  const found = folderContents(api.client, api.state.account.id, folderId, Date.parse(changedSince));
  const contents = [];
  for await (const asset of found) contents.push(asset);
  return contents;
}

const [BEFORE, AT, AFTER] = ['2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z', '2026-11-03T00:00:00.000Z'];

describe('the versions in a version stack', () => {
  it.each([
    { name: 'are listed if the stack changed', times: [AFTER, BEFORE], isListed: true },
    { name: 'are listed if its newest version changed', times: [BEFORE, AFTER], isListed: true },
    { name: 'are listed if the stack changed at that time', times: [AT, BEFORE], isListed: true },
    { name: 'are not listed if neither changed', times: [BEFORE, BEFORE], isListed: false },
  ] as const)('$name', async ({ name, times: [stackTime, versionTime], isListed }) => {
    const { folder, files, setTimes } = folderWithStack(name);
    setTimes(stackTime, versionTime);
    const found = await contentsOf(folder.id, AT);
    expect(found.map(({ id }) => id).sort()).toEqual(isListed ? [...files].sort() : []);
  });

  it('have the user who added them', async () => {
    const { folder, files } = folderWithStack('with users');
    const found = await contentsOf(folder.id, BEFORE);
    const creators = new Map(files.map((id) => [id, api.state.stores.files.require(id).creator.id]));
    expect(new Map(found.map(({ id, creator }) => [id, creator?.id]))).toEqual(creators);
  });
});
