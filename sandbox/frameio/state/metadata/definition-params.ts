import type { FieldRule, FieldRules, FieldValues } from '../../validation/field-rules.ts';
import { UUID_FORMAT } from '../../validation/formats.ts';

const NAME = { type: 'string', minLength: 1, maxLength: 250 } as const satisfies FieldRule;
const COLOR = { type: 'string' } as const satisfies FieldRule;

const RATING = {
  max_value: { type: 'integer', minimum: 0, maximum: 5 },
  style: { type: 'string', values: ['star', 'heart', 'thumbs_up'] },
  color: COLOR,
} as const satisfies FieldRules;

const NUMBER = {
  scale: { type: 'integer', minimum: 0, maximum: 3 },
  number_format: {
    type: 'string',
    values: ['bitrate', 'bits', 'duration', 'framerate', 'frequency', 'storage', 'timecode'],
  },
} as const satisfies FieldRules;

const DATE = {
  display_format: { type: 'string', values: ['local', 'friendly', 'usa', 'euro', 'iso'] },
  display_timezone: { type: 'boolean' },
  include_time: { type: 'boolean' },
  time_format: { type: 'string', values: ['twelve_hour', 'twenty_four_hour'] },
} as const satisfies FieldRules;

const OPTION = { display_name: { type: 'string', required: true }, color: COLOR } as const satisfies FieldRules;

const SELECT = {
  options: {
    type: 'array',
    items: { type: 'object', fields: OPTION, closed: true },
    minItems: 1,
    maxItems: 50,
  },
  enable_add_new: { type: 'boolean' },
} as const satisfies FieldRules;

const MEMBER = {
  id: { type: 'string', format: UUID_FORMAT, required: true },
  type: { type: 'string', values: ['user', 'account_user_group'], required: true },
} as const satisfies FieldRules;

const USERS = {
  notify_members: { type: 'boolean', required: true },
  member_options_type: { type: 'string', values: ['all_project_members', 'custom'], required: true },
  custom_members: { type: 'array', items: { type: 'object', fields: MEMBER, closed: true }, minItems: 1 },
} as const satisfies FieldRules;

/** Rule for a field definition of a type, whose configuration has these fields. */
function definition<const Type extends string, const Rules extends FieldRules>(type: Type, rules: Rules) {
  const fields = { name: NAME, field_type: { type: 'string', values: [type], required: true }, ...rules } as const;
  return { type: 'object', fields, closed: true } as const satisfies FieldRule;
}

function configuration<const Rules extends FieldRules>(fields: Rules) {
  return { type: 'object', fields, closed: true } as const satisfies FieldRule;
}

function required<const Rule extends FieldRule>(rule: Rule) {
  return { ...rule, required: true } as const;
}

const UPDATE = {
  type: 'either',
  discriminator: 'field_type',
  rules: [
    definition('text', {}),
    definition('long_text', {}),
    definition('rating', { field_configuration: configuration(RATING) }),
    definition('number', { field_configuration: configuration(NUMBER) }),
    definition('toggle', { field_configuration: configuration({ color: COLOR }) }),
    definition('date', { field_configuration: configuration(DATE) }),
    definition('select', { field_configuration: configuration(SELECT) }),
    definition('select_multi', { field_configuration: configuration(SELECT) }),
    definition('user_single', { field_configuration: configuration(USERS) }),
    definition('user_multi', { field_configuration: configuration(USERS) }),
  ],
} as const satisfies FieldRule;

const name = required(NAME);
const select = required(configuration({ ...SELECT, options: required(SELECT.options) }));
const users = required(configuration(USERS));

const CREATION = {
  type: 'either',
  discriminator: 'field_type',
  rules: [
    definition('text', { name }),
    definition('long_text', { name }),
    definition('rating', {
      name,
      field_configuration: required(configuration({ ...RATING, max_value: required(RATING.max_value) })),
    }),
    definition('number', {
      name,
      field_configuration: required(configuration({ ...NUMBER, scale: required(NUMBER.scale) })),
    }),
    definition('toggle', { name, field_configuration: configuration({ color: COLOR }) }),
    definition('date', {
      name,
      field_configuration: required(configuration({ ...DATE, display_format: required(DATE.display_format) })),
    }),
    definition('select', { name, field_configuration: select }),
    definition('select_multi', { name, field_configuration: select }),
    definition('user_single', { name, field_configuration: users }),
    definition('user_multi', { name, field_configuration: users }),
  ],
} as const satisfies FieldRule;

/** Body of `metadata.field_definitions.create` (OpenAPI document, `CreateFieldDefinitionParams`). */
export const CREATE_DEFINITION = { data: CREATION } as const satisfies FieldRules;

/** Body of `metadata.field_definitions.update` (OpenAPI document, `UpdateFieldDefinitionParams`). */
export const UPDATE_DEFINITION = { data: UPDATE } as const satisfies FieldRules;

/** A metadata field to create. */
export type NewDefinition = NonNullable<FieldValues<typeof CREATE_DEFINITION>['data']>;

/** Changes of a metadata field. */
export type DefinitionChanges = NonNullable<FieldValues<typeof UPDATE_DEFINITION>['data']>;
