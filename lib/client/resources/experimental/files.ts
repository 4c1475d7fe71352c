import type { ApiPromise } from '../../api-promise.ts';
import type { RequestOptions } from '../../api-request.ts';
import { path } from '../../path.ts';
import type { File, FileWithIncludes, FileWithMediaLinksInclude } from '../assets.ts';
import { Files } from '../files.ts';

/** What became of one file of `files.bulkGet`. */
export interface BulkFileGetResult {
  /** As it was asked for. */
  readonly id: string;
  /** Whether this file was found. That it is a status of HTTP, such as 200 or 404, is inferred from its name. */
  readonly status: number;
  readonly file?: FileWithIncludes;
  readonly error?: { readonly title: string; readonly detail: string };
}

/** Request of `files.bulkGet`. */
export interface BulkFileGetParams {
  readonly include?: FileWithMediaLinksInclude;
  readonly data: {
    /** 1 to 50 files of one project, none of them twice. Files of several projects are a 422. */
    readonly file_ids: readonly string[];
  };
}

/** Files, with the operations of Frame.io's experimental API. */
export class ExperimentalFiles extends Files {
  /** Several files in one call, each found or not by itself. */
  bulkGet(
    accountId: string,
    { data, ...query }: BulkFileGetParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: readonly BulkFileGetResult[] }> {
    return this.call({
      operation: 'files.bulkGet',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/files/bulk_get`,
      query,
      body: { data },
      isIdempotent: true,
      options,
    });
  }

  /** Brings back a deleted file. */
  restore(accountId: string, fileId: string, options?: RequestOptions): ApiPromise<{ readonly data: File }> {
    return this.call({
      operation: 'files.restore',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/files/${fileId}/restore`,
      options,
    });
  }
}
