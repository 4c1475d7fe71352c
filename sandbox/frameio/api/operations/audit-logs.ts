import type * as Frameio from '../../../../lib/client/frameio.ts';
import type { StoredAuditEntry } from '../../state/stored-resources.ts';
import { AUDIT_EVENT_TYPES, AUDIT_RESOURCE_TYPES } from '../../validation/audit-log-types.ts';
import type { FieldRule, FieldRules, FieldValues } from '../../validation/field-rules.ts';
import { DAY_FORMAT, UUID_FORMAT } from '../../validation/formats.ts';
import { ID, operation } from '../operation.ts';
import { PAGE_QUERY, pageResponse } from '../pagination.ts';
import { includeRule } from '../query-rules.ts';
import { perMinute } from '../rate-limit.ts';

const FILTER_ID = { type: 'string', format: UUID_FORMAT } as const satisfies FieldRule;
const DAY = { type: 'string', format: DAY_FORMAT } as const satisfies FieldRule;

const FILTERS = {
  event_type: { type: 'string', values: AUDIT_EVENT_TYPES },
  resource_type: { type: 'string', values: AUDIT_RESOURCE_TYPES },
  resource_id: FILTER_ID,
  project_id: FILTER_ID,
  workspace_id: FILTER_ID,
  user_id: FILTER_ID,
  ip_address: { type: 'string' },
  from_date: DAY,
  to_date: DAY,
} as const satisfies FieldRules;

const index = operation({
  name: 'auditlog.index',
  method: 'GET',
  path: '/v4/accounts/{account_id}/audit_logs',
  limit: perMinute(100),
  ids: { account_id: ID },
  query: {
    include: includeRule('user'),
    filters: { type: 'object', fields: FILTERS, closed: true },
    ...PAGE_QUERY,
  },
  body: {},
  handle: ({ state, query, path }) => {
    const entries = state.stores.auditLogs.all().filter(({ entry }) => matches(entry, query.filters ?? {}));
    return pageResponse(entries.toReversed(), { query, path }, (stored) => toEntry(stored, query));
  },
});

function matches(
  entry: StoredAuditEntry['entry'],
  { from_date = '', to_date = '9999', ...values }: FieldValues<typeof FILTERS>,
): boolean {
  const day = entry.inserted_at.slice(0, 'YYYY-MM-DD'.length);
  if (day < from_date || day > to_date) return false;
  return Object.entries(values).every(([name, value]) => Reflect.get(entry, name) === value);
}

function toEntry(
  { entry, user }: StoredAuditEntry,
  { include = [] }: { readonly include?: readonly 'user'[] },
): Frameio.AuditLogwithIncludes {
  return include.includes('user') ? { ...entry, user } : entry;
}

/** Operations on the audit log. The newest entries come first. */
export const AUDIT_LOGS = [index];
