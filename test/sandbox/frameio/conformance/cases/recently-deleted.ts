import { createFolder } from '../../../../../sandbox/frameio/state/folders.ts';
import { moveToTrash } from '../../../../../sandbox/frameio/state/trash.ts';
import type { ConformanceCase, ConformanceContext } from '../conformance-case.ts';

/** Deletes an asset of each type. */
const withDeletedAssets = ({ state, folderId, addFiles }: ConformanceContext) => {
  const { stores, user } = state;
  const [file = '', ...versions] = addFiles('a.png', 'b.png', 'c.png');
  const stack = stores.versionStacks.require(state.createVersionStack(versions).id);
  moveToTrash(state, { ...stores.files.require(file), type: 'file' }, user);
  moveToTrash(state, { ...stack, type: 'version_stack' }, user);
  moveToTrash(state, { ...createFolder(state, stores.folders.require(folderId), 'Old', user), type: 'folder' }, user);
  return { project_id: state.project.id };
};

export const RECENTLY_DELETED: readonly ConformanceCase[] = [
  { operation: 'projects.recently_deleted', ids: withDeletedAssets, status: 200 },
  {
    operation: 'projects.recently_deleted',
    ids: withDeletedAssets,
    query: { sort: 'name_asc', page_size: '1' },
    status: 200,
  },
];
