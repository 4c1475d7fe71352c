import type { RoleOfUser } from '../state/permissions.ts';
import type { FieldRules, FieldValues } from '../validation/field-rules.ts';
import type { ApiResponse } from './api-response.ts';
import { PAGE_QUERY, pageResponse } from './pagination.ts';
import { sortItems, sortRule } from './query-rules.ts';

/** Query of a list of users that has no sort orders. */
export const UNSORTED_ROLE_QUERY = {
  include_deactivated: { type: 'boolean' },
  ...PAGE_QUERY,
} as const satisfies FieldRules;

/** Query of a list of users. */
export const ROLE_QUERY = {
  ...UNSORTED_ROLE_QUERY,
  sort: sortRule('role', 'name', 'email'),
} as const satisfies FieldRules;

/** Responds with a page of users and their roles. */
export function rolePage<Role extends string | null>(
  roles: readonly RoleOfUser<Role>[],
  { query, path }: { readonly query: FieldValues<typeof ROLE_QUERY>; readonly path: string },
): ApiResponse {
  const listed = roles.filter(({ user }) => query.include_deactivated || user.active !== false);
  const sorted = sortItems(listed, query.sort, {
    role: ({ role }) => role,
    name: ({ user }) => user.name,
    email: ({ user }) => user.email,
  });
  return pageResponse(sorted, { query, path }, ({ user, role }) => ({ role, user }));
}
