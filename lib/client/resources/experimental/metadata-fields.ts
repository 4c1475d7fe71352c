import type { ApiPromise } from '../../transport/api-promise.ts';
import type { RequestOptions } from '../../transport/api-request.ts';
import { path } from '../../transport/path.ts';
import type { FieldDefinitionWithIncludes } from '../field-definitions.ts';
import { type FieldDefinitionInclude, MetadataFields } from '../metadata-fields.ts';

/** Request of `metadataFields.metadataFieldDefinitionsShow`. */
export interface MetadataFieldDefinitionsShowMetadataFieldsRequest {
  readonly include?: FieldDefinitionInclude;
}

/** Definitions of metadata fields, with the operation of Frame.io's experimental API. */
export class ExperimentalMetadataFields extends MetadataFields {
  /** Returns one definition. */
  metadataFieldDefinitionsShow(
    accountId: string,
    fieldDefinitionId: string,
    request: MetadataFieldDefinitionsShowMetadataFieldsRequest = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: FieldDefinitionWithIncludes }> {
    return this.call({
      operation: 'metadataFields.metadataFieldDefinitionsShow',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/metadata/field_definitions/${fieldDefinitionId}`,
      query: { ...request },
      options,
    });
  }
}
