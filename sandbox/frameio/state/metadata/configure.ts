import type * as Frameio from '../../../../lib/client/frameio.ts';
import type { DefinitionChanges, NewDefinition } from './definition-params.ts';

type FieldType = Frameio.FieldDefinition['field_type'];
type Variant<Type extends FieldType> = Extract<Frameio.FieldDefinition, { readonly field_type: Type }>;
type Blank = {
  readonly [Type in FieldType]: Pick<Variant<Type>, 'field_type' | 'field_configuration'>;
};

const NOBODY = { member_options_type: 'all_project_members', custom_members: [], notify_members: false } as const;
const NO_OPTIONS = { options: [], enable_add_new: true } as const;

/** The type with the configuration that applies where a new field has none. */
const BLANK: Blank = {
  text: { field_type: 'text', field_configuration: {} },
  long_text: { field_type: 'long_text', field_configuration: {} },
  rating: { field_type: 'rating', field_configuration: { max_value: 5 } },
  number: { field_type: 'number', field_configuration: { scale: 0 } },
  toggle: { field_type: 'toggle', field_configuration: { color: null } },
  date: {
    field_type: 'date',
    field_configuration: {
      display_format: 'local',
      display_timezone: false,
      include_time: false,
      time_format: 'twelve_hour',
    },
  },
  select: { field_type: 'select', field_configuration: NO_OPTIONS },
  select_multi: { field_type: 'select_multi', field_configuration: NO_OPTIONS },
  user_single: { field_type: 'user_single', field_configuration: NOBODY },
  user_multi: { field_type: 'user_multi', field_configuration: NOBODY },
};

/** Creates a definition from what the API call contains, and from the fields that all definitions have. */
export function newDefinition(
  data: NewDefinition,
  common: Omit<Frameio.TextDefinition, 'name' | 'field_type' | 'field_configuration'>,
  newId: () => string,
): Frameio.FieldDefinition {
  return changedDefinition({ ...common, name: data.name, ...BLANK[data.field_type] }, data, newId);
}

/** Returns a definition with changes. Has no effect on the configuration if the changes are for another type. */
export function changedDefinition(
  definition: Frameio.FieldDefinition,
  changes: DefinitionChanges,
  newId: () => string,
): Frameio.FieldDefinition {
  const named = { ...definition, name: changes.name ?? definition.name };
  switch (changes.field_type) {
    case 'text':
    case 'long_text':
      return named;
    case 'rating':
      return named.field_type === 'rating' ? withConfiguration(named, changes.field_configuration) : named;
    case 'number':
      return named.field_type === 'number' ? withConfiguration(named, changes.field_configuration) : named;
    case 'toggle':
      return named.field_type === 'toggle' ? withConfiguration(named, changes.field_configuration) : named;
    case 'date':
      return named.field_type === 'date' ? withConfiguration(named, changes.field_configuration) : named;
    case 'select':
    case 'select_multi': {
      if (named.field_type !== 'select' && named.field_type !== 'select_multi') return named;
      const { options, ...others } = changes.field_configuration ?? {};
      const known = new Map(named.field_configuration.options.map(({ display_name, id }) => [display_name, id]));
      const withId = (option: Option) => ({ id: known.get(option.display_name) ?? newId(), ...option });
      return withConfiguration(named, { ...others, ...(options && { options: options.map(withId) }) });
    }
    case 'user_single':
    case 'user_multi': {
      if (named.field_type !== 'user_single' && named.field_type !== 'user_multi') return named;
      const members = changes.field_configuration && { custom_members: [], ...changes.field_configuration };
      return withConfiguration(named, members);
    }
  }
}

type Option = Frameio.SelectDefinition['field_configuration']['options'][number];

function withConfiguration<Definition extends Frameio.FieldDefinition>(
  definition: Definition,
  changes: Partial<Definition['field_configuration']> | undefined,
): Definition {
  return { ...definition, field_configuration: { ...definition.field_configuration, ...changes } };
}
