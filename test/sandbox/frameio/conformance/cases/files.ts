import { type ConformanceCase, type ConformanceContext, EVERYTHING, UNKNOWN_ID } from '../conformance-case.ts';

const theFile = ({ fileId }: ConformanceContext) => ({ file_id: fileId });
const newFile = ({ addFiles }: ConformanceContext) => ({ file_id: addFiles('a.mp4')[0] ?? '' });
const unknownFile = () => ({ file_id: UNKNOWN_ID });

const intoRoot = ({ folderId }: ConformanceContext) => ({ data: { parent_id: folderId } });
const manyFiles = ({ folderId, addFiles }: ConformanceContext) => ({
  data: { file_ids: addFiles('a.mp4', 'b.mp4'), parent_id: folderId },
});

export const FILES: readonly ConformanceCase[] = [
  { operation: 'files.list', ids: ({ folderId }) => ({ folder_id: folderId }), status: 200 },
  {
    operation: 'files.list',
    ids: ({ folderId }) => ({ folder_id: folderId }),
    query: { include: 'creator,parent', sort: 'file_size_desc', page_size: '2', include_total_count: 'true' },
    status: 200,
  },
  {
    operation: 'files.list',
    ids: ({ folderId }) => ({ folder_id: folderId }),
    query: { sort: 'size_asc' },
    status: 422,
  },
  { operation: 'files.update', ids: newFile, body: { data: { name: 'b.mp4' } }, status: 200 },
  { operation: 'files.copy', ids: theFile, query: { copy_comments: 'all', copy_metadata: 'true' }, status: 200 },
  { operation: 'files.copy', ids: newFile, body: intoRoot, status: 200 },
  { operation: 'files.bulk_copy', body: manyFiles, status: 200 },
  { operation: 'files.bulk_copy', body: { data: { file_ids: [], parent_id: UNKNOWN_ID } }, status: 422 },
  { operation: 'files.bulk_move', body: manyFiles, status: 200 },
  { operation: 'files.show', ids: theFile, status: 200 },
  { operation: 'files.show', ids: theFile, query: { include: EVERYTHING }, status: 200 },
  { operation: 'files.show', ids: unknownFile, status: 404 },
  { operation: 'files.delete', ids: newFile, status: 204 },
  { operation: 'files.delete', ids: unknownFile, status: 404 },
  {
    operation: 'files.move',
    ids: newFile,
    body: ({ state, addFiles }: ConformanceContext) => ({
      data: { parent_id: state.createVersionStack(addFiles('a.mp4', 'b.mp4')).id },
    }),
    status: 200,
  },
];
