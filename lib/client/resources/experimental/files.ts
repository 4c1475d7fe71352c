import type { ApiPromise } from '../../transport/api-promise.ts';
import type { RequestOptions } from '../../transport/api-request.ts';
import { path } from '../../transport/path.ts';
import type { File, FileWithIncludes, FileWithMediaLinksInclude } from '../assets.ts';
import { Files } from '../files.ts';

/** Result for one file of `files.bulkGet`. */
export interface BulkFileGetResult {
  /** Id as requested. */
  readonly id: string;
  /** Status of this file. That it is an HTTP status, such as 200 or 404, is inferred from its name. */
  readonly status: number;
  readonly file?: FileWithIncludes;
  readonly error?: { readonly title: string; readonly detail: string };
}

/** Request of `files.bulkGet`. */
export interface BulkFileGetParams {
  readonly include?: FileWithMediaLinksInclude;
  readonly data: {
    /** 1 to 50 files of one project, without duplicates. Files of several projects cause a 422. */
    readonly file_ids: readonly string[];
  };
}

/** Files, with the operations of Frame.io's experimental API. */
export class ExperimentalFiles extends Files {
  /** Returns several files in one call, each with its own status. */
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

  /** Restores a deleted file. */
  restore(accountId: string, fileId: string, options?: RequestOptions): ApiPromise<{ readonly data: File }> {
    return this.call({
      operation: 'files.restore',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/files/${fileId}/restore`,
      options,
    });
  }
}
