import type { ConformanceCase } from '../conformance-case.ts';

export const ACCOUNTS: readonly ConformanceCase[] = [
  { operation: 'accounts.index', status: 200 },
  {
    operation: 'accounts.index',
    query: { sort: 'display_name_desc', page_size: '1', include_total_count: 'true' },
    status: 200,
  },
  { operation: 'accounts.index', query: { sort: 'name_asc' }, status: 422 },
];
