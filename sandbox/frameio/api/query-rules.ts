import type { FieldRule } from '../validation/field-rules.ts';
import { ascending, descending } from './compare.ts';

type Sort<Field extends string> = `${Field}_asc` | `${Field}_desc`;

/** Returns the rule of a query parameter `include` with these values. */
export function includeRule<const Values extends readonly string[]>(...values: Values) {
  return { type: 'array', items: { type: 'string', values } } as const satisfies FieldRule;
}

/** Returns the rule of a query parameter `sort` by these fields, in both directions. */
export function sortRule<const Field extends string>(...fields: readonly Field[]) {
  const values = fields.flatMap((field): readonly Sort<Field>[] => [`${field}_asc`, `${field}_desc`]);
  return { type: 'string', values } as const satisfies FieldRule;
}

/**
 * Sorts items as the parameter `sort` says; without it, they stay in their order.
 *
 * @param keys - Returns the value to sort by, for each field of the sort rule. Null comes last in ascending order.
 */
export function sortItems<Field extends string, Item>(
  items: readonly Item[],
  sort: Sort<Field> | undefined,
  keys: Readonly<Record<Field, (item: Item) => string | number | null>>,
): readonly Item[] {
  for (const [field, key] of Object.entries<(item: Item) => string | number | null>(keys)) {
    if (sort === `${field}_asc`) return items.toSorted(ascending(key));
    if (sort === `${field}_desc`) return items.toSorted(descending(key));
  }
  return items;
}
