import type { ApiPromise } from '../transport/api-promise.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import type { PagePromise } from '../transport/page.ts';
import { path } from '../transport/path.ts';
import type { CommaSeparated, PageQuery } from '../transport/query.ts';
import type { Project } from './projects.ts';
import { Resource } from './resource.ts';
import type { Share } from './share-types.ts';
import type { User } from './users.ts';

/** A selection of assets of a project. */
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

/** What `include` can add to a collection, such as `creator,project`. Frame.io does not list the names. */
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
  /** Lists the collections of a project. */
  index(
    accountId: string,
    projectId: string,
    request: IndexCollectionsRequest = {},
    options?: RequestOptions,
  ): PagePromise<Collection> {
    return this.pages({
      operation: 'collections.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/projects/${projectId}/collections`,
      query: { ...request },
      options,
    });
  }

  /** Returns one collection. */
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
