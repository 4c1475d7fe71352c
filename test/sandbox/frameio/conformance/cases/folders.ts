import { createFolder } from '../../../../../sandbox/frameio/state/folders.ts';
import { type ConformanceCase, type ConformanceContext, EVERYTHING, UNKNOWN_ID } from '../conformance-case.ts';

const root = ({ folderId }: ConformanceContext) => ({ folder_id: folderId });
const newFolderId = ({ state, folderId }: ConformanceContext) =>
  createFolder(state, state.stores.folders.require(folderId), 'Day 1', state.user).id;
const newFolder = (context: ConformanceContext) => ({ folder_id: newFolderId(context) });

const intoNewFolder = (context: ConformanceContext) => ({ data: { parent_id: newFolderId(context) } });
const manyFolders = (context: ConformanceContext) => ({
  data: { folder_ids: [newFolderId(context), newFolderId(context)], parent_id: newFolderId(context) },
});

export const FOLDERS: readonly ConformanceCase[] = [
  { operation: 'folders.create', ids: root, body: { data: { name: 'Footage' } }, status: 201 },
  { operation: 'folders.create', ids: root, body: { data: { name: '' } }, status: 422 },
  { operation: 'folders.index', ids: root, query: { include_total_count: 'true' }, status: 200 },
  {
    operation: 'folders.index',
    ids: (context) => {
      context.state.createVersionStack(context.addFiles('a.mp4', 'b.mp4'));
      return root(context);
    },
    query: { include: EVERYTHING, type: 'folder,version_stack,file', sort: 'name_asc', page_size: '500' },
    status: 200,
  },
  { operation: 'folders.index', ids: root, query: { type: 'film' }, status: 422 },
  { operation: 'folders.list', ids: root, query: { page_size: '1', include: 'creator,project,metadata' }, status: 200 },
  { operation: 'folders.list', ids: () => ({ folder_id: UNKNOWN_ID }), status: 404 },
  { operation: 'folders.show', ids: root, status: 200 },
  { operation: 'folders.show', ids: newFolder, query: { include: 'creator,project,metadata' }, status: 200 },
  { operation: 'folders.update', ids: newFolder, body: { data: { name: 'Day 2' } }, status: 200 },
  { operation: 'folders.move', ids: newFolder, body: intoNewFolder, status: 200 },
  { operation: 'folders.move', ids: root, body: intoNewFolder, status: 422 },
  { operation: 'folders.copy', ids: newFolder, body: intoNewFolder, status: 200 },
  { operation: 'folders.copy', ids: newFolder, query: { copy_metadata: 'true' }, status: 200 },
  { operation: 'folders.delete', ids: newFolder, status: 204 },
  { operation: 'folders.delete', ids: root, status: 422 },
  { operation: 'folders.bulk_copy', query: { copy_comments: 'all' }, body: manyFolders, status: 200 },
  { operation: 'folders.bulk_move', body: manyFolders, status: 200 },
];
