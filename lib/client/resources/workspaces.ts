import type { ApiPromise } from '../transport/api-promise.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import type { PagePromise } from '../transport/page.ts';
import { path } from '../transport/path.ts';
import type { CommaSeparated, PageQuery } from '../transport/query.ts';
import { Resource } from './resource.ts';
import type { User } from './users.ts';

/** A workspace, which holds projects. Webhooks and custom actions belong to one. */
export interface Workspace {
  readonly id: string;
  readonly account_id: string;
  readonly name: string;
  /** URL of the workspace's picture. Null if it has none. */
  readonly image?: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A workspace with the objects that `include` requests. */
export interface WorkspaceWithIncludes extends Workspace {
  readonly creator?: User;
}

/** Objects that `include` can add to a workspace. */
export type WorkspaceInclude = CommaSeparated<'creator'>;

/** Request of `workspaces.index`. */
export interface IndexWorkspacesRequest extends PageQuery {
  readonly include?: WorkspaceInclude;
  readonly sort?: 'name_asc' | 'created_at_asc' | 'name_desc' | 'created_at_desc';
}

/** Request of `workspaces.show`. */
export interface ShowWorkspacesRequest {
  readonly include?: WorkspaceInclude;
}

/** Request of `workspaces.create` and `workspaces.update`. */
export interface WorkspaceParams {
  readonly data: {
    /** 1 to 255 characters. */
    readonly name?: string;
  };
}

/** Workspaces of an account. */
export class Workspaces extends Resource {
  /** Lists the workspaces of the account. */
  index(
    accountId: string,
    request: IndexWorkspacesRequest = {},
    options?: RequestOptions,
  ): PagePromise<WorkspaceWithIncludes> {
    return this.pages({
      operation: 'workspaces.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/workspaces`,
      query: { ...request },
      options,
    });
  }

  /** Returns one workspace. */
  show(
    accountId: string,
    workspaceId: string,
    request: ShowWorkspacesRequest = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: WorkspaceWithIncludes }> {
    return this.call({
      operation: 'workspaces.show',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}`,
      query: { ...request },
      options,
    });
  }

  /** Adds a workspace to the account. */
  create(
    accountId: string,
    { data }: WorkspaceParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: Workspace }> {
    return this.call({
      operation: 'workspaces.create',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/workspaces`,
      body: { data },
      options,
    });
  }

  /** Renames a workspace. */
  update(
    accountId: string,
    workspaceId: string,
    { data }: WorkspaceParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: Workspace }> {
    return this.call({
      operation: 'workspaces.update',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}`,
      body: { data },
      options,
    });
  }

  /** Deletes a workspace. */
  delete(accountId: string, workspaceId: string, options?: RequestOptions): ApiPromise<void> {
    return this.call({
      operation: 'workspaces.delete',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}`,
      options,
    });
  }
}
