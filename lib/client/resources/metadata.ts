import type { ApiPromise } from '../api-promise.ts';
import type { RequestOptions } from '../api-request.ts';
import { path } from '../path.ts';
import { Resource } from './resource.ts';

/** What every field of a file has, whatever its value. */
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
  /** Whether the value can be changed: Frame.io's own fields cannot. */
  readonly mutable: boolean;
}

/** A value of a text field. */
export interface TextValue extends FieldValueCommon {
  readonly field_type: 'text' | 'long_text';
  readonly value: string | null;
}

/** A value of a rating field; a whole number. */
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
  /** What there is to choose from. */
  readonly field_options?: readonly SelectOption[];
}

/** The chosen options of a select field that takes several. */
export interface MultiSelectValue extends FieldValueCommon {
  readonly field_type: 'select_multi';
  readonly value: readonly SelectOption[];
  /** What there is to choose from. */
  readonly field_options?: readonly SelectOption[];
}

/** A user, or a group of users, as the value of a field. */
export interface UserValue {
  readonly id: string;
  readonly type: 'user' | 'account_user_group';
}

/** The user of a field that takes one. */
export interface SingleUserValue extends FieldValueCommon {
  readonly field_type: 'user_single';
  /** At most one. */
  readonly value: readonly UserValue[];
  readonly member_options_type?: 'custom' | 'all_project_members';
  /** Who there is to choose from, when `member_options_type` is `custom`. */
  readonly custom_members?: readonly UserValue[];
}

/** The users of a field that takes several. */
export interface MultiUserValue extends FieldValueCommon {
  readonly field_type: 'user_multi' | 'users';
  readonly value: readonly UserValue[];
  readonly member_options_type?: 'custom' | 'all_project_members';
  /** Who there is to choose from, when `member_options_type` is `custom`. */
  readonly custom_members?: readonly UserValue[];
}

/** A field with its value, told apart by `field_type`. */
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
  /** Adds the fields without a value, and what there is to choose from. */
  readonly show_null?: boolean;
}

/** Request of `metadata.bulkUpdate`. */
export interface BulkUpdateMetadataParams {
  readonly data: {
    /** 1 to 100 files of the project. */
    readonly file_ids: readonly string[];
    /** 1 to 100 fields; each file gets all the values. */
    readonly values: readonly {
      readonly field_definition_id: string;
      /** By the field's type. Options are a list of their ids, users a list of `UserValue`, also when there is but one. */
      readonly value: unknown;
    }[];
  };
}

/** Values of metadata fields. What the fields are is in `metadataFields`. */
export class Metadata extends Resource {
  /** The fields of a file with their values. */
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

  /** Gives several files of a project the same values. */
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
