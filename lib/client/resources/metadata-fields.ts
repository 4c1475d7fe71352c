import type { ApiPromise } from '../transport/api-promise.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import type { PagePromise } from '../transport/page.ts';
import { path } from '../transport/path.ts';
import type { CommaSeparated, PageQuery } from '../transport/query.ts';
import type {
  CreateFieldDefinitionParams,
  FieldDefinition,
  FieldDefinitionWithIncludes,
  UpdateFieldDefinitionParams,
} from './field-definitions.ts';
import { Resource } from './resource.ts';

/** Objects that `include` can add to a metadata field. */
export type FieldDefinitionInclude = CommaSeparated<'creator'>;

/** Sort orders of a list of metadata fields. */
export type FieldDefinitionSort = 'name_asc' | 'name_desc' | 'created_at_asc' | 'created_at_desc';

/** Request of `metadataFields.metadataFieldDefinitionsIndex`. */
export interface MetadataFieldDefinitionsIndexMetadataFieldsRequest extends PageQuery {
  readonly filters?: {
    /** Whether to omit fields that cannot be changed. */
    readonly exclude_immutable?: boolean;
    readonly exclude_inactive?: boolean;
  };
  readonly include?: FieldDefinitionInclude;
  readonly sort?: FieldDefinitionSort;
}

/** Metadata fields of an account. `metadata` has their values. */
export class MetadataFields extends Resource {
  /** Lists the fields of an account. */
  metadataFieldDefinitionsIndex(
    accountId: string,
    request: MetadataFieldDefinitionsIndexMetadataFieldsRequest = {},
    options?: RequestOptions,
  ): PagePromise<FieldDefinitionWithIncludes> {
    return this.pages({
      operation: 'metadataFields.metadataFieldDefinitionsIndex',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/metadata/field_definitions`,
      query: { ...request },
      options,
    });
  }

  /** Creates a field. */
  metadataFieldDefinitionsCreate(
    accountId: string,
    { data }: CreateFieldDefinitionParams = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: FieldDefinition }> {
    return this.call({
      operation: 'metadataFields.metadataFieldDefinitionsCreate',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/metadata/field_definitions`,
      body: { data },
      options,
    });
  }

  /** Changes a field. Its type stays the same. */
  metadataFieldDefinitionsUpdate(
    accountId: string,
    fieldDefinitionId: string,
    { data }: UpdateFieldDefinitionParams = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: FieldDefinition }> {
    return this.call({
      operation: 'metadataFields.metadataFieldDefinitionsUpdate',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/metadata/field_definitions/${fieldDefinitionId}`,
      body: { data },
      options,
    });
  }

  /** Deletes a field. */
  metadataFieldDefinitionsDelete(
    accountId: string,
    fieldDefinitionId: string,
    options?: RequestOptions,
  ): ApiPromise<void> {
    return this.call({
      operation: 'metadataFields.metadataFieldDefinitionsDelete',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/metadata/field_definitions/${fieldDefinitionId}`,
      options,
    });
  }
}
