import type { ApiPromise } from '../../transport/api-promise.ts';
import type { RequestOptions } from '../../transport/api-request.ts';
import { path } from '../../transport/path.ts';
import { type BulkUpdateMetadataParams, Metadata, type MetadataWithDefinition } from '../metadata.ts';

/** Request of `metadata.update`. How many values it may have is not documented. */
export interface UpdateAssetMetadataParams {
  readonly data: Pick<BulkUpdateMetadataParams['data'], 'values'>;
}

/** Values of metadata fields, with the operation of Frame.io's experimental API. */
export class ExperimentalMetadata extends Metadata {
  /** Sets values of a file, and returns all its values. */
  update(
    accountId: string,
    fileId: string,
    { data }: UpdateAssetMetadataParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: MetadataWithDefinition }> {
    return this.call({
      operation: 'metadata.update',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/files/${fileId}/metadata`,
      body: { data },
      options,
    });
  }
}
