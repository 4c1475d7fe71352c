import type { FieldRules } from '../validation/field-rules.ts';

const ROLE = {
  role: {
    type: 'string',
    values: ['full_access', 'editor', 'edit_only', 'commenter', 'viewer'],
    required: true,
  },
} as const satisfies FieldRules;

/** Body with the role of a user in a project or a folder (OpenAPI document, `UpdateUserRolesParams`). */
export const USER_ROLE_BODY = {
  data: { type: 'object', fields: ROLE, closed: true, required: true },
} as const satisfies FieldRules;
