import type { ApiPromise } from '../transport/api-promise.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import { path } from '../transport/path.ts';
import { Resource } from './resource.ts';

/** Fields that all metadata fields of a file share. */
export interface FieldValueCommon {
  readonly field_definition_id: string;
  readonly field_definition_name: string;
  readonly field_type:
    | 'text'
    | 'long_text'
    | 'select'
    | 'select_multi'
    | 'rating'
    | 'number'
    | 'toggle'
    | 'date'
    | 'user_single'
    | 'user_multi'
    | 'users';
  /** Whether the value can be changed. Values of Frame.io's own fields cannot. */
  readonly mutable: boolean;
}

/** A value of a text field. */
export interface TextValue extends FieldValueCommon {
  readonly field_type: 'text' | 'long_text';
  readonly value: string | null;
}

/** A value of a rating field, an integer. */
export interface IntegerValue extends FieldValueCommon {
  readonly field_type: 'rating';
  readonly value: number | null;
}

/** A value of a number field. */
export interface NumberValue extends FieldValueCommon {
  readonly field_type: 'number';
  readonly value: number | null;
}

/** A value of a toggle. */
export interface BooleanValue extends FieldValueCommon {
  readonly field_type: 'toggle';
  readonly value: boolean | null;
}

/** A value of a date field. */
export interface DateValue extends FieldValueCommon {
  readonly field_type: 'date';
  readonly value: string | null;
}

/** An option of a select field. */
export interface SelectOption {
  readonly id: string;
  readonly display_name: string;
}

/** The chosen option of a select field. */
export interface SelectValue extends FieldValueCommon {
  readonly field_type: 'select';
  /** At most one. */
  readonly value: readonly SelectOption[];
  /** Options of a select field. */
  readonly field_options?: readonly SelectOption[];
}

/** The chosen options of a select field for several options. */
export interface MultiSelectValue extends FieldValueCommon {
  readonly field_type: 'select_multi';
  readonly value: readonly SelectOption[];
  /** Options of a select field. */
  readonly field_options?: readonly SelectOption[];
}

/** A user, or a group of users, as the value of a field. */
export interface UserValue {
  readonly id: string;
  readonly type: 'user' | 'account_user_group';
}

/** The user in a field for one user. */
export interface SingleUserValue extends FieldValueCommon {
  readonly field_type: 'user_single';
  /** At most one. */
  readonly value: readonly UserValue[];
  readonly member_options_type?: 'custom' | 'all_project_members';
  /** Users and groups to choose from, if `member_options_type` is `custom`. */
  readonly custom_members?: readonly UserValue[];
}

/** The users in a field for several users. */
export interface MultiUserValue extends FieldValueCommon {
  readonly field_type: 'user_multi' | 'users';
  readonly value: readonly UserValue[];
  readonly member_options_type?: 'custom' | 'all_project_members';
  /** Users and groups to choose from, if `member_options_type` is `custom`. */
  readonly custom_members?: readonly UserValue[];
}

/** A field with its value, distinguished by `field_type`. */
export type MetadataField =
  | TextValue
  | IntegerValue
  | NumberValue
  | BooleanValue
  | DateValue
  | SelectValue
  | MultiSelectValue
  | SingleUserValue
  | MultiUserValue;

/** A file's fields. */
export interface MetadataWithDefinition {
  readonly file_id: string;
  readonly metadata: readonly MetadataField[];
}

/** Request of `metadata.show`. */
export interface ShowMetadataRequest {
  /** Whether to return the fields without a value too, and the options of select fields. */
  readonly show_null?: boolean;
}

/** Request of `metadata.bulkUpdate`. */
export interface BulkUpdateMetadataParams {
  readonly data: {
    /** 1 to 100 files of the project. */
    readonly file_ids: readonly string[];
    /** 1 to 100 fields. Each file receives all values. */
    readonly values: readonly {
      readonly field_definition_id: string;
      /**
       * Value in the type of the field. Options are a list of ids and users a list of `UserValue`, even for a single
       * one.
       */
      readonly value: unknown;
    }[];
  };
}

/** Values of metadata fields. `metadataFields` has their definitions. */
export class Metadata extends Resource {
  /** Returns the fields of a file with their values. */
  show(
    accountId: string,
    fileId: string,
    request: ShowMetadataRequest = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: MetadataWithDefinition }> {
    return this.call({
      operation: 'metadata.show',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/files/${fileId}/metadata`,
      query: { ...request },
      options,
    });
  }

  /** Sets the same values for several files of a project. */
  bulkUpdate(
    accountId: string,
    projectId: string,
    { data }: BulkUpdateMetadataParams,
    options?: RequestOptions,
  ): ApiPromise<void> {
    return this.call({
      operation: 'metadata.bulkUpdate',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/projects/${projectId}/metadata/values`,
      body: { data },
      options,
    });
  }
}
