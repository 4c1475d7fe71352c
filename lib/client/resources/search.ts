import type { RequestOptions } from '../api-request.ts';
import type { Listing } from '../page.ts';
import { path } from '../path.ts';
import type { PageQuery } from '../query.ts';
import type { AssetCommon } from './assets.ts';
import type { Project } from './projects.ts';
import { Resource } from './resource.ts';
import type { SearchMatch } from './search-matches.ts';

/** A file, folder or version stack that was found. */
export interface AssetSearchResult {
  readonly type: 'file_result' | 'folder_result' | 'version_stack_result';
  readonly result: AssetCommon;
  /** Why it was found. */
  readonly matches: readonly SearchMatch[];
}

/** A project that was found. */
export interface ProjectSearchResult {
  readonly type: 'project_result';
  readonly result: Project;
  /** Why it was found. */
  readonly matches: readonly SearchMatch[];
}

/** What was found, told apart by `type`. */
export type SearchResult = AssetSearchResult | ProjectSearchResult;

/** Request of `search.search`. */
export interface SearchParams extends PageQuery {
  /** 1 to 1,000 characters. */
  readonly query: string;
  /** `nlp` takes natural language. */
  readonly engine: 'lexical' | 'nlp';
  /** What to look for: everything, but for what is `false`. */
  readonly filters?: {
    readonly files_and_version_stacks?: boolean;
    readonly folders?: boolean;
    readonly projects?: boolean;
  };
}

/** Search in an account. */
export class Search extends Resource {
  /** Looks for files, folders, version stacks and projects. */
  search(
    accountId: string,
    { query, engine, filters, ...page }: SearchParams,
    options?: RequestOptions,
  ): Listing<SearchResult> {
    return this.listing({
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
