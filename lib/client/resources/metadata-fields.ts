import type { ApiPromise } from '../api-promise.ts';
import type { RequestOptions } from '../api-request.ts';
import type { Listing } from '../page.ts';
import { path } from '../path.ts';
import type { CommaSeparated, PageQuery } from '../query.ts';
import type {
  CreateFieldDefinitionParams,
  FieldDefinition,
  FieldDefinitionWithIncludes,
  UpdateFieldDefinitionParams,
} from './field-definitions.ts';
import { Resource } from './resource.ts';

/** What `include` can add to a metadata field. */
export type FieldDefinitionInclude = CommaSeparated<'creator'>;

/** Orders of a list of metadata fields. */
export type FieldDefinitionSort = 'name_asc' | 'name_desc' | 'created_at_asc' | 'created_at_desc';

/** Request of `metadataFields.metadataFieldDefinitionsIndex`. */
export interface MetadataFieldDefinitionsIndexMetadataFieldsRequest extends PageQuery {
  readonly filters?: {
    /** Leaves out fields that cannot be changed. */
    readonly exclude_immutable?: boolean;
    readonly exclude_inactive?: boolean;
  };
  readonly include?: FieldDefinitionInclude;
  readonly sort?: FieldDefinitionSort;
}

/** The metadata fields of an account. Their values are in `metadata`. */
export class MetadataFields extends Resource {
  /** The fields of an account. */
  metadataFieldDefinitionsIndex(
    accountId: string,
    request: MetadataFieldDefinitionsIndexMetadataFieldsRequest = {},
    options?: RequestOptions,
  ): Listing<FieldDefinitionWithIncludes> {
    return this.listing({
      operation: 'metadataFields.metadataFieldDefinitionsIndex',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/metadata/field_definitions`,
      query: { ...request },
      options,
    });
  }

  /** Makes a field. */
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

  /** Changes a field, but not its type. */
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
