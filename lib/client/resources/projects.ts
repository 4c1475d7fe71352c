import type { ApiPromise } from '../transport/api-promise.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import type { PagePromise } from '../transport/page.ts';
import { path } from '../transport/path.ts';
import type { CommaSeparated, PageQuery } from '../transport/query.ts';
import type { DeletedAsset, RecentlyDeletedSort } from './deleted-assets.ts';
import { Resource } from './resource.ts';
import type { User } from './users.ts';

/** A project: a tree of folders and files with its own members. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly status: 'active' | 'inactive';
  readonly restricted?: boolean;
  /** The folder that contains all others. */
  readonly root_folder_id: string;
  /** Space in use, in bytes. */
  readonly storage: number;
  readonly workspace_id: string;
  /** URL of the project's picture. Null if it has none. */
  readonly image?: string | null;
  /** URL of the project in Frame.io's web application. */
  readonly view_url: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly adobe_id?: string | null;
}

/** A project with the objects that `include` requests. */
export interface ProjectWithIncludes extends Project {
  readonly description: string | null;
  readonly owner?: User;
}

/** Objects that `include` can add to a project. */
export type ProjectInclude = CommaSeparated<'owner'>;

/** Sort orders of a list of projects. */
export type ProjectSort = 'name_asc' | 'name_desc' | 'created_at_asc' | 'created_at_desc';

/** Request of `projects.index`. */
export interface IndexProjectsRequest extends PageQuery {
  readonly include?: ProjectInclude;
  readonly sort?: ProjectSort;
}

/** Request of `projects.accountProjectsIndex`. */
export type AccountProjectsIndexProjectsRequest = IndexProjectsRequest;

/** Request of `projects.invitedProjectsIndex`. */
export type InvitedProjectsIndexProjectsRequest = IndexProjectsRequest;

/** Request of `projects.recentlyDeleted`. */
export interface RecentlyDeletedProjectsRequest extends PageQuery {
  /** @default latest deletion first */
  readonly sort?: RecentlyDeletedSort;
}

/** Request of `projects.show`. */
export interface ShowProjectsRequest {
  readonly include?: ProjectInclude;
}

/** Request of `projects.create`. */
export interface ProjectParams {
  readonly data: {
    /** 1 to 255 characters. */
    readonly name: string;
    readonly restricted?: boolean;
  };
}

/** Request of `projects.update`. Omitted fields stay the same. */
export interface ProjectUpdateParams {
  readonly data: {
    /** 1 to 255 characters. */
    readonly name?: string;
    readonly restricted?: boolean;
    readonly status?: 'active' | 'inactive';
  };
}

/** Projects. */
export class Projects extends Resource {
  /** Lists the projects of a workspace. */
  index(
    accountId: string,
    workspaceId: string,
    request: IndexProjectsRequest = {},
    options?: RequestOptions,
  ): PagePromise<ProjectWithIncludes> {
    return this.pages({
      operation: 'projects.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}/projects`,
      query: { ...request },
      options,
    });
  }

  /** Lists the projects of all workspaces of an account. */
  accountProjectsIndex(
    accountId: string,
    request: AccountProjectsIndexProjectsRequest = {},
    options?: RequestOptions,
  ): PagePromise<ProjectWithIncludes> {
    return this.pages({
      operation: 'projects.accountProjectsIndex',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/projects`,
      query: { ...request },
      options,
    });
  }

  /** Lists the projects that the user of the token was invited to without a role in their workspace. */
  invitedProjectsIndex(
    accountId: string,
    request: InvitedProjectsIndexProjectsRequest = {},
    options?: RequestOptions,
  ): PagePromise<ProjectWithIncludes> {
    return this.pages({
      operation: 'projects.invitedProjectsIndex',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/invited_projects`,
      query: { ...request },
      options,
    });
  }

  /**
   * Lists the files, folders and version stacks that were recently deleted in a project. A page has at most 100 items
   * and no `total_count`.
   */
  recentlyDeleted(
    accountId: string,
    projectId: string,
    request: RecentlyDeletedProjectsRequest = {},
    options?: RequestOptions,
  ): PagePromise<DeletedAsset> {
    return this.pages({
      operation: 'projects.recentlyDeleted',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/projects/${projectId}/recently_deleted`,
      query: { ...request },
      options,
    });
  }

  /** Returns one project. */
  show(
    accountId: string,
    projectId: string,
    request: ShowProjectsRequest = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: ProjectWithIncludes }> {
    return this.call({
      operation: 'projects.show',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/projects/${projectId}`,
      query: { ...request },
      options,
    });
  }

  /** Creates a project in a workspace. */
  create(
    accountId: string,
    workspaceId: string,
    { data }: ProjectParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: Project }> {
    return this.call({
      operation: 'projects.create',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/workspaces/${workspaceId}/projects`,
      body: { data },
      options,
    });
  }

  /** Renames a project, restricts it, or activates or deactivates it. */
  update(
    accountId: string,
    projectId: string,
    { data }: ProjectUpdateParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: Project }> {
    return this.call({
      operation: 'projects.update',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/projects/${projectId}`,
      body: { data },
      options,
    });
  }

  /** Deletes a project. */
  delete(accountId: string, projectId: string, options?: RequestOptions): ApiPromise<void> {
    return this.call({
      operation: 'projects.delete',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/projects/${projectId}`,
      options,
    });
  }
}
