import type { UserValue } from './metadata.ts';
import type { User } from './users.ts';

/** What every metadata field has, whatever it holds. */
interface FieldDefinitionCommon {
  readonly id: string;
  readonly name: string;
  /** Whether it can be changed: Frame.io's own fields cannot. */
  readonly mutable: boolean;
  readonly creator_id: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** What it takes to make a metadata field of any type. */
interface FieldDefinitionParamsCommon {
  /** 1 to 250 characters. */
  readonly name: string;
}

/** What can be changed of a metadata field of any type. */
interface UpdateFieldDefinitionParamsCommon {
  /** 1 to 250 characters. */
  readonly name?: string;
}

/** A field that has nothing to configure. */
type NoConfiguration = Readonly<Record<string, never>>;

/** A line of text. */
export interface TextDefinition extends FieldDefinitionCommon {
  readonly field_type: 'text';
  readonly field_configuration: NoConfiguration;
}

/** A line of text, to make. */
export interface TextDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'text';
}

/** A line of text, to change. */
export interface UpdateTextDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'text';
}

/** Several lines of text. */
export interface LongTextDefinition extends FieldDefinitionCommon {
  readonly field_type: 'long_text';
  readonly field_configuration: NoConfiguration;
}

/** Several lines of text, to make. */
export interface LongTextDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'long_text';
}

/** Several lines of text, to change. */
export interface UpdateLongTextDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'long_text';
}

/** How a rating is given. */
interface RatingConfigurationParams {
  /** The best rating, up to 5. */
  readonly max_value: number;
  readonly style?: 'star' | 'heart' | 'thumbs_up';
  /** Of the symbols, in hex: `#fbd400`. */
  readonly color?: string;
}

/** A rating. */
export interface RatingDefinition extends FieldDefinitionCommon {
  readonly field_type: 'rating';
  readonly field_configuration: {
    /** The best rating, up to 5. */
    readonly max_value: number;
    readonly style?: 'star' | 'heart' | 'thumbs_up' | null;
    /** Of the symbols, in hex: `#fbd400`. */
    readonly color?: string | null;
  };
}

/** A rating, to make. */
export interface RatingDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'rating';
  readonly field_configuration: RatingConfigurationParams;
}

/** A rating, to change. */
export interface UpdateRatingDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'rating';
  readonly field_configuration?: Partial<RatingConfigurationParams>;
}

/** What the numbers of a field are. */
type NumberFormat = 'bitrate' | 'bits' | 'duration' | 'framerate' | 'frequency' | 'storage' | 'timecode';

/** How a number is shown. */
interface NumberConfigurationParams {
  /** Decimal places: 0 to 3. */
  readonly scale: number;
  readonly number_format?: NumberFormat;
}

/** A number. */
export interface NumberDefinition extends FieldDefinitionCommon {
  readonly field_type: 'number';
  readonly field_configuration: {
    /** Decimal places: 0 to 3. */
    readonly scale: number;
    readonly number_format?: NumberFormat | null;
  };
}

/** A number, to make. */
export interface NumberDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'number';
  readonly field_configuration: NumberConfigurationParams;
}

/** A number, to change. */
export interface UpdateNumberDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'number';
  readonly field_configuration?: Partial<NumberConfigurationParams>;
}

/** How a toggle is shown. */
interface ToggleConfigurationParams {
  /** In hex: `#fbd400`. */
  readonly color?: string;
}

/** Yes or no. */
export interface ToggleDefinition extends FieldDefinitionCommon {
  readonly field_type: 'toggle';
  readonly field_configuration: {
    /** In hex: `#fbd400`. */
    readonly color: string | null;
  };
}

/** Yes or no, to make. */
export interface ToggleDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'toggle';
  readonly field_configuration?: ToggleConfigurationParams;
}

/** Yes or no, to change. */
export interface UpdateToggleDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'toggle';
  readonly field_configuration?: ToggleConfigurationParams;
}

/** How a date is shown. */
interface DateConfiguration {
  readonly display_format: 'local' | 'friendly' | 'usa' | 'euro' | 'iso';
  /** @default false */
  readonly display_timezone?: boolean;
  /** @default false */
  readonly include_time?: boolean;
  /** @default twelve_hour */
  readonly time_format?: 'twelve_hour' | 'twenty_four_hour';
}

/** A date. */
export interface DateDefinition extends FieldDefinitionCommon {
  readonly field_type: 'date';
  readonly field_configuration: DateConfiguration;
}

/** A date, to make. */
export interface DateDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'date';
  readonly field_configuration: DateConfiguration;
}

/** A date, to change. */
export interface UpdateDateDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'date';
  readonly field_configuration?: Partial<DateConfiguration>;
}

/** What there is to choose from. */
interface SelectConfiguration {
  /** 1 to 50. */
  readonly options: readonly {
    readonly id?: string;
    readonly display_name: string;
    /** In hex: `#fbd400`. */
    readonly color?: string | null;
  }[];
  /** Whether options can be added where values are set. @default true */
  readonly enable_add_new?: boolean;
}

/** What there is to choose from, to set. */
interface SelectConfigurationParams {
  /** 1 to 50. */
  readonly options: readonly {
    readonly display_name: string;
    /** In hex: `#fbd400`. */
    readonly color?: string;
  }[];
  /** Whether options can be added where values are set. @default true */
  readonly enable_add_new?: boolean;
}

/** A choice of one option. */
export interface SelectDefinition extends FieldDefinitionCommon {
  readonly field_type: 'select';
  readonly field_configuration: SelectConfiguration;
}

/** A choice of one option, to make. */
export interface SelectDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'select';
  readonly field_configuration: SelectConfigurationParams;
}

/** A choice of one option, to change. */
export interface UpdateSelectDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'select';
  readonly field_configuration?: Partial<SelectConfigurationParams>;
}

/** A choice of several options. */
export interface SelectMultiDefinition extends FieldDefinitionCommon {
  readonly field_type: 'select_multi';
  readonly field_configuration: SelectConfiguration;
}

/** A choice of several options, to make. */
export interface SelectMultiDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'select_multi';
  readonly field_configuration: SelectConfigurationParams;
}

/** A choice of several options, to change. */
export interface UpdateSelectMultiDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'select_multi';
  readonly field_configuration?: Partial<SelectConfigurationParams>;
}

/** Who there is to choose from. */
interface UserConfiguration {
  readonly member_options_type: 'all_project_members' | 'custom';
  /** Those of `custom`. */
  readonly custom_members: readonly UserValue[];
  /** Whether who is chosen is told. */
  readonly notify_members: boolean;
}

/** Who there is to choose from, to set: always as a whole. */
interface UserConfigurationParams {
  readonly member_options_type: 'all_project_members' | 'custom';
  /** Those of `custom`: at least one. */
  readonly custom_members?: readonly UserValue[];
  /** Whether who is chosen is told. */
  readonly notify_members: boolean;
}

/** A choice of one user. */
export interface UserSingleDefinition extends FieldDefinitionCommon {
  readonly field_type: 'user_single';
  readonly field_configuration: UserConfiguration;
}

/** A choice of one user, to make. */
export interface UserSingleDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'user_single';
  readonly field_configuration: UserConfigurationParams;
}

/** A choice of one user, to change. */
export interface UpdateUserSingleDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'user_single';
  readonly field_configuration?: UserConfigurationParams;
}

/** A choice of several users. */
export interface UserMultiDefinition extends FieldDefinitionCommon {
  readonly field_type: 'user_multi';
  readonly field_configuration: UserConfiguration;
}

/** A choice of several users, to make. */
export interface UserMultiDefinitionParams extends FieldDefinitionParamsCommon {
  readonly field_type: 'user_multi';
  readonly field_configuration: UserConfigurationParams;
}

/** A choice of several users, to change. */
export interface UpdateUserMultiDefinitionParams extends UpdateFieldDefinitionParamsCommon {
  readonly field_type: 'user_multi';
  readonly field_configuration?: UserConfigurationParams;
}

/** A metadata field of an account, told apart by `field_type`. */
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

/** A metadata field with what `include` asked for. */
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

/** Request of `metadataFields.metadataFieldDefinitionsUpdate`: `field_type` says which type the field has. */
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
