import type { RequestOptions } from '../transport/api-request.ts';
import type { PagePromise } from '../transport/page.ts';
import { path } from '../transport/path.ts';
import type { PageQuery } from '../transport/query.ts';
import type { AuditLogsInclude, AuditLogwithIncludes, Filters } from './audit-logs.ts';
import { Resource } from './resource.ts';

/** An account, which holds workspaces. */
export interface Account {
  readonly id: string;
  readonly display_name: string;
  /** Roles of the user of the token in the account. */
  readonly roles: readonly ('admin' | 'member' | 'owner')[];
  /** In bytes, without archived files. Null if there is no limit. */
  readonly storage_limit: number | null;
  /** In bytes, without archived files. */
  readonly storage_usage: number;
  /** URL of the account's picture. */
  readonly image?: string | null;
  readonly mounted_storage_enabled?: boolean | null;
  /** Id of its organization at Adobe. */
  readonly adobe_id?: string | null;
  /** When the account was migrated from the legacy product. */
  readonly v4_migrated_at?: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Request of `accounts.index`. */
export interface IndexAccountsRequest extends PageQuery {
  readonly sort?: 'display_name_asc' | 'created_at_asc' | 'display_name_desc' | 'created_at_desc';
}

/** Request of `accounts.auditlogIndex`. */
export interface AuditlogIndexAccountsRequest extends PageQuery {
  readonly include?: AuditLogsInclude;
  readonly filters?: Filters;
}

/** Accounts of a user, and their audit logs. */
export class Accounts extends Resource {
  /** Lists the accounts the user of the token belongs to. */
  index(request: IndexAccountsRequest = {}, options?: RequestOptions): PagePromise<Account> {
    return this.pages({
      operation: 'accounts.index',
      method: 'GET',
      path: '/v4/accounts',
      query: { ...request },
      options,
    });
  }

  /**
   * Lists the account's audit log. Frame.io requires an API version here: the client sends `4.0` unless `options` sets
   * another.
   */
  auditlogIndex(
    accountId: string,
    request: AuditlogIndexAccountsRequest = {},
    options?: RequestOptions,
  ): PagePromise<AuditLogwithIncludes> {
    return this.pages({
      operation: 'accounts.auditlogIndex',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/audit_logs`,
      query: { ...request },
      options: { ...options, headers: { 'api-version': '4.0', ...options?.headers } },
    });
  }
}
