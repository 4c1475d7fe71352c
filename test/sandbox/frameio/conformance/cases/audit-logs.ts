import type { ConformanceCase } from '../conformance-case.ts';

export const AUDIT_LOGS: readonly ConformanceCase[] = [
  { operation: 'auditlog.index', status: 200 },
  {
    operation: 'auditlog.index',
    query: { include: 'user', 'filters[event_type]': 'webhook_created', include_total_count: 'true' },
    status: 200,
  },
  { operation: 'auditlog.index', query: { 'filters[from_date]': 'yesterday' }, status: 422 },
];
