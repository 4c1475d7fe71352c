import { type ConformanceCase, type ConformanceContext, EVERYTHING } from '../conformance-case.ts';

const inRoot = ({ folderId }: ConformanceContext) => ({ folder_id: folderId });
const newStack = ({ state, addFiles }: ConformanceContext) => ({
  version_stack_id: state.createVersionStack(addFiles('a.mp4', 'b.mp4')).id,
});

export const VERSION_STACKS: readonly ConformanceCase[] = [
  {
    operation: 'version_stacks.create',
    ids: inRoot,
    body: ({ addFiles }: ConformanceContext) => ({ data: { file_ids: addFiles('a.mp4', 'b.mp4') } }),
    status: 201,
  },
  {
    operation: 'version_stacks.create',
    ids: inRoot,
    body: ({ addFiles }: ConformanceContext) => ({ data: { file_ids: addFiles('a.mp4') } }),
    status: 422,
  },
  { operation: 'version_stacks.show', ids: newStack, status: 200 },
  { operation: 'version_stacks.show', ids: newStack, query: { include: EVERYTHING }, status: 200 },
  { operation: 'version_stacks.index', ids: newStack, status: 200 },
  { operation: 'version_stacks.index', ids: newStack, query: { include: EVERYTHING, sort: 'name_asc' }, status: 200 },
  { operation: 'version_stacks.list', ids: inRoot, query: { include_total_count: 'true' }, status: 200 },
  { operation: 'version_stacks.list', ids: inRoot, query: { include: EVERYTHING, sort: 'name_asc' }, status: 200 },
  { operation: 'version_stacks.copy', ids: newStack, status: 200 },
  {
    operation: 'version_stacks.copy',
    ids: newStack,
    query: { copy_metadata: 'true' },
    body: ({ folderId }: ConformanceContext) => ({ data: { parent_id: folderId } }),
    status: 200,
  },
  {
    operation: 'version_stacks.move',
    ids: newStack,
    body: ({ folderId }: ConformanceContext) => ({ data: { parent_id: folderId } }),
    status: 200,
  },
];
