import { type ConformanceCase, type ConformanceContext, EVERYTHING, UNKNOWN_ID } from '../conformance-case.ts';

const theFile = ({ fileId }: ConformanceContext) => ({ file_id: fileId });
const newFile = ({ addFiles }: ConformanceContext) => ({ file_id: addFiles('a.mp4')[0] ?? '' });
const unknownFile = () => ({ file_id: UNKNOWN_ID });

export const FILES: readonly ConformanceCase[] = [
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
