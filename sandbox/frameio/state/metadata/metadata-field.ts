import type * as Frameio from '../../../../lib/client/frameio.ts';
import { isRecord } from '../../../../lib/core/type-guards.ts';

/**
 * Returns a metadata field of a file, as the API shows it. Options and users that the field no longer has are not part of
 * the value.
 *
 * @param value - The stored value; `undefined` without one.
 */
export function toMetadataField(
  definition: Frameio.FieldDefinition,
  value: unknown,
  { withOptions }: { readonly withOptions: boolean },
): Frameio.MetadataField {
  const common = {
    field_definition_id: definition.id,
    field_definition_name: definition.name,
    mutable: definition.mutable,
  };
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  switch (definition.field_type) {
    case 'text':
    case 'long_text':
    case 'date':
      return { ...common, field_type: definition.field_type, value: typeof value === 'string' ? value : null };
    case 'rating':
    case 'number':
      return { ...common, field_type: definition.field_type, value: typeof value === 'number' ? value : null };
    case 'toggle':
      return { ...common, field_type: definition.field_type, value: typeof value === 'boolean' ? value : null };
    case 'select':
    case 'select_multi': {
      const options = definition.field_configuration.options.flatMap(({ id, display_name }) =>
        id === undefined ? [] : [{ id, display_name }],
      );
      return {
        ...common,
        field_type: definition.field_type,
        value: options.filter(({ id }) => items.includes(id)),
        ...(withOptions && { field_options: options }),
      };
    }
    case 'user_single':
    case 'user_multi': {
      const { member_options_type, custom_members } = definition.field_configuration;
      return {
        ...common,
        field_type: definition.field_type,
        value: items.filter(isUserValue),
        ...(withOptions && { member_options_type, custom_members }),
      };
    }
  }
}

function isUserValue(value: unknown): value is Frameio.UserValue {
  return (
    isRecord(value) && typeof value.id === 'string' && (value.type === 'user' || value.type === 'account_user_group')
  );
}
