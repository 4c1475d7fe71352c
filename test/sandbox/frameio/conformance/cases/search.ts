import type { ConformanceCase } from '../conformance-case.ts';

export const SEARCH: readonly ConformanceCase[] = [
  {
    operation: 'search.search',
    query: { page_size: '2', include_total_count: 'true' },
    body: { query: 'a.mp4', engine: 'lexical' },
    status: 200,
  },
  {
    operation: 'search.search',
    body: { query: 'sandbox', engine: 'nlp', filters: { files_and_version_stacks: false } },
    status: 200,
  },
  { operation: 'search.search', body: { query: 'a', engine: 'none' }, status: 422 },
];
