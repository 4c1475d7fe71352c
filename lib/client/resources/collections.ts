import type { ApiPromise } from '../api-promise.ts';
import type { RequestOptions } from '../api-request.ts';
import type { Listing } from '../page.ts';
import { path } from '../path.ts';
import type { CommaSeparated, PageQuery } from '../query.ts';
import type { Project } from './projects.ts';
import { Resource } from './resource.ts';
import type { Share } from './shares.ts';
import type { User } from './users.ts';

/** Assets of a project, put together. */
export interface Collection {
  readonly id: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly aggregation_mode: 'static' | 'dynamic';
  readonly auto_generated: boolean;
  readonly private: boolean;
  readonly project_id: string;
  readonly root_folder_id: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly creator?: User;
  readonly project?: Project;
  readonly shares?: readonly Share[];
}

/** What `include` can add to a collection, such as `creator,project`. Frame.io has no list of the names. */
export type CollectionInclude = CommaSeparated<string>;

/** Request of `collections.index`. */
export interface IndexCollectionsRequest extends PageQuery {
  readonly include?: CollectionInclude;
}

/** Request of `collections.show`. */
export interface ShowCollectionsRequest {
  readonly include?: CollectionInclude;
}

/** Collections. */
export class Collections extends Resource {
  /** The collections of a project. */
  index(
    accountId: string,
    projectId: string,
    request: IndexCollectionsRequest = {},
    options?: RequestOptions,
  ): Listing<Collection> {
    return this.listing({
      operation: 'collections.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/projects/${projectId}/collections`,
      query: { ...request },
      options,
    });
  }

  /** One collection. */
  show(
    accountId: string,
    collectionId: string,
    request: ShowCollectionsRequest = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: Collection }> {
    return this.call({
      operation: 'collections.show',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/collections/${collectionId}`,
      query: { ...request },
      options,
    });
  }
}
