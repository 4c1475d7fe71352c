import type { RequestOptions } from '../api-request.ts';
import type { Listing } from '../page.ts';
import { path } from '../path.ts';
import type { PageQuery } from '../query.ts';
import type { AuditLogsInclude, AuditLogwithIncludes, Filters } from './audit-logs.ts';
import { Resource } from './resource.ts';

/** An account, which holds workspaces. */
export interface Account {
  readonly id: string;
  readonly display_name: string;
  /** What the user behind the token is in it. */
  readonly roles: readonly ('admin' | 'member' | 'owner')[];
  /** In bytes, without what is archived; null when there is no limit. */
  readonly storage_limit: number | null;
  /** In bytes, without what is archived. */
  readonly storage_usage: number;
  /** Address of the account's picture. */
  readonly image?: string | null;
  readonly mounted_storage_enabled?: boolean | null;
  /** Id of its organization at Adobe. */
  readonly adobe_id?: string | null;
  /** When it came over from the old product. */
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

/** The accounts of a user, and what was done in them. */
export class Accounts extends Resource {
  /** The accounts the user behind the token belongs to. */
  index(request: IndexAccountsRequest = {}, options?: RequestOptions): Listing<Account> {
    return this.listing({
      operation: 'accounts.index',
      method: 'GET',
      path: '/v4/accounts',
      query: { ...request },
      options,
    });
  }

  /** The account's audit log. Frame.io wants a version with this call: `4.0` is sent unless `options` names another. */
  auditlogIndex(
    accountId: string,
    request: AuditlogIndexAccountsRequest = {},
    options?: RequestOptions,
  ): Listing<AuditLogwithIncludes> {
    return this.listing({
      operation: 'accounts.auditlogIndex',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/audit_logs`,
      query: { ...request },
      options: { ...options, headers: { 'api-version': '4.0', ...options?.headers } },
    });
  }
}
