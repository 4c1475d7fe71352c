import type { ConformanceCase, ConformanceContext } from '../conformance-case.ts';
import { FULL_COMMENT } from '../full-comment.ts';

const onFile = ({ fileId }: ConformanceContext) => ({ file_id: fileId });

export const COMMENTS: readonly ConformanceCase[] = [
  { operation: 'comments.create', ids: onFile, body: { data: { text: 'Short' } }, status: 201 },
  { operation: 'comments.create', ids: onFile, body: { data: FULL_COMMENT }, status: 201 },
  { operation: 'comments.create', ids: onFile, body: '{', status: 400 },
  { operation: 'comments.index', ids: onFile, status: 200 },
  {
    operation: 'comments.index',
    ids: onFile,
    query: {
      page_size: '1',
      include: 'owner,replies',
      include_total_count: 'true',
      timestamp_as_timecode: 'true',
    },
    status: 200,
  },
  { operation: 'comments.index', ids: onFile, query: { page_size: '0' }, status: 422 },
];
