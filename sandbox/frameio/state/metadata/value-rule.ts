import type * as Frameio from '../../../../lib/client/frameio.ts';
import type { FieldRule } from '../../validation/field-rules.ts';
import { DATE_FORMAT } from '../../validation/formats.ts';
import type { FrameioDatabase } from '../frameio-database.ts';

/** Returns the rule for the values of a metadata field. */
export function valueRule(database: FrameioDatabase, definition: Frameio.FieldDefinition): FieldRule {
  switch (definition.field_type) {
    case 'text':
    case 'long_text':
      return { type: 'string', nullable: true };
    case 'rating':
      return { type: 'integer', minimum: 0, maximum: definition.field_configuration.max_value, nullable: true };
    case 'number':
      return { type: 'number', nullable: true };
    case 'toggle':
      return { type: 'boolean', nullable: true };
    case 'date':
      return { type: 'string', format: DATE_FORMAT, nullable: true };
    case 'select':
    case 'select_multi': {
      const ids = definition.field_configuration.options.flatMap(({ id }) => id ?? []);
      return listOf({ type: 'string', values: ids }, definition.field_type === 'select');
    }
    case 'user_single':
    case 'user_multi':
      return listOf(memberRule(membersOf(database, definition)), definition.field_type === 'user_single');
  }
}

function listOf(items: FieldRule, isSingle: boolean): FieldRule {
  return { type: 'array', items, uniqueItems: true, ...(isSingle && { maxItems: 1 }) };
}

function memberRule(members: readonly Frameio.UserValue[]): FieldRule {
  const rules = members.map(({ id, type }): FieldRule => {
    const only = (value: string): FieldRule => ({ type: 'string', values: [value], required: true });
    return { type: 'object', fields: { id: only(id), type: only(type) }, closed: true };
  });
  return { type: 'either', rules, discriminator: 'id' };
}

/** Returns the users and groups that a field can have as a value. */
function membersOf(
  { stores: { users, groups } }: FrameioDatabase,
  {
    field_configuration: { member_options_type, custom_members },
  }: Frameio.UserSingleDefinition | Frameio.UserMultiDefinition,
): readonly Frameio.UserValue[] {
  if (member_options_type === 'custom') return custom_members;
  return [
    ...users.all().map(({ id }) => ({ id, type: 'user' }) as const),
    ...groups.all().map(({ id }) => ({ id, type: 'account_user_group' }) as const),
  ];
}
