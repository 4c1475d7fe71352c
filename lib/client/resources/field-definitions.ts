import type { UserValue } from './metadata.ts';
import type { User } from './users.ts';

/** Fields that all metadata fields share. */
interface FieldDefinitionCommon {
  readonly id: string;
  readonly name: string;
  /** Whether the field can be changed. Frame.io's own fields cannot. */
  readonly mutable: boolean;
  readonly creator_id: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Parameters to create a metadata field of any type. */
interface FieldDefinitionParamsCommon {
  /** 1 to 250 characters. */
  readonly name: string;
}

/** Parameters to update a metadata field of any type. */
interface UpdateFieldDefinitionParamsCommon {
  /** 1 to 250 characters. */
  readonly name?: string;
}

/** Configuration of a field without options. */
type NoConfiguration = Readonly<Record<string, never>>;

/** A field for one line of text. */
export interface TextDefinition extends FieldDefinitionCommon {
  readonly field_type: 'text';
  readonly field_configuration: NoConfiguration;
}

/** Parameters to create a field for one line of text. */
export interface TextDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'text';
}

/** Parameters to update a field for one line of text. */
export interface UpdateTextDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'text';
}

/** A field for several lines of text. */
export interface LongTextDefinition extends FieldDefinitionCommon {
  readonly field_type: 'long_text';
  readonly field_configuration: NoConfiguration;
}

/** Parameters to create a field for several lines of text. */
export interface LongTextDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'long_text';
}

/** Parameters to update a field for several lines of text. */
export interface UpdateLongTextDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'long_text';
}

/** Configuration of a rating. */
interface RatingConfigurationParams {
  /** The best rating, up to 5. */
  readonly max_value: number;
  readonly style?: 'star' | 'heart' | 'thumbs_up';
  /** Color of the symbols in hexadecimal: `#fbd400`. */
  readonly color?: string;
}

/** A field for a rating. */
export interface RatingDefinition extends FieldDefinitionCommon {
  readonly field_type: 'rating';
  readonly field_configuration: {
    /** The best rating, up to 5. */
    readonly max_value: number;
    readonly style?: 'star' | 'heart' | 'thumbs_up' | null;
    /** Color of the symbols in hexadecimal: `#fbd400`. */
    readonly color?: string | null;
  };
}

/** Parameters to create a field for a rating. */
export interface RatingDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'rating';
  readonly field_configuration: RatingConfigurationParams;
}

/** Parameters to update a field for a rating. */
export interface UpdateRatingDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'rating';
  readonly field_configuration?: Partial<RatingConfigurationParams>;
}

/** Quantity that a number stands for. */
type NumberFormat = 'bitrate' | 'bits' | 'duration' | 'framerate' | 'frequency' | 'storage' | 'timecode';

/** Configuration of a number. */
interface NumberConfigurationParams {
  /** Decimal places: 0 to 3. */
  readonly scale: number;
  readonly number_format?: NumberFormat;
}

/** A field for a number. */
export interface NumberDefinition extends FieldDefinitionCommon {
  readonly field_type: 'number';
  readonly field_configuration: {
    /** Decimal places: 0 to 3. */
    readonly scale: number;
    readonly number_format?: NumberFormat | null;
  };
}

/** Parameters to create a field for a number. */
export interface NumberDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'number';
  readonly field_configuration: NumberConfigurationParams;
}

/** Parameters to update a field for a number. */
export interface UpdateNumberDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'number';
  readonly field_configuration?: Partial<NumberConfigurationParams>;
}

/** Configuration of a toggle. */
interface ToggleConfigurationParams {
  /** In hexadecimal: `#fbd400`. */
  readonly color?: string;
}

/** A field for yes or no. */
export interface ToggleDefinition extends FieldDefinitionCommon {
  readonly field_type: 'toggle';
  readonly field_configuration: {
    /** In hexadecimal: `#fbd400`. */
    readonly color: string | null;
  };
}

/** Parameters to create a field for yes or no. */
export interface ToggleDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'toggle';
  readonly field_configuration?: ToggleConfigurationParams;
}

/** Parameters to update a field for yes or no. */
export interface UpdateToggleDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'toggle';
  readonly field_configuration?: ToggleConfigurationParams;
}

/** Configuration of a date. */
interface DateConfiguration {
  readonly display_format: 'local' | 'friendly' | 'usa' | 'euro' | 'iso';
  /** @default false */
  readonly display_timezone?: boolean;
  /** @default false */
  readonly include_time?: boolean;
  /** @default twelve_hour */
  readonly time_format?: 'twelve_hour' | 'twenty_four_hour';
}

/** A field for a date. */
export interface DateDefinition extends FieldDefinitionCommon {
  readonly field_type: 'date';
  readonly field_configuration: DateConfiguration;
}

/** Parameters to create a field for a date. */
export interface DateDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'date';
  readonly field_configuration: DateConfiguration;
}

/** Parameters to update a field for a date. */
export interface UpdateDateDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'date';
  readonly field_configuration?: Partial<DateConfiguration>;
}

/** Options of a select field. */
interface SelectConfiguration {
  /** 1 to 50. */
  readonly options: readonly {
    readonly id?: string;
    readonly display_name: string;
    /** In hexadecimal: `#fbd400`. */
    readonly color?: string | null;
  }[];
  /** Whether users can add options when they set a value. @default true */
  readonly enable_add_new?: boolean;
}

/** Options of a select field in a request. */
interface SelectConfigurationParams {
  /** 1 to 50. */
  readonly options: readonly {
    readonly display_name: string;
    /** In hexadecimal: `#fbd400`. */
    readonly color?: string;
  }[];
  /** Whether users can add options when they set a value. @default true */
  readonly enable_add_new?: boolean;
}

/** A field for one option. */
export interface SelectDefinition extends FieldDefinitionCommon {
  readonly field_type: 'select';
  readonly field_configuration: SelectConfiguration;
}

/** Parameters to create a field for one option. */
export interface SelectDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'select';
  readonly field_configuration: SelectConfigurationParams;
}

/** Parameters to update a field for one option. */
export interface UpdateSelectDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'select';
  readonly field_configuration?: Partial<SelectConfigurationParams>;
}

/** A field for several options. */
export interface SelectMultiDefinition extends FieldDefinitionCommon {
  readonly field_type: 'select_multi';
  readonly field_configuration: SelectConfiguration;
}

/** Parameters to create a field for several options. */
export interface SelectMultiDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'select_multi';
  readonly field_configuration: SelectConfigurationParams;
}

/** Parameters to update a field for several options. */
export interface UpdateSelectMultiDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'select_multi';
  readonly field_configuration?: Partial<SelectConfigurationParams>;
}

/** Users and groups to choose from. */
interface UserConfiguration {
  readonly member_options_type: 'all_project_members' | 'custom';
  /** The users and groups of `custom`. */
  readonly custom_members: readonly UserValue[];
  /** Whether Frame.io notifies the chosen users. */
  readonly notify_members: boolean;
}

/** Users and groups to choose from in a request, which replaces the configuration as a whole. */
interface UserConfigurationParams {
  readonly member_options_type: 'all_project_members' | 'custom';
  /** The users and groups of `custom`: at least one. */
  readonly custom_members?: readonly UserValue[];
  /** Whether Frame.io notifies the chosen users. */
  readonly notify_members: boolean;
}

/** A field for one user. */
export interface UserSingleDefinition extends FieldDefinitionCommon {
  readonly field_type: 'user_single';
  readonly field_configuration: UserConfiguration;
}

/** Parameters to create a field for one user. */
export interface UserSingleDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'user_single';
  readonly field_configuration: UserConfigurationParams;
}

/** Parameters to update a field for one user. */
export interface UpdateUserSingleDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'user_single';
  readonly field_configuration?: UserConfigurationParams;
}

/** A field for several users. */
export interface UserMultiDefinition extends FieldDefinitionCommon {
  readonly field_type: 'user_multi';
  readonly field_configuration: UserConfiguration;
}

/** Parameters to create a field for several users. */
export interface UserMultiDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'user_multi';
  readonly field_configuration: UserConfigurationParams;
}

/** Parameters to update a field for several users. */
export interface UpdateUserMultiDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'user_multi';
  readonly field_configuration?: UserConfigurationParams;
}

/** A metadata field of an account, distinguished by `field_type`. */
export type FieldDefinition =
  | TextDefinition
  | LongTextDefinition
  | RatingDefinition
  | NumberDefinition
  | ToggleDefinition
  | DateDefinition
  | SelectDefinition
  | SelectMultiDefinition
  | UserSingleDefinition
  | UserMultiDefinition;

/** A metadata field with the objects that `include` requests. */
export type FieldDefinitionWithIncludes = FieldDefinition & { readonly creator?: User };

/** Request of `metadataFields.metadataFieldDefinitionsCreate`. */
export interface CreateFieldDefinitionParams {
  readonly data?:
    | TextDefinitionParams
    | LongTextDefinitionParams
    | RatingDefinitionParams
    | NumberDefinitionParams
    | ToggleDefinitionParams
    | DateDefinitionParams
    | SelectDefinitionParams
    | SelectMultiDefinitionParams
    | UserSingleDefinitionParams
    | UserMultiDefinitionParams;
}

/** Request of `metadataFields.metadataFieldDefinitionsUpdate`: `field_type` is the type of the field. */
export interface UpdateFieldDefinitionParams {
  readonly data?:
    | UpdateTextDefinitionParams
    | UpdateLongTextDefinitionParams
    | UpdateRatingDefinitionParams
    | UpdateNumberDefinitionParams
    | UpdateToggleDefinitionParams
    | UpdateDateDefinitionParams
    | UpdateSelectDefinitionParams
    | UpdateSelectMultiDefinitionParams
    | UpdateUserSingleDefinitionParams
    | UpdateUserMultiDefinitionParams;
}
