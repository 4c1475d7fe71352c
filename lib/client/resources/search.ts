import type { RequestOptions } from '../transport/api-request.ts';
import type { PagePromise } from '../transport/page.ts';
import { path } from '../transport/path.ts';
import type { PageQuery } from '../transport/query.ts';
import type { AssetCommon } from './assets.ts';
import type { Project } from './projects.ts';
import { Resource } from './resource.ts';
import type { SearchMatch } from './search-matches.ts';

/** A file, folder or version stack in the results. */
export interface AssetSearchResult {
  readonly type: 'file_result' | 'folder_result' | 'version_stack_result';
  readonly result: AssetCommon;
  /** Reasons for the result. */
  readonly matches: readonly SearchMatch[];
}

/** A project in the results. */
export interface ProjectSearchResult {
  readonly type: 'project_result';
  readonly result: Project;
  /** Reasons for the result. */
  readonly matches: readonly SearchMatch[];
}

/** A result, distinguished by `type`. */
export type SearchResult = AssetSearchResult | ProjectSearchResult;

/** Request of `search.search`. */
export interface SearchParams extends PageQuery {
  /** 1 to 1,000 characters. */
  readonly query: string;
  /** `nlp` accepts natural language. */
  readonly engine: 'lexical' | 'nlp';
  /** Types to search. A type that is not `false` is searched. */
  readonly filters?: {
    readonly files_and_version_stacks?: boolean;
    readonly folders?: boolean;
    readonly projects?: boolean;
  };
}

/** Search in an account. */
export class Search extends Resource {
  /** Searches files, folders, version stacks and projects. */
  search(
    accountId: string,
    { query, engine, filters, ...page }: SearchParams,
    options?: RequestOptions,
  ): PagePromise<SearchResult> {
    return this.pages({
      operation: 'search.search',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/search`,
      query: page,
      body: { query, engine, filters },
      isIdempotent: true,
      options,
    });
  }
}
