import type { User } from '../state/stored-resources.ts';
import type { FieldRules } from '../validation/field-rules.ts';
import { includeRule } from './query-rules.ts';

/** Query of the operations that return the creator of a resource on request. */
export const CREATOR_QUERY = { include: includeRule('creator') } as const satisfies FieldRules;

/** Adds the creator to a resource, if the query includes it. */
export function withCreator<Resource extends object>(
  resource: Resource,
  creator: User,
  { include = [] }: { readonly include?: readonly 'creator'[] },
): Resource & { readonly creator?: User } {
  return include.includes('creator') ? { ...resource, creator } : resource;
}
