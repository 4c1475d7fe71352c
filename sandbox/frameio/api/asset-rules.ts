import type { FieldRule, FieldRules } from '../validation/field-rules.ts';

/** Rule for the name of an asset. */
export const NAME = { type: 'string', minLength: 1, maxLength: 255 } as const satisfies FieldRule;

/** Body with a new name. */
export const NAME_BODY = {
  data: { type: 'object', fields: { name: NAME }, closed: true, required: true },
} as const satisfies FieldRules;

const PARENT = { parent_id: { type: 'string' } } as const satisfies FieldRules;

/** Body with the folder, or in some operations the version stack, to move to. */
export const MOVE_BODY = {
  data: { type: 'object', fields: PARENT, closed: true, required: true },
} as const satisfies FieldRules;

/** Body with the folder to copy to. */
export const COPY_BODY = { data: { type: 'object', fields: PARENT, closed: true } } as const satisfies FieldRules;

/** Query of a copy. */
export const COPY_QUERY = { copy_metadata: { type: 'boolean' } } as const satisfies FieldRules;

/** Query of a copy of files, which may have comments. */
export const COPY_WITH_COMMENTS_QUERY = {
  ...COPY_QUERY,
  copy_comments: { type: 'string', values: ['none', 'internal', 'public', 'all'] },
} as const satisfies FieldRules;

/** Rule for the ids of 1 to 100 assets. */
export const MANY_IDS = {
  type: 'array',
  items: { type: 'string' },
  minItems: 1,
  maxItems: 100,
  required: true,
} as const satisfies FieldRule;
