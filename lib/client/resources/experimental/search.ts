import type { RequestOptions } from '../../transport/api-request.ts';
import type { PagePromise } from '../../transport/page.ts';
import { path } from '../../transport/path.ts';
import { Search, type SearchParams, type SearchResult } from '../search.ts';

/** Request of the experimental `search.search`. */
export interface ExperimentalSearchParams extends SearchParams {
  /** Where to search. @default the whole account */
  readonly scope?: {
    readonly workspace_id?: string;
    readonly project_id?: string;
    readonly folder_id?: string;
  };
}

/** Search, with the options of Frame.io's experimental API. */
export class ExperimentalSearch extends Search {
  override search(
    accountId: string,
    { query, engine, filters, scope, ...page }: ExperimentalSearchParams,
    options?: RequestOptions,
  ): PagePromise<SearchResult> {
    return this.pages({
      operation: 'search.search',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/search`,
      query: page,
      body: { query, engine, filters, scope },
      isIdempotent: true,
      options,
    });
  }
}
